import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText } from "#core/delivery/markup.ts";
import { scopeOf } from "#core/flows/scope.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import {
	checkText,
	knownText,
	namesIn,
	parseText,
	phrasesIn,
	renderPlain,
	renderText,
	type TextFault,
} from "#core/flows/texts.ts";
import { Wanting } from "#core/flows/world.ts";
import { aWorld } from "./a-world.ts";

const scope = scopeOf(shopVocabulary, {
	size: { is: "text" },
	promo: { is: "record", record: "offer" },
	delivery: { is: "text" },
	имя: { is: "text" },
});

/** Spaces that Intl puts into sums are of a kind nobody types. */
function shown(text: string): string {
	return text.replace(/[\u00a0\u202f]/g, " ");
}

function said(source: string, names: Record<string, unknown> = {}, more = {}): string {
	return shown(renderText(knownText(source), aWorld(names, more)));
}

function faultsOf(source: string): readonly TextFault[] {
	const parsed = parseText(source);
	return "faults" in parsed ? parsed.faults : checkText(parsed.text, scope);
}

describe("a text that cannot be read says why, with row and column", () => {
	test.each<[string, TextFault["code"], string, number, number]>([
		["У вас товары.\nИтого {{ cart.total | mony }}", "F022", 'unknown filter "mony" — did you mean "money"?', 2, 23],
		["{% assign x = cart.total | mony %}", "F022", 'unknown filter "mony" — did you mean "money"?', 1, 28],
		["{% iff size %}а{% endif %}", "F022", 'unknown tag "iff" — did you mean "if"?', 1, 4],
		["{% include 'x' %}", "F022", 'unknown tag "include"', 1, 4],
		["а {% if size is empty %}б", "F022", "{% if %} is not closed — add {% endif %}", 1, 3],
		["{% for i in cart.items %}б", "F022", "{% for %} is not closed — add {% endfor %}", 1, 1],
		["а\nб {{ cart.total", "F022", "{{ is not closed — add }}", 2, 3],
		["{% if size", "F022", "{% if %} is not closed — add %}", 1, 1],
		["а {% endif %}", "F022", "{% endif %} stands here without the tag it belongs to", 1, 6],
		["{% phrase delivery %}", "F022", 'a phrase is written {% phrase "delivery_terms" %}', 1, 1],
		[
			"{% if cart.total > 100 and cart.count > 1 or size is empty %}ок{% endif %}",
			"F030",
			'"and" and "or" are mixed without brackets — add brackets: a or (b and c)',
			1,
			43,
		],
		["{%- if cart.total = 5 -%}ок{% endif %}", "F030", '"=" is not an operator here — write ==', 1, 19],
		["{% if %}ок{% endif %}", "F030", "the formula ends too early", 1, 6],
		[
			"{% if size is empty %}а{% elsif cart.count %}б{% endif %}",
			"F033",
			'"cart.count" is a whole number, not a yes/no — write cart.count > 0 or cart.count is not empty',
			1,
			33,
		],
		[
			"Здравствуйте, {{ customer.frist_name }}!",
			"F031",
			'"customer" has no field "frist_name" — did you mean "first_name"?',
			1,
			27,
		],
		["{{ crat.total }}", "F031", 'unknown name "crat" — did you mean "cart"?', 1, 4],
		["{{ cart.total.minor }}", "F031", '"cart.total" is a number and has no fields', 1, 15],
		[
			"{% for i in cart.items %}\n• {{ i.titel }}{% endfor %}",
			"F031",
			'"i" has no field "titel" — did you mean "title"?',
			2,
			8,
		],
		["{{ cart.items[0].titel }}", "F031", '"cart.items[0]" has no field "titel" — did you mean "title"?', 1, 18],
		["{{ cart.items.length }}", "F031", '"cart.items" is a list (each an item) and has no fields', 1, 15],
		["{{ 5 | plus: crat.total }}", "F031", 'unknown name "crat" — did you mean "cart"?', 1, 14],
		[
			"{% for i in cart.items %}{% if i.qtty > 1 %}!{% endif %}{% endfor %}",
			"F031",
			'"i" has no field "qtty" — did you mean "qty"?',
			1,
			34,
		],
		["{% unless size == 5 %}!{% endunless %}", "F034", "a text is compared with a whole number", 1, 16],
	])("%s", (source, code, message, row, column) => {
		expect(faultsOf(source)).toEqual([expect.objectContaining({ code, message, row, column })]);
	});

	test("several mistakes in one text are all told", () => {
		const faults = faultsOf("{{ cart.total | mony }} {% if cart.count = 1 %}{{ size | uppcase }}{% endif %}");
		expect(faults.map(({ message }) => message)).toEqual([
			'unknown filter "mony" — did you mean "money"?',
			'"=" is not an operator here — write ==',
			'unknown filter "uppcase" — did you mean "upcase"?',
		]);
	});

	test("a comparison inside {{ }} is refused: conditions have their own tag", () => {
		expect(faultsOf("{{ cart.total == 5 }}")).toEqual([expect.objectContaining({ code: "F022", row: 1 })]);
	});

	test.each([
		["{% for i in cart.items %}{{ i.title }} {{ forloop.index }}{% endfor %}"],
		["{% assign n = cart.count | minus: 1 %}{{ n }}{% if n > 0 %}!{% endif %}"],
		["{% capture hi %}Привет{% endcapture %}{{ hi | upcase }}"],
		["{{ cart.items.first.title }} {{ cart.items.size }} {{ cart.items.last.qty }}"],
		["{% case delivery %}{% when 'courier' %}везём{% else %}ждём{% endcase %}"],
		["{{ customer.favourite.title }} {{ promo.until | date: '%d.%m' }} {{ имя }}"],
		["{% raw %}{{ nobody }}{% endraw %}{% comment %}{{ nobody }}{% endcomment %}"],
		["{% if имя is not empty and (size == 'l' or size == 's') %}да{% endif %}"],
	])("nothing is wrong with %s", (source) => {
		expect(faultsOf(source)).toEqual([]);
	});
});

