import type { ChannelName } from "#core/channel-names.ts";
import { inLanguage } from "#core/in-language.ts";
import { showMoney } from "#core/money.ts";
import type { ChannelJudgement, ChannelRecord } from "./judge-channel.ts";
import { channelTitle } from "./preferred-channel.ts";

/** A report card, as far as its sentence depends on it. */
export type ReportTold = ChannelRecord &
	ChannelJudgement & { readonly channel: ChannelName; readonly family: string; readonly currency: string };

/** What a channel's numbers come to, with the reason, for the owner who is asked to decide. */
export function tellReport(card: ReportTold, language: string): string {
	const words = inLanguage(language, { ru: RUSSIAN, en: ENGLISH });
	const [rate, low, high] = [card.orders.rate, card.orders.low, card.orders.high].map((one) =>
		(one * 100).toLocaleString(words.locale, { maximumFractionDigits: 1 }),
	);
	const net = showMoney({ minor: Math.round(card.net), currency: card.currency }, language);
	const facts = words.facts(channelTitle(card.channel, language), card, `${rate} (${low}–${high})`);
	const paying = card.verdict === "early" ? "" : ` ${words.pays(net, Math.round(card.chance * 100))}`;
	return `${facts}${paying} ${words.verdict[card.verdict]}`;
}

type Words = {
	readonly locale: string;
	readonly verdict: Readonly<Record<ChannelJudgement["verdict"], string>>;
	facts(channel: string, card: ReportTold, orders: string): string;
	pays(net: string, percent: number): string;
};

const RUSSIAN: Words = {
	locale: "ru-RU",
	verdict: {
		early: "Пока рано судить: нужно 200 сообщений.",
		weak: "Предлагаем не слать сюда рекламу.",
		open: "Оставляем: вывод ещё неясен.",
		strong: "Работает: можно доверить автоматике.",
	},
	facts: (channel, { sent, answered }, orders) =>
		`${channel}: сообщений — ${sent}, ответов — ${answered}, заказов на 100 сообщений — ${orders}.`,
	pays: (net, percent) => `Одно сообщение приносит в среднем ${net}; вероятность, что окупается, — ${percent} %.`,
};

const ENGLISH: Words = {
	locale: "en-GB",
	verdict: {
		early: "Too early to say: it takes 200 messages.",
		weak: "We propose to send no advertising here.",
		open: "It stays: nothing is certain yet.",
		strong: "It works: it can be left to run by itself.",
	},
	facts: (channel, { sent, answered }, orders) =>
		`${channel}: ${sent} messages, ${answered} answered, ${orders} orders per 100 messages.`,
	pays: (net, percent) => `A message brings ${net} on average; it pays with a chance of ${percent}%.`,
};
