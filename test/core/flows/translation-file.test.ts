import { expect, test } from "vitest";
import { checkFiles } from "#core/flows/check-files.ts";
import { readFolder } from "#core/flows/load.ts";
import { readFlowsFile } from "#core/flows/read-file.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { originalsOf } from "#core/flows/text-ids.ts";
import { hasWords, mergeTranslation } from "#core/flows/translation-file.ts";
import type { Original } from "#core/flows/wording.ts";
import { aRehearsal } from "./a-rehearsal.ts";

const HEAD = "# yaml-language-server: $schema=../.schema/i18n.schema.json\n";

/** The shared files, and enough flows that no word names what is not there. */
function few() {
	const flows = ["order", "show-cart", "cart", "checkout", "search", "support", "order-status", "back-in-stock"];
	return readFolder("flows").filter(({ path }) => {
		const [, flow = ""] = /^(?:i18n\/en\.)?([^./]+)\.(?:flow\.)?yaml$/.exec(path) ?? [];
		return path.startsWith("_") || /^(?:offers|segments)\//.test(path) || flow === "_always" || flows.includes(flow);
	});
}

function merged(text: string | undefined, originals: Record<string, Original>) {
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
		text: `${HEAD}# ru: Сколько?\nqty.text: How many?\n# ru: Пока\nbye.text: Bye\n`,
		missing: [],
		changed: [],
		unused: ["bye.text"],
	});
});

test("a step put in above moves the names of texts, and every translation stays with its words", () => {
	const before = {
		"start.0.says": ["чай"],
		"steps[0].text": "Привет!",
		"steps[1].text": "Чай стоит 300.",
		"steps[2].text": "Пока!",
	};
	const done = `${HEAD}# ru: чай
start.0.says: [tea]
# ru: Привет!
steps[0].text: Hello!
# ru: Чай стоит 300.
steps[1].text: Tea is 300.
# ru: Пока!
steps[2].text: Bye!
`;
	expect(merged(done, before).text).toBe(done);

	const { text, missing, changed, unused } = merged(done, {
		"start.0.says": ["кофе"],
		"start.1.says": ["чай", "чаю"],
		"steps[0].text": "Привет!",
		"steps[1].text": "Сегодня закрыто",
		"steps[2].text": "Чай стоит 350.",
		"steps[3].text": "пока",
	});

	expect({ missing, changed, unused }).toEqual({
		missing: ["start.0.says", "steps[1].text"],
		changed: ["start.1.says", "steps[2].text"],
		unused: [],
	});
	expect(text.split("\n").filter((line) => !line.startsWith("#"))).toEqual([
		"start.0.says: []",
		"start.1.says: [tea]",
		"steps[0].text: Hello!",
		'steps[1].text: ""',
		"steps[2].text: Tea is 300.",
		"steps[3].text: Bye!",
		"",
	]);
});

const tea = (steps: string) => `start: [{says: [чай, хочу чаю]}]
vars: {kind: text}
during:
  - {says: [сколько стоит], steps: [{say: Чай стоит 300.}]}
steps:${steps}
  - choose: kind
    text: Какой чай?
    options: {green: {label: Зелёный, also: [сенча]}, black: Чёрный}
  - say: Завариваю.
  - say: Готово!
`;

const english = `# ru: чай, хочу чаю
start.0.says: [tea, i want tea]
# ru: сколько стоит
during.0.says: [how much is it]
# ru: Чай стоит 300.
during[0].steps[0].text: Tea is 300.
# ru: Какой чай?
kind.text: Which tea?
# ru: Зелёный
kind.options.green.label: Green
# ru: сенча
kind.options.green.also: [sencha]
# ru: Чёрный
kind.options.black.label: Black
# ru: Завариваю.
steps[1].text: Brewing.
# ru: Готово!
steps[2].text: Here it is!
`;

