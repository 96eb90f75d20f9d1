import { expect, test } from "vitest";
import { AREAS, WORDS } from "#admin/web/words.ts";

test("no word of the screens has two homes, and none is empty", () => {
	const keys = AREAS.flatMap((area) => Object.keys(area.ru));
	expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
	const words = [...Object.entries(WORDS.ru), ...Object.entries(WORDS.en)];
	expect(words.filter(([, word]) => word.trim() === "")).toEqual([]);
});