test("the names a text reads are told, and what it makes itself is not", () => {
	const text = knownText(
		"{{ customer.first_name }}\n{% for i in cart.items %}{{ i.title }}{% if qty > i.qty %}{{ x | plus: y }}{% endif %}{% endfor %}",
	);
	expect(namesIn(text)).toEqual([["customer", "first_name"], ["cart", "items"], ["qty"], ["x"], ["y"]]);
});

test("the phrases a text shows are told with their places", () => {
	const text = knownText('{% if size is empty %}{% phrase "delivery_terms" %}{% endif %}');
	expect(phrasesIn(text)).toEqual([{ id: "delivery_terms", row: 1, column: 34 }]);
});

describe("a customer reads", () => {
	const cart = {
		id: "k1",
		count: 2,
		total: 3000,
		items: [
			{ title: "Медовик", qty: 2, sum: 3000 },
			{ title: "Наполеон", qty: 1, sum: 1700.5 },
		],
	};
	const promo = { id: "o1", title: "открытка", code: "TEST0", until: "2026-03-13T13:30:00.000Z" };

	test.each<[string, string]>([
		["Просто *текст*.", "Просто *текст*."],
		[
			"В корзине {{ cart.count }} {{ cart.count | plural: 'товар', 'товара', 'товаров' }} на {{ cart.total | money }}.",
			"В корзине 2 товара на 3 000 ₽.",
		],
		["{{ cart.items[1].sum | money }}", "1 700,50 ₽"],
		["{{ customer.first_name | default: 'Здравствуйте' }}, всё в силе?", "Здравствуйте, всё в силе?"],
		["и ещё {{ cart.count | minus: 1 }}", "и ещё 1"],
		["до {{ promo.until | date: '%d.%m %H:%M' }}", "до 13.03 16:30"],
		["до {{ promo.until }}", "до 13.03.2026 16:30"],
		["{{ promo.until | date: '%-d %B, %A' }}", "13 марта, пятница"],
		["{{ promo.until | date: '%B' }}", "март"],
		["{{ day }} и {{ day | date: '%e %b' }}", "10.03.2026 и 10 мар."],
		["{{ time | date: '%H.%M' }}", "18.30"],
		["{{ phone | phone }}", "+7 900 123 45 67"],
		["{{ promo }}", "открытка"],
		["{{ tags }}", "вип, свои"],
		["{{ half }}", "2,5"],
		["{{ yes }}", "да"],
		["{{ length }}", "3 дня 2 часа"],
		["{{ 10 | divided_by: 4 | round }} {{ 7 | divided_by: 0 }}", "3"],
		["{{ -2.5 | round }} {{ 2.345 | round: 2 }}", "-3 2,35"],
		["{{ 0.1 | plus: 0.2 }}", "0,3"],
		["{% unless cart.count > 5 %}мало{% else %}много{% endunless %}", "мало"],
		["{% if cart.count > 5 %}много{% elsif cart.count == 2 %}два{% else %}мало{% endif %}", "два"],
		["{% if missing == 5 %}да{% endif %}", ""],
		["{% if missing %}да{% else %}нет{% endif %}", "нет"],
		["{% assign n = cart.count | plus: 1 %}{% if n == 3 %}три{% endif %}", "три"],
		["{% for i in cart.items %}{% if i.qty > 1 %}{{ i.title }}{% endif %}{% endfor %}", "Медовик"],
		["{% for i in missing %}!{% else %}пусто{% endfor %}", "пусто"],
		["{{ now | date: '%H:%M' }}{% if hour(now) == 15 %} ровно{% endif %}", "15:00 ровно"],
		["{{ customer.constructor }}{{ __proto__ }}", ""],
		["{{ имя }}", "Анна"],
	])("%s", (source, text) => {
		const names = {
			cart,
			promo,
			имя: "Анна",
			customer: { id: "c1" },
			day: "2026-03-10",
			time: "18:30",
			phone: "+79001234567",
			tags: ["вип", "свои"],
			half: 2.5,
			yes: true,
			length: { days: 3, seconds: 7200 },
		};
		expect(said(source, names)).toBe(text);
	});

	test("the order as it stands in the sample, without holes where tags were", () => {
		const source = [
			"Проверьте заказ:",
			"{% for i in cart.items %}• {{ i.title }} × {{ i.qty }} — {{ i.sum | money }}",
			"{% endfor %}Итого: {{ cart.total | money }}",
			'{% if delivery == "courier" %}Адрес: {{ address.text }}{% else %}Самовывоз: {{ shop.address }}{% endif %}',
			"Время: {{ slot.title }}  ",
			"",
			"{% if note is not empty %}{{ note }}{% endif %}",
			"",
			"До встречи!",
		].join("\n");
		const names = {
			cart,
			delivery: "pickup",
			shop: { address: "Мира, 5" },
			slot: { id: "s1", title: "сегодня 18–20" },
		};
		expect(said(source, names)).toBe(
			[
				"Проверьте заказ:",
				"• Медовик × 2 — 3 000 ₽",
				"• Наполеон × 1 — 1 700,50 ₽",
				"Итого: 3 000 ₽",
				"Самовывоз: Мира, 5",
				"Время: сегодня 18–20",
				"",
				"До встречи!",
			].join("\n"),
		);
	});

	test("a phrase, in the same scope; phrases do not nest", () => {
		const phrase = (id: string) =>
			id === "terms" ? 'Доставка {{ cart.total | money }}{% phrase "other" %}' : "никогда";
		expect(said('{% phrase "terms" %}.', { cart }, { phrase })).toBe("Доставка 3 000 ₽.");
	});

	test("English words and sums, if that is the language", () => {
		const names = { cart, yes: false };
		const more = { language: "en", currency: "USD" };
		expect(
			said(
				"{{ cart.count }} {{ cart.count | plural: 'item', 'items' }} {{ cart.total | money }} {{ yes }}",
				names,
				more,
			),
		).toBe("2 items $3,000 no");
	});

	test.each([
		[1, "товар"],
		[2, "товара"],
		[5, "товаров"],
		[11, "товаров"],
		[21, "товар"],
		[1.5, "товара"],
		[0, "товаров"],
	])("%s %s, also where the text was not translated for an English customer", (n, form) => {
		const text = "{{ n | plural: 'товар', 'товара', 'товаров' }}";
		expect(said(text, { n })).toBe(form);
		expect(said(text, { n }, { language: "en" })).toBe(form);
	});
});

