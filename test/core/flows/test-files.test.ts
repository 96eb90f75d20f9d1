import { expect, test } from "vitest";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { runTestScript } from "#core/flows/test-files.ts";
import { readTestScript } from "#core/flows/test-script.ts";

const loaded = loadFlows(readFolder("flows"), shopVocabulary);
const ground = { open: openBook(loaded.book), loaded: loaded.book, vocabulary: shopVocabulary };

function failureOf(dialog: string): string | undefined {
	const text = `test: support
given: {customer: {id: c1, tags: []}, closed: false}
cases:
  - name: a case
    dialog:
${dialog}`;
	const read = readTestScript("flows/support.test.yaml", text);
	if (!("script" in read)) throw new Error(JSON.stringify(read.problems));
	return runTestScript(read.script, ground)[0]?.failure;
}

test.each([
	[
		"another text",
		"      - user: /help\n      - bot: Добрый день",
		'flows/support.test.yaml:7 expected "Добрый день", got "С чем помочь?" (from support, flows/support.flow.yaml:14)',
	],
	[
		"other buttons",
		"      - user: /help\n      - bot: С чем\n        buttons: [Да]",
		"flows/support.test.yaml:7 expected buttons [Да], got [Где мой заказ, Проблема с заказом, Другой вопрос]",
	],
	[
		"a message nobody read",
		"      - user: /help",
		'flows/support.test.yaml:6 expected nothing more, got "С чем помочь?" (from support, flows/support.flow.yaml:14)',
	],
	[
		"silence where words were expected",
		"      - bot: Привет",
		'flows/support.test.yaml:6 expected "Привет", got nothing',
	],
	[
		"another outcome",
		"      - user: /help\n      - bot: С чем\n      - expect: {outcome: answered}",
		"flows/support.test.yaml:8 expected outcome answered, got waiting_input",
	],
	[
		"a button that is not there",
		"      - user: /help\n      - bot: С чем\n      - press: Да",
		'flows/support.test.yaml:8 expected a button "Да", got [Где мой заказ, Проблема с заказом, Другой вопрос]',
	],
	[
		"a call that was not made",
		"      - user: /help\n      - bot: С чем\n      - expect: {called: {ticket.find: {times: 1}}}",
		"flows/support.test.yaml:8 expected ticket.find 1 times, got 0",
	],
	[
		"another clock",
		'      - user: /help\n      - bot: С чем\n        at: "10:00"',
		"flows/support.test.yaml:7 expected at 10:00, got 12:00",
	],
])("a failing case names its line: %s", (_, dialog, failure) => {
	expect(failureOf(dialog)).toBe(failure);
});
