import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText } from "#core/conversations/clean-text.ts";

test.each<[string, string, string]>([
	["plain words stay", "Два чая, пожалуйста", "Два чая, пожалуйста"],
	["letters are composed", "е\u0308лка и и\u0306од", "ёлка и йод"],
	["U+0000 and escape sequences go", "a\u0000b\u001b[31m", "ab[31m"],
	["half of an emoji becomes a replacement sign", "x\ud83d y\ude00", "x\ufffd y\ufffd"],
	["line ends are one kind", "a\r\nb\rc\u2028d", "a\nb\nc\nd"],
	["tabs and joined emoji stay", "a\t👨‍👩‍👧‍👦", "a\t👨‍👩‍👧‍👦"],
	["markup is nobody's business here", "<b>'; DROP TABLE</b>", "<b>'; DROP TABLE</b>"],
])("%s", (_, raw, clean) => expect(cleanText(raw)).toBe(clean));

test("ten thousand characters are kept, the rest is cut between two characters", () => {
	const text = `${"я".repeat(9_995)}👨‍👩‍👧‍👦👨‍👩‍👧‍👦`;
	expect(cleanText(text)).toBe("я".repeat(9_995));
	expect(cleanText("я".repeat(10_001))).toHaveLength(10_000);
});

test("a letter under a tower of accents does not swallow the whole text", () => {
	expect(cleanText(`z${"\u0315".repeat(20_000)}`).length).toBeGreaterThan(9_900);
});

test("whatever comes in, what goes out is whole, short, and clean twice over", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.integer({ min: 1, max: 200 }), (raw, limit) => {
			const clean = cleanText(raw, limit);
			expect(clean.length).toBeLessThanOrEqual(limit);
			expect(clean).not.toMatch(/[^\P{Cc}\n\t]|\p{Surrogate}/u);
		}),
	);
});

test("a megabyte is cleaned in no time", () => {
	const started = process.cpuUsage();
	for (const piece of ["a", "\ud83d", "\u0300", "👨‍👩‍👧‍👦", "\u0000"])
		cleanText(piece.repeat(1_000_000 / piece.length));
	const { user, system } = process.cpuUsage(started);
	expect((user + system) / 1000).toBeLessThan(500);
});
