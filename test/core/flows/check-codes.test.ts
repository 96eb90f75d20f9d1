import { expect, test } from "vitest";
import { checkFiles } from "#core/flows/check-files.ts";
import { readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";

/** The shared files, and the flows that others name; small, so that a hundred checks take a second. */
const shelf = readFolder("flows").filter(
	({ path }) => path.startsWith("_") || path.startsWith("offers/") || path === "show-cart.flow.yaml",
);

function problemsOf(path: string, text: string, vocabulary = shopVocabulary): string[] {
	const name = `flows/${path}`;
	const texts = [...shelf.filter((file) => file.path !== path), { name, path, text }];
	return checkFiles(texts, vocabulary, [name]).problems.map(
		({ code, line, column, severity }) => `${code} ${line}:${column}${severity === "warning" ? " warning" : ""}`,
	);
}

/** A service flow that a customer starts; its steps begin in line 8. */
function aFlow(steps: string, head = ""): string {
	return `flow: x\ntitle: Проба\npurpose: service\nstage: care\nstart: [{command: x}]\nvars: {a: text, n: int, product: product, promo: offer, likes: list, addr: address}\nsteps:\n${steps}\n${head}`;
}

/** A marketing flow that an event starts; its steps begin in line 10. */
function aCampaign(steps: string, head = ""): string {
	return `flow: x\ntitle: Проба\npurpose: marketing\nfamily: f\nstage: care\nstart: [{event: cart.changed}]\ngoal: {event: order.paid, within: 3 days}\nguard: {opt_out: 1%}\nsteps:\n${steps}\nvars: {a: text, n: int, promo: offer, order: order}\n${head}`;
}

const flow: [string, string, string[]][] = [
	// YAML and its traps
	["a colon in a text", aFlow("  - say: Итого: 500 ₽"), ["F001 8:10"]],
	["a colon in a text on the next line", aFlow("  - say:\n      Итого: 500 ₽\n      и доставка"), ["F001 9:7"]],
	["a colon in a text of one line, on the next line", aFlow("  - say:\n      Итого: 500 ₽"), ["F010 9:7"]],
	["a text that begins with a sign of YAML", aFlow("  - say: @promo"), ["F001 8:10"]],
	["a text that begins with an alias", aFlow("  - say: *Важно*"), ["F001 8:10"]],
	["a text that begins with a tag", aFlow("  - say: !Внимание"), ["F001 8:10"]],
	["a text that is nothing but a value", aFlow("  - say: {{ a }}"), ["F001 8:10"]],
	["a comma in a short map", aFlow("  - {say: Да, хочу}"), ["F001 8:15"]],
	["a key twice", aFlow("  - say: Раз\n    say: Два"), ["F001 9:5"]],
	["two documents", aFlow("  - say: Раз\n---\na: 1"), ["F001 9:1"]],
	["another name than the file's", aFlow("  - say: Раз").replace("flow: x", "flow: y"), ["F002 1:7"]],
	[
		"an option's name of a wrong form",
		aFlow("  - choose: a\n    text: Что?\n    options: {Да: Да, n: Нет}"),
		["F002 10:15"],
	],
	["a variable beginning with a digit", aFlow("  - say: Раз", "").replace("{a: text", "{1a: text"), ["F002 6:8"]],
	["an unknown step", aFlow("  - sey: Раз"), ["F003 8:5"]],
	["a step of two verbs", aFlow("  - say: Раз\n    goto: y"), ["F004 9:5"]],
	["a step id twice", aFlow("  - say: Раз\n    id: one\n  - say: Два\n    id: one"), ["F005 11:9"]],
	["an unknown word", aFlow("  - end: done\n    raeson: price"), ["F010 9:5"]],
	["a missing word", aFlow("  - choose: a\n    options: {y: Да}"), ["F011 8:5"]],
	["a word with nothing behind it", aFlow("  - say:\n  - end: done"), ["F011 8:5"]],
	["a question without anything to choose", aFlow("  - choose: a\n    text: Что?"), ["F011 8:5"]],
	["a value that is not allowed", aFlow("  - handoff: support\n    after: go"), ["F012 9:12"]],
	["a length of time in other words", aFlow("  - id: w\n    wait: 3 днй"), ["F012 9:11"]],
	[
		"a trigger with another trigger's word",
		aFlow("  - say: Раз").replace("command: x", "command: x, settle: 1h"),
		["F012 5:22"],
	],
	["a list where a text is wanted", aFlow("  - say: [Акция]"), ["F013 8:10"]],
	["a map where a text is wanted", aFlow("  - end: done\n    reason: {скоро: 1}"), ["F013 9:13"]],
	["a number where a text is wanted", aFlow("  - say: 007"), ["F020 8:10"]],
	["a yes where a text is wanted", aFlow("  - say: true"), ["F020 8:10"]],
	["a hash of digits without quotes", aFlow("  - say: Раз", "migrate: [{from: 12e4}]"), ["F020 9:18"]],
	["a text cut at a number sign", aFlow("  - say: Смотрите #новинки"), ["F021 8:18"]],
	["an unknown tag", aFlow("  - say: '{% render x %}'"), ["F022 8:14"]],
	["glued lines", aFlow("  - say: >\n      Раз"), ["F023 8:10"]],
	// names and types
	["a formula that ends too early", aFlow("  - if: n >\n    then: [{end: done}]"), ["F030 8:12"]],
	["an unknown name", aFlow("  - if: nn == 1\n    then: [{end: done}]"), ["F031 8:9"]],
	["an unknown variable is set", aFlow("  - set: {b: 1}"), ["F031 8:11"]],
	["an unknown function", aFlow("  - if: sise(a) > 1\n    then: [{end: done}]"), ["F032 8:9"]],
	["no yes/no", aFlow("  - if: n + 1\n    then: [{end: done}]"), ["F033 8:9"]],
	["a text compared with a number", aFlow("  - if: a == 1\n    then: [{end: done}]"), ["F034 8:11"]],
	["a variable called like a root", aFlow("  - say: Раз").replace("{a: text", "{cart: text"), ["F034 6:8"]],
	["a text put into a number", aFlow('  - set: {n: "пять"}'), ["F034 8:14"]],
	[
		"a product that nobody can type",
		aFlow("  - ask: product\n    text: Что?\n  - if: product is empty\n    then: [{end: done}]"),
		["F034 8:10"],
	],
	[
		"an element that does not fit",
		aFlow("  - choose: n\n    text: Что?\n    from: catalogue.categories\n    value: it.id"),
		["F034 11:12"],
	],
	["an equals sign forgotten", aFlow("  - set: {a: n}"), ["F035 8:14 warning"]],
	["an answer that nothing uses", aFlow("  - ask: a\n    text: Что?"), ["F036 8:5 warning"]],
	["an unknown action", aFlow("  - do: cart.ad"), ["F040 8:9"]],
	["an action without what it needs", aFlow("  - do: cart.add\n    with: {qty: 1}"), ["F041 8:9"]],
	[
		"an action with a strange word",
		aFlow("  - do: cart.add\n    with: {product: =product, quantity: 1}"),
		["F041 9:31"],
	],
	[
		"an action with a value that does not fit",
		aFlow("  - do: cart.add\n    with: {product: =product, qty: =a}"),
		["F041 9:36"],
	],
	["an unknown event", aFlow("  - id: w\n    wait: 1h\n    for: cart.chnged"), ["F042 10:10"]],
	["an unknown step to go to", aFlow("  - goto: nowhere"), ["F043 8:11"]],
	["a change of what is never asked", aFlow("  - change: a"), ["F043 8:13"]],
	["an unknown flow", aFlow("  - call: show-crat"), ["F044 8:11"]],
	["an unknown team", aFlow("  - handoff: sale"), ["F045 8:14"]],
	["an unknown offer", aFlow("  - offer: birthda"), ["F045 8:12"]],
	[
		"an unknown segment",
		aFlow("  - say: Раз").replace("{command: x}", "{enters: lovers}"),
		["F045 5:18", "F062 8:5 warning"],
	],
	["an unknown phrase", aFlow("  - say: '{% phrase \"terms\" %}'"), ["F045 8:22"]],
	["an unknown handler", aFlow("  - say: Раз", "always: {meny: off}"), ["F045 9:10"]],
	["an unknown stage", aFlow("  - say: Раз\n    stage: chekout"), ["F046 9:12"]],
	["an unknown reason", aFlow("  - end: done\n    reason: prise"), ["F047 9:13"]],
	[
		"an option that is no reason",
		aFlow("  - choose: a\n    text: Что?\n    options: {price: Дорого, far: Далеко}\n  - end: done\n    reason: =a"),
		["F047 10:30"],
	],
	["the engine's own outcome", aFlow("  - end: held_out"), ["F048 8:10"]],
	["stop words switched off", aFlow("  - say: Раз", "always: {stop: off}"), ["F048 9:10"]],
	["weights that make no hundred", aFlow("  - split: s\n    variants: {a: 50, b: 49}"), ["F050 9:5"]],
	// ways
	["a step behind an end", aFlow("  - end: done\n  - say: Раз"), ["F051 9:5 warning"]],
	["a circle without a wait", aFlow("  - id: one\n    say: Раз\n  - goto: one"), ["F052 8:5"]],
	[
		"a question whose list is empty asks itself for ever",
		aFlow("  - id: one\n    choose: a\n    text: Что?\n    from: catalogue.categories\n    if_none: [{goto: one}]"),
		["F052 8:5"],
	],
	["a flow that calls itself", aFlow("  - call: x"), ["F052 8:11"]],
	[
		"a question without a way to a person",
		aFlow("  - choose: a\n    text: Что?\n    options: {y: Да}", "always: {operator: off}"),
		["F053 8:5"],
	],
	[
		"a wait for what ends the run",
		aFlow("  - id: w\n    wait: 1h\n    for: order.paid", "stop_when: [{event: order.paid, outcome: paid}]"),
		["F055 10:10 warning"],
	],
	[
		"a jump into a loop",
		aFlow(
			"  - each: i in cart.items\n    steps:\n      - id: inner\n        say: '{{ i.title }}'\n  - choose: a\n    text: Ещё?\n    options: {y: {label: Да, goto: inner}}",
		),
		["F056 14:36"],
	],
	[
		"a phrase that _always.yaml catches",
		aFlow("  - say: Раз").replace("command: x", "says: [Оператор!]"),
		["F057 5:17 warning"],
	],
	[
		"an option that fills nothing and goes on",
		aFlow(
			'  - choose: product\n    text: Что?\n    from: products_in("cakes")\n    value: it\n    options: {other: Другое}',
		),
		["F058 12:15"],
	],
	[
		"a text that shows an offer of which there may be none",
		aCampaign("  - offer: win-back\n    save: promo\n  - say: {text: 'Код {{ promo.code }}', whatsapp: {template: t}}"),
		["F071 10:5 warning"],
	],
	[
		"an offer of which there may be none, and the text asks",
		aCampaign(
			"  - offer: win-back\n    save: promo\n  - say: {text: '{% if promo is not empty %}Код {{ promo.code }}{% endif %}!', whatsapp: {template: t}}",
		),
		[],
	],
	["a message without a stage", aFlow("  - say: Раз").replace("stage: care\n", ""), ["F059 7:5"]],
	[
		"a long label",
		aFlow("  - choose: a\n    text: Что?\n    options: {y: Да, конечно же и непременно хочу}").replace(
			"Да, конечно",
			"Да конечно",
		),
		["F061 10:18 warning"],
	],
	[
		"a message after a day without a template",
		aFlow("  - id: w\n    wait: 1 day\n  - say: Раз"),
		["F062 10:5 warning"],
	],
	[
		"a nudge after a day",
		aFlow("  - choose: a\n    text: Что?\n    options: {y: Да}\n    silence: {after: 1 day, nudge: Ау}"),
		["F062 11:36 warning"],
	],
	[
		"stale before the quiet hours end",
		aFlow("  - say: Раз", "send: {quiet: 21:00-10:00, stale: 2h}"),
		["F063 9:35 warning"],
	],
	[
		"a handler for an ordinary answer",
		aFlow("  - ask: a\n    text: Что?\n  - say: '{{ a }}'", "during: [{says: [не надо], steps: [{end: no}]}]"),
		["F064 11:18 warning"],
	],
	["a text that is too long", aFlow(`  - say: ${"а".repeat(4100)}`), ["F065 8:10 warning"]],
	["a deadline of nobody's", aFlow("  - say: Успейте сегодня"), ["F066 8:10 warning"]],
	["a long wait without an id", aFlow("  - wait: 2 days\n  - end: done"), ["F067 8:5 warning"]],
	[
		"a correction after what was done once",
		aFlow(
			"  - choose: a\n    text: Как?\n    options: {y: Да}\n  - do: order.create\n    with: {delivery: =a}\n  - choose: a\n    text: Всё?\n    options: {y: Да, n: {label: Нет, change: a}}",
		),
		["F068 15:46 warning"],
	],
	[
		"an offer in a transactional flow",
		aFlow("  - offer: birthday\n    save: promo\n  - say: Ваша скидка").replace(
			"purpose: service",
			"purpose: transactional",
		),
		["F069 8:5", "F069 10:10"],
	],
	[
		"a renamed step that does not exist",
		aFlow("  - say: Раз", "migrate: [{from: all, steps: {one: two}}]"),
		["F081 9:36"],
	],
	// marketing
	[
		"no goal",
		aCampaign("  - id: m\n    say: {text: Раз, whatsapp: {template: t}}").replace(
			"goal: {event: order.paid, within: 3 days}\n",
			"",
		),
		["F054 3:10"],
	],
	[
		"a goal without a window, told once",
		aCampaign("  - id: m\n    say: {text: Раз, whatsapp: {template: t}}").replace(", within: 3 days", ""),
		["F054 3:10"],
	],
	[
		"no family",
		aCampaign("  - id: m\n    say: {text: Раз, whatsapp: {template: t}}").replace("family: f\n", ""),
		["F054 3:10"],
	],
	[
		"something for the held-out",
		aCampaign("  - do: tag.add\n    with: {tag: был}\n  - say: {text: Раз, whatsapp: {template: t}}"),
		["F060 10:5"],
	],
	[
		"a third message in a week",
		aCampaign(
			"  - say: {text: Раз, whatsapp: {template: t}}\n  - id: w\n    wait: 1 day\n  - say: {text: Два, whatsapp: {template: t}}\n  - id: v\n    wait: 1 day\n  - say: {text: Три, whatsapp: {template: t}}",
		),
		["F070 16:5 warning"],
	],
	["a hold-out in a service flow", aFlow("  - say: Раз", "holdout: 10%"), ["F012 9:1"]],
];

test.each(flow)("%s", (_what, text, problems) => {
	expect(problemsOf("x.flow.yaml", text)).toEqual(problems);
});

const others: [string, string, string, string[]][] = [
	["a file that nobody reads", "notes.txt", "купить молоко", ["F002 1:1"]],
	[
		"an offer under another name",
		"offers/summer.yaml",
		"offer: sommer\ntitle: Лето\nbudget: 100 per month\npick: [{give: {points: 5}}]\nvalid: 2 days\n",
		["F002 1:8"],
	],
	[
		"a budget without a time",
		"offers/summer.yaml",
		"offer: summer\ntitle: Лето\nbudget: 100\npick: [{give: {points: 5}}]\nvalid: 2 days\n",
		["F012 3:9"],
	],
	["a reason in both lists", "_reasons.yaml", "lost: {price: Дорого}\nwon: {price: Дёшево}\n", ["F005 2:7"]],
	[
		"an operator that asks first",
		"_always.yaml",
		"always:\n  stop: {says: [стоп], say: Хорошо.}\n  operator: {says: [человек], steps: [{say: Нет никого.}]}\n",
		["F053 3:14"],
	],
	["no operator", "_always.yaml", "always:\n  stop: {says: [стоп], say: Хорошо.}\n", ["F011 2:3"]],
	[
		"a test of a flow that is not there",
		"show-cart.test.yaml",
		"test: show-cart\ncases:\n  - name: А\n    dialog:\n      - expect: {flow: show-crat}\n",
		["F080 5:24"],
	],
	[
		"a test of a regular start that never comes",
		"show-cart.test.yaml",
		"test: show-cart\ncases:\n  - name: А\n    dialog:\n      - every: weak\n      - bot: null\n",
		["F080 5:16"],
	],
	[
		"a test case twice",
		"show-cart.test.yaml",
		"test: show-cart\ncases:\n  - {name: А, dialog: [{bot: null}]}\n  - {name: А, dialog: [{bot: null}]}\n",
		["F005 4:12"],
	],
	[
		"a line of a dialog that does two things",
		"show-cart.test.yaml",
		"test: show-cart\ncases:\n  - name: А\n    dialog:\n      - user: меню\n        bot: Чем помочь?\n",
		["F012 6:9"],
	],
	[
		"a translation of no text",
		"i18n/en.show-cart.yaml",
		"steps[1].txt: Cart\n",
		["F043 1:1 warning", "F082 1:1 warning"],
	],
	[
		"a translation with an unknown name",
		"i18n/en.show-cart.yaml",
		"steps[1].text: '{{ crat.total }}'\n",
		["F082 1:1 warning", "F031 1:20"],
	],
	[
		"a segment with an unknown field",
		"segments/lovers.yaml",
		'segment: lovers\ntitle: Любят\nif: customer.lieks contains "cakes"\n',
		["F031 3:14"],
	],
	[
		"a segment that asks what cannot be asked of all customers at once",
		"segments/lovers.yaml",
		"segment: lovers\ntitle: Любят\nif: size(recommended()) > 1 or cart.items[0].qty > 1\n",
		["F031 3:10", "F031 3:32"],
	],
	[
		"segments that ask for each other",
		"segments/rare-large.yaml",
		'segment: rare-large\ntitle: Редкие\nif: in_segment("rare-large") or in_segment("rare-lagre")\n',
		["F052 3:16", "F045 3:44"],
	],
];

test.each(others)("%s", (_what, path, text, problems) => {
	expect(problemsOf(path, text)).toEqual(problems);
});

test("a file that would take for ever to read is refused at once", () => {
	expect(problemsOf("x.flow.yaml", "[".repeat(200_000))).toEqual(["F001 1:61"]);
	expect(problemsOf("x.flow.yaml", `title: ${"а".repeat(140_000)}`)).toEqual(["F001 1:1"]);
});

test.each(["and", "empty", "none", "last"])("a variable cannot be called %s: formulas have that word", (word) => {
	expect(problemsOf("x.flow.yaml", aFlow("  - say: Раз").replace("{a: text", `{${word}: text`))).toEqual(["F034 6:8"]);
});

test.each([
	["an approved one", "birthday", "[=customer.first_name]", []],
	["one whose name is put together", '"cart_{{ a }}"', "[]", []],
	["one that nobody approved", "birthdey", "[=customer.first_name]", ["F045 10:28"]],
	["one with too few values", "birthday", "[]", ["F041 10:46"]],
])("where WhatsApp's list is at hand, a template must be on it: %s", (_what, template, params, expected) => {
	const vocabulary = {
		...shopVocabulary,
		templates: [
			{ name: "birthday", places: 1 },
			{ name: "cart_care", places: 0 },
		],
	};
	const text = aFlow(`  - say:\n      text: Раз\n      whatsapp: {template: ${template}, params: ${params}}`);

	expect(problemsOf("x.flow.yaml", text, vocabulary)).toEqual(expected);
	expect(problemsOf("x.flow.yaml", text)).toEqual([]);
});

/** What is said of a flow, without places. */
function wordsOn(path: string, text: string): string[] {
	const name = `flows/${path}`;
	const texts = [...shelf.filter((file) => file.path !== path), { name, path, text }];
	return checkFiles(texts, shopVocabulary, [name]).problems.map(({ code, message }) => `${code} ${message}`);
}

const option = (written: string) => aFlow(`  - choose: a\n    text: Что?\n    options:\n      y: ${written}`);

test.each([
	[
		"a bracket closed by another",
		option("{label: Да, also: [ага, угу}"),
		"F001 [ is closed by } — a ] is missing before it",
	],
	["no space in braces", option("{label: Да, goto:z}"), "F001 a space is missing after goto:"],
	["no space behind a word", aFlow("  - ask: a\n    text:Что?\n    save: a"), "F001 a space is missing after text:"],
	["no space behind a verb", aFlow("  - say:Раз"), "F001 a space is missing after say:"],
	["quotes inside quotes", aFlow('  - say: "a "b" c"'), "F001 a quote inside quotes — write «», or '…' round the text"],
	[
		"an apostrophe inside quotes",
		aFlow("  - say: 'It's'"),
		'F001 a quote inside quotes — write «», or "…" round the text',
	],
	[
		"a text that goes on behind its quote",
		aFlow('  - say: "Раз" и два'),
		"F001 the text goes on behind its closing quote — put the whole text in quotes",
	],
	["three braces", aFlow("  - say: {{{ a }}"), "F001 one { too many — values stand in {{ … }}"],
	["three braces in quotes", aFlow('  - say: "{{ a }}}"'), "F022 one } too many — values stand in {{ … }}"],
	[
		"a name of a wrong form",
		aFlow("  - say: Раз").replace("flow: x", "flow: a_b"),
		'F012 "a_b" is not allowed here — write a–z, digits and -, beginning with a letter, 40 at most',
	],
	[
		"hours without minutes",
		aFlow("  - say: Раз")
			.replace("[{command: x}]", "[{event: order.delivered, between: 11-19}]")
			.replace("Раз", "{text: Раз, whatsapp: {template: t}}"),
		'F012 "11-19" is not allowed here — write it like 11:00-19:00',
	],
	[
		"a dash forgotten",
		aFlow("  - say: Раз\n    goto: y"),
		'F004 a step does one thing: "say" and "goto" are two — is a - missing before goto:?',
	],
	[
		"an answer under a misspelt name",
		aFlow("  - ask: aa\n    text: Что?"),
		'F031 there is no variable "aa" under vars — did you mean "a"?',
	],
	[
		"a jump to nowhere",
		aFlow("  - goto: fnish\n  - id: finish\n    end: done"),
		'F043 there is no step "fnish" — did you mean "finish"?',
	],
	[
		"a choice without options",
		aFlow("  - choose: a\n    text: Что?\n  - end: done"),
		"F011 one of these words — options or from — is missing here",
	],
])("a newcomer is told one thing, and that it is %s", (_what, text, told) => {
	expect(wordsOn("x.flow.yaml", text)).toEqual([told]);
});

test("a stage or a verb that is like none of ours is answered with all of them", () => {
	expect(wordsOn("x.flow.yaml", aFlow("  - say: Раз\n    stage: забота"))[0]).toMatch(
		/^F046 unknown stage "забота" — write one of \w+(, \w+)+$/,
	);
	expect(wordsOn("x.flow.yaml", aFlow("  - tell: Раз"))[0]).toMatch(
		/^F003 unknown step "tell" — a step is one of say, ask, /,
	);
});

test("in a test file the opposite of what was meant is never advised", () => {
	const aTest = (words: string) => wordsOn("show-cart.test.yaml", `test: show-cart\n${words}`);
	const dialog = "cases:\n  - name: Раз\n    dialog:\n      - user: корзина\n";

	expect(aTest(`${dialog}      - expect: {called: {handoff: true}}\n`)).toEqual([
		"F012 true is not allowed here — write false, or {times: 1}",
	]);
	expect(aTest(`given: {no_budget: true}\n${dialog}`)).toEqual([
		"F013 a list of offers, e.g. [cart-rescue], is expected here, not a single value",
	]);
});
