import { expect, test } from "vitest";
import { checkFiles } from "#core/flows/check-files.ts";
import { readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { hasWords, mergeTranslation } from "#core/flows/translation-file.ts";

const HEAD = "# yaml-language-server: $schema=../.schema/i18n.schema.json\n";

function merged(text: string | undefined, originals: Record<string, string>) {
	return mergeTranslation(text, new Map(Object.entries(originals)), "ru");
}

test("a text nobody has translated gets its place, with the original above it", () => {
	expect(merged(undefined, { "qty.text": "Сколько?", "more.text": "Раз\nДва\n" })).toEqual({
		text: `${HEAD}# ru: Сколько?\nqty.text: ""\n# ru: Раз\n# ru: Два\nmore.text: ""\n`,
		missing: ["qty.text", "more.text"],
		changed: [],
		unused: [],
	});
});

test("what is translated stays as it is written, with the translator's own comments", () => {
	const written = `${HEAD}# a question\nqty.text: |\n  How many\n\n  of them?\n`;

	const { text, missing } = merged(written, { "qty.text": "Сколько?" });

	expect(text).toBe(`${HEAD}# a question\n# ru: Сколько?\nqty.text: |\n  How many\n\n  of them?\n`);
	expect(missing).toEqual([]);
});

test("a changed original is marked until the translator takes the old one away", () => {
	const written = `${HEAD}# ru: Сколько?\nqty.text: How many?\n`;
	const now = { "qty.text": "Сколько штук?" };

	const stale = merged(written, now);
	expect(stale.changed).toEqual(["qty.text"]);
	expect(stale.text).toBe(`${HEAD}# ru was: Сколько?\n# ru now: Сколько штук?\nqty.text: How many?\n`);
	expect(merged(stale.text, now).text).toBe(stale.text);

	const done = stale.text.replace("# ru was: Сколько?\n", "").replace("How many?", "How many pieces?");
	expect(merged(done, now)).toMatchObject({
		text: `${HEAD}# ru: Сколько штук?\nqty.text: How many pieces?\n`,
		changed: [],
	});
});

test("a step that only got a name keeps its translations; words that are gone are kept at the end", () => {
	const written = `${HEAD}# ru: Сколько?\nsteps[2].text: How many?\n# ru: Пока\nbye.text: Bye\n`;

	expect(merged(written, { "qty.text": "Сколько?" })).toEqual({
		text: `${HEAD}# ru: Сколько?\nqty.text: How many?\nbye.text: Bye\n`,
		missing: [],
		changed: [],
		unused: ["bye.text"],
	});
});

test.each([
	["{{ it.title }} — {{ it.price | money }}", false],
	['до {{ promo.until | date: "%d.%m" }}', true],
	['{{ promo.until | date: "%d.%m" }}', false],
	['{{ n | plural: "товар", "товара", "товаров" }}', true],
	['{% phrase "footer" %}', false],
	["{% if cart.count > 0 %}Да{% endif %}", true],
])("%s has words to translate: %s", (text, words) => {
	expect(hasWords(text)).toBe(words);
});

test("the checker tells of translations that are missing or out of date, and neither keeps a flow from loading", () => {
	const texts = readFolder("flows").map((file) => {
		if (file.path !== "i18n/en.support.yaml") return file;
		const { text } = merged(file.text, { "topic.text": "С чем помочь?" });
		return {
			...file,
			text: text
				.replace("# ru: С чем помочь?", "# ru: Чем помочь?")
				.replace(/^details\.text: .*$/m, 'details.text: ""'),
		};
	});
	const { problems } = checkFiles(texts, shopVocabulary, ["flows/i18n/en.support.yaml"]);

	expect(problems.map(({ severity, code, message }) => [severity, code, message.split(" — ")[0]])).toEqual([
		["warning", "F082", "not translated: details.text"],
		["warning", "F083", "the original has changed since this was translated"],
	]);
});
