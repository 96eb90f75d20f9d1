import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { FilterImplOptions, Liquid } from "liquidjs";
import { fromMajor, showMoney } from "#core/money.ts";
import { dayNumber, parseTimeOfDay } from "#core/zoned-time.ts";
import { strftime } from "./strftime.ts";
import { TextContext } from "./text-context.ts";
import { momentOf } from "./types.ts";

/** LiquidJS' filters that are good as they are. */
const kept = new Set("default upcase downcase capitalize strip truncate first last join size replace slice".split(" "));

/** Leaves the filters of flow-language.md §6.4 and mounts ours: nothing that LiquidJS may bring along by itself. */
export function mountFilters(engine: Liquid): void {
	for (const name of Object.keys(engine.filters)) if (!kept.has(name)) engine.unregisterFilter(name);
	for (const [name, filter] of Object.entries(ours)) engine.registerFilter(name, filter);
}

/** Numbers that are missing stay missing: «Итого 0» would be a lie. */
const ours: Readonly<Record<string, FilterImplOptions>> = {
	plus: arithmetic((value, other) => value + other),
	minus: arithmetic((value, other) => value - other),
	times: arithmetic((value, other) => value * other),
	divided_by: arithmetic((value, other) => value / other),
	round: arithmetic((value, digits) => roundTo(value, digits), 0),
	ceil: arithmetic((value) => Math.ceil(value), 0),
	floor: arithmetic((value) => Math.floor(value), 0),

	/** `1500 | money` → «1 500 ₽», in the shop's currency and the customer's language. */
	money(value: unknown) {
		const { currency, language } = TextContext.of(this.context).inner;
		const amount = numberIn(value);
		return amount === undefined ? null : showMoney(fromMajor(amount, currency), language);
	},

	/** `n | plural: "товар", "товара", "товаров"`: the form that goes with the number. */
	plural(value: unknown, ...forms: unknown[]) {
		const number = numberIn(value);
		const words = forms.filter((form) => typeof form === "string");
		return number === undefined ? null : pluralForm(number, words, TextContext.of(this.context).inner.language);
	},

	/** `promo.until | date: "%d.%m %H:%M"`: by the customer's clock. A day has no clock, and is not moved by a zone. */
	date(value: unknown, format: unknown = "%d.%m.%Y") {
		const { zone, language } = TextContext.of(this.context).inner;
		if (typeof value !== "string" || typeof format !== "string") return value ?? null;
		const at = momentOf(value);
		if (at) return strftime(at, format, zone, language);
		if (dayNumber(value) !== undefined) return strftime(new Date(`${value}T00:00:00Z`), format, "UTC", language);
		if (parseTimeOfDay(value))
			return strftime(new Date(`1970-01-01T${value.padStart(5, "0")}Z`), format, "UTC", language);
		return value;
	},

	/** `customer.phone | phone` → «+7 900 123 45 67». */
	phone(value: unknown) {
		if (typeof value !== "string") return value ?? null;
		return parsePhoneNumberFromString(value)?.formatInternational() ?? value;
	},
};

function arithmetic(reckon: (value: number, other: number) => number, without?: number): FilterImplOptions {
	return (value: unknown, other: unknown = without) => {
		const [left, right] = [numberIn(value), numberIn(other)];
		if (left === undefined || right === undefined) return null;
		const result = reckon(left, right);
		return Number.isFinite(result) ? Number(result.toPrecision(15)) : null;
	};
}

function numberIn(value: unknown): number | undefined {
	if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
	// Only numbers that a text wrote down itself (`assign`, `capture`) come as texts.
	return typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** Half away from zero, as people round. */
function roundTo(value: number, digits: number): number {
	const scale = 10 ** Math.min(Math.max(Math.trunc(digits), 0), 12);
	return (Math.sign(value) * Math.round(Number((Math.abs(value) * scale).toPrecision(15)))) / scale;
}

const categories: Readonly<Record<string, readonly Intl.LDMLPluralRule[]>> = {
	two: ["one", "other"],
	three: ["one", "few", "many"],
};

/**
 * The forms tell the language they are in: a text that is not translated is shown in the original, whatever the
 * customer's language is. Three forms are Slavic; two are those of English.
 */
function pluralForm(number: number, forms: readonly string[], language: string): string {
	const order = (forms.length >= 3 ? categories.three : categories.two) ?? [];
	const rules = rulesFor(language, order);
	const category = rules.select(number);
	const place = order.indexOf(category);
	// Fractions are "other" in Slavic languages and take the second form: «1,5 товара».
	return forms[place < 0 ? 1 : place] ?? forms.at(-1) ?? "";
}

const rulesByLanguage = new Map<string, Intl.PluralRules>();

function rulesFor(language: string, order: readonly Intl.LDMLPluralRule[]): Intl.PluralRules {
	const own = rulesOf(language);
	const speaks = own.resolvedOptions().pluralCategories.includes("few") === order.includes("few");
	return speaks ? own : rulesOf(order.includes("few") ? "ru" : "en");
}

function rulesOf(language: string): Intl.PluralRules {
	const rules = rulesByLanguage.get(language) ?? new Intl.PluralRules(language);
	rulesByLanguage.set(language, rules);
	return rules;
}