test("a customer who writes English is understood from the first word to the last", () => {
	const { writes } = aRehearsal({ tea: tea(""), "i18n/en.tea": english }, { customer: { id: "ann", language: "en" } });

	expect(writes("I want tea, please")).toEqual(["Which tea?"]);
	expect(writes("how much is it?")).toEqual(["Tea is 300.", "Which tea?"]);
	expect(writes("Sencha")).toEqual(["Brewing.", "Here it is!"]);
});

test("words are heard in every language, and answered in the customer's own", () => {
	const { writes } = aRehearsal({ tea: tea(""), "i18n/en.tea": english });
	expect(writes("tea")).toEqual(["Какой чай?"]);
	expect(writes("black")).toEqual(["Завариваю.", "Готово!"]);

	const foreign = aRehearsal({ tea: tea(""), "i18n/en.tea": english }, { customer: { id: "ann", language: "en" } });
	foreign.writes("чай");
	expect(foreign.writes("зелёный")).toEqual(["Brewing.", "Here it is!"]);
});

test("nobody reads a translation of other words: what was put in or rewritten is shown as it is", () => {
	const edited = tea("\n  - say: Сегодня со скидкой!").replace("Готово!", "Готово, ждите курьера.");
	const { writes } = aRehearsal({ tea: edited, "i18n/en.tea": english }, { customer: { id: "ann", language: "en" } });

	expect(writes("tea")).toEqual(["Сегодня со скидкой!", "Which tea?"]);
	expect(writes("green")).toEqual(["Brewing.", "Готово, ждите курьера."]);
});

test("the checker finds words of a translation that stand for two things, or that start another flow", () => {
	const texts = few().map((file) =>
		file.path === "i18n/en.support.yaml"
			? {
					...file,
					text: file.text
						.replace(/^start\.0\.says: .*$/m, "start.0.says: [help, buy, human]")
						.replace(/^topic\.options\.wrong\.also: .*$/m, "topic.options.wrong.also: [where is my order]"),
				}
			: file,
	);
	const { problems } = checkFiles(texts, shopVocabulary, ["flows/i18n/en.support.yaml"]);

	expect(problems.map(({ code, message }) => [code, message])).toEqual([
		["F057", '"buy" starts order already'],
		["F057", '"human" starts _always.yaml already'],
		["F057", '"where is my order" stands for where already'],
	]);
});

test("a language that has just been begun is told of once, and understood as far as it has come", () => {
	const original = few().find(({ path }) => path === "order.flow.yaml");
	if (!original) throw new Error("the shop ships an order");
	const originals = originalsOf(readFlowsFile("flow", original.name, original.text));
	const { text, missing } = mergeTranslation(undefined, originals, "ru");
	const path = "i18n/de.order.yaml";
	const { problems } = checkFiles([...few(), { name: `flows/${path}`, path, text }], shopVocabulary, [`flows/${path}`]);

	expect(missing.length).toBeGreaterThan(40);
	expect(problems.map(({ code }) => code)).toEqual(["F082"]);
});

test("a translation promises no more than its original: no deadline of its own, no advertisement, no button too long", () => {
	const spoiled: Record<string, (text: string) => string> = {
		"i18n/en.support.yaml": (text) =>
			text
				.replace(/^topic\.text: .*$/m, "topic.text: How can I help? Only today!")
				.replace(/^topic\.options\.wrong\.label: .*$/m, "topic.options.wrong.label: Something is wrong with it"),
		"i18n/en.order-status.yaml": (text) => text.replace("is packed.", "is packed, a discount for the next."),
	};
	const texts = few().map((file) => ({ ...file, text: (spoiled[file.path] ?? String)(file.text) }));
	const { problems } = checkFiles(
		texts,
		shopVocabulary,
		Object.keys(spoiled).map((path) => `flows/${path}`),
	);

	expect(problems.map(({ severity, code, message }) => [severity, code, message.split(" — ")[0]])).toEqual([
		["error", "F069", '"discount*" is advertising: it has no place in a transactional flow'],
		["warning", "F066", 'the text names a deadline ("only today") that no offer enforces'],
		["warning", "F061", "label is 26 characters: WhatsApp list rows hold 24, buttons 20"],
	]);
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
	const texts = few().map((file) => {
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
