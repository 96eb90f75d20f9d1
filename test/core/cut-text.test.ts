import { expect, test } from "vitest";
import { cutText } from "#core/cut-text.ts";

test.each<[string, number, string, string]>([
	["Зелёный чай", 20, "…", "Зелёный чай"],
	["Зелёный чай", 8, "…", "Зелёный…"],
	["ab👨‍👩‍👧‍👦cd", 8, "", "ab"],
	["ab👨‍👩‍👧‍👦cd", 13, "", "ab👨‍👩‍👧‍👦"],
	["abe\u0301d", 3, "", "ab"],
	["a\r\nb", 2, "", "a"],
	["🇷🇺🇩🇪", 6, "", "🇷🇺"],
	["👍", 1, "", ""],
])("%j cut to %i with %j", (text, limit, mark, cut) => expect(cutText(text, limit, mark)).toBe(cut));