describe("what a customer wrote", () => {
	test("never becomes markup, while the marketer's own marks stay", () => {
		expect(said("*{{ name }}*, привет", { name: "*_~`[a](b)\\" })).toBe("*\\*\\_\\~\\`\\[a\\](b)\\\\*, привет");
		expect(said("{{ name }}", { name: "<b>" })).toBe("<b>");
	});

	test("is not Liquid either", () => {
		expect(said("{{ name }}", { name: "{{ cart.total }}{% if %}" })).toBe("{{ cart.total }}{% if %}");
	});

	test("stays as it is on a button and in a note for colleagues", () => {
		expect(renderPlain(knownText("NPS: {{ comment }}"), aWorld({ comment: "*_[]_*" }))).toBe("NPS: *_[]_*");
	});

	test("reads the same behind the markup, whatever it is", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => {
				// A line of its own, as the ends of a message are trimmed.
				const rendered = renderText(knownText("> {{ name }} <"), aWorld({ name }));
				const plain = renderPlain(knownText("> {{ name }} <"), aWorld({ name }));
				expect(plainText(rendered)).toBe(plain);
			}),
			{ numRuns: 1000 },
		);
	});
});

test("what is missing renders as nothing, and is told for the trace", () => {
	const missing: string[] = [];
	const text = knownText("«{{ cart.items[0].title }}» {{ nobody | money }} {{ nobody | default: 'но' }}");
	expect(renderText(text, aWorld({ cart: { items: [] } }), (name) => missing.push(name))).toBe("«»  но");
	expect(missing).toEqual(["cart.items[0].title", "nobody | money"]);
});

