import { inLanguage } from "#core/in-language.ts";
import { showMoney } from "#core/money.ts";
import type { Pocket, PocketKey, PocketNumber, PocketValue } from "./pocket.ts";
import { showLength } from "./show-length.ts";

/** A line for a messenger: plain text, and the path of the list behind it. `money`: not for every role. */
export type InsightLine = { readonly text: string; readonly list: string | null; readonly money: boolean };

/** The numbers as the desk sends them: each with the same span of last week. */
export function pocketLines(pocket: Pocket, language: string): InsightLine[] {
	return pocket.numbers.map((number) => ({
		text: lineOf(number, language),
		list: number.list,
		money: number.value?.kind === "money",
	}));
}

function lineOf({ key, value, before }: PocketNumber, language: string): string {
	const { titles, was } = inLanguage(language, WORDS);
	const now = value ? showValue(value, language) : "—";
	// What has no past (who waits now), or nothing to compare with, is not compared.
	const past = before ? ` (${was} ${showValue(before, language)}${change(value, before)})` : "";
	return `${titles[key]}: ${now}${past}`;
}

/** A number in words. */
export function showValue(value: PocketValue, language: string): string {
	const { oldest } = inLanguage(language, WORDS);
	switch (value.kind) {
		case "count":
			return value.count.toLocaleString(language);
		case "money":
			return showMoney(value.money, language);
		case "share":
			return `${Math.round((value.part / value.of) * 100)} % (${value.part}/${value.of})`;
		case "seconds":
			return showLength(value.seconds, language);
		case "waiting":
			return value.oldestSeconds === null || value.count === 0
				? value.count.toLocaleString(language)
				: `${value.count.toLocaleString(language)}, ${oldest} ${showLength(value.oldestSeconds, language)}`;
		case "reason":
			return `${value.reason} (${value.count})`;
	}
}

/** Percent for what is counted; shares and lengths speak for themselves. */
function change(now: PocketValue | null, before: PocketValue): string {
	const [is, was] = [amountOf(now), amountOf(before)];
	if (is === undefined || was === undefined || was === 0 || is === was) return "";
	const percent = Math.round(((is - was) / was) * 100);
	return percent === 0 ? "" : `, ${percent > 0 ? "+" : "−"}${Math.abs(percent)} %`;
}

function amountOf(value: PocketValue | null): number | undefined {
	if (value?.kind === "count") return value.count;
	if (value?.kind === "money") return value.money.minor;
	return undefined;
}

type Words = {
	readonly titles: Readonly<Record<PocketKey, string>>;
	readonly was: string;
	readonly oldest: string;
};

const WORDS: { readonly ru: Words; readonly en: Words } = {
	ru: {
		titles: {
			orders: "Заказы",
			revenue: "Выручка",
			average_order: "Средний заказ",
			new_customers: "Новые клиенты",
			repeat_share: "Повторные заказы",
			waiting_now: "Ждут ответа",
			first_response: "Первый ответ, медиана",
			handoff_rate: "Позвали человека",
			promises_kept: "Обещания в срок",
			top_lost_reason: "Чаще всего теряем",
		},
		was: "неделю назад",
		oldest: "дольше всех",
	},
	en: {
		titles: {
			orders: "Orders",
			revenue: "Revenue",
			average_order: "Average order",
			new_customers: "New customers",
			repeat_share: "Repeat orders",
			waiting_now: "Waiting for an answer",
			first_response: "First response, median",
			handoff_rate: "Handed to a person",
			promises_kept: "Promises kept",
			top_lost_reason: "Mostly lost to",
		},
		was: "a week ago",
		oldest: "the longest",
	},
};