test("a condition inside a text may want the database too", () => {
	const text = knownText('{% if in_segment("cake-lovers") %}торт{% endif %}');
	const asks = aWorld(
		{},
		{
			call: (fn: string) => {
				throw new Wanting(fn, ["cake-lovers"]);
			},
		},
	);
	expect(() => renderText(text, asks)).toThrow(expect.objectContaining({ fn: "in_segment", args: ["cake-lovers"] }));
	expect(renderText(text, aWorld({}, { call: () => true }))).toBe("торт");
});

describe("whatever a marketer types", () => {
	const pieces = fc.constantFrom(
		..."{{ }} {% %} {%- -%} if endif else elsif unless for in endfor i cart.items case when assign = capture raw endraw phrase \"x\" | money date: '%d' cart.total > 1 and or ( ) \n текст *".split(
			" ",
		),
	);
	const anyText = fc.oneof(
		fc.string({ unit: "binary", maxLength: 80 }),
		fc.array(pieces, { maxLength: 24 }).map((list) => list.join(" ")),
	);

	test("it is read and rendered, or refused with a place inside it", () => {
		fc.assert(
			fc.property(anyText, (source) => {
				const parsed = parseText(source);
				if ("faults" in parsed) {
					for (const { row, column } of parsed.faults) {
						expect(row).toBeLessThanOrEqual(source.split("\n").length);
						expect(column).toBeGreaterThan(0);
					}
					return;
				}
				checkText(parsed.text, scope);
				namesIn(parsed.text);
				renderText(parsed.text, aWorld({ cart: { items: [{ title: "а" }], total: 5 } }, { call: () => null }));
			}),
			{ numRuns: 3000 },
		);
	});

	test("tags within tags without end, and texts as long as a book, are refused", () => {
		expect(faultsOf("{% if a %}".repeat(1000))).toHaveLength(1);
		expect(faultsOf("а".repeat(20_001))[0]?.message).toBe("the text is longer than 20000 characters");
	});
});
