import type { ChannelName } from "#core/channel-names.ts";
import type { PlanVerdict } from "#core/flows/talk.ts";
import { inLanguage } from "#core/in-language.ts";
import { channelTitle } from "./preferred-channel.ts";

/** A line of the decision log, as far as its sentence depends on it. */
export type DecisionLine = {
	readonly verdict: string;
	readonly channel: ChannelName | null;
	readonly until: Date | null;
	/** The planner's own words for its choice. */
	readonly why: string | null;
	/** The programme that goes first, and what both are expected to bring, in minor units. */
	readonly rival?: Rival | null;
};

export type Rival = { readonly flow: string; readonly net?: number | undefined; readonly theirs?: number | undefined };

/** Why a message went or did not go, as a sentence for an operator; `zone` is the reader's. */
export function tellDecision(line: DecisionLine, { language, zone }: { language: string; zone: string }): string {
	const words = inLanguage(language, { ru: RUSSIAN, en: ENGLISH });
	const channel = line.channel && channelTitle(line.channel, language);
	// The log outlives verdicts: one that is no longer given is told by its name.
	if (!isVerdict(line.verdict)) return words.other(line.verdict);
	if (line.verdict === "go") return words.go(channel ?? "—", choiceOf(line.why, words));
	const until = line.until && clock(line.until, zone, words.locale);
	const rival = line.rival ? ` ${words.rival(line.rival)}` : "";
	return `${words.not}: ${words.because[line.verdict]}${rival}${until ? `, ${words.again(until)}` : ""}.`;
}

type Verdict = PlanVerdict["verdict"];

type Words = {
	readonly locale: string;
	readonly not: string;
	readonly explored: string;
	readonly moved: string;
	readonly lastActive: string;
	readonly byFile: string;
	readonly because: Readonly<Record<Exclude<Verdict, "go">, string>>;
	go(channel: string, why: string): string;
	again(until: string): string;
	rival(rival: Rival): string;
	other(verdict: string): string;
};

const RUSSIAN: Words = {
	locale: "ru-RU",
	not: "Не отправили",
	explored: "Иногда проверяем и другой канал.",
	moved: "Прежний канал не работает.",
	lastActive: "Здесь клиент писал последним.",
	byFile: "Канал назван в сценарии.",
	because: {
		waits_hours: "тихие часы",
		waits_window: "ждём, пока клиент напишет сам: тогда сообщение бесплатно",
		waits_dialog: "идёт разговор",
		waits_cap: "предел рекламных сообщений",
		held_out: "клиент в контрольной группе",
		no_consent: "нет согласия",
		opted_out: "клиент отказался",
		no_channel: "нет доступного канала",
		no_template: "окно закрыто, а одобренного шаблона нет",
		outbid: "нашлось сообщение важнее",
		stale: "устарело, пока ждало",
		not_worth: "не окупится",
		over_budget: "платное сообщение вышло бы за годовой бюджет на этого клиента",
		paused: "сценарий на паузе",
	},
	go: (channel, why) => `Отправляем: ${channel}. ${why}`.trim(),
	again: (until) => `вернёмся к этому ${until}`,
	rival: ({ flow, net, theirs }) => `(раньше идёт «${flow}»${compared(net, theirs, "принесёт", "против")})`,
	other: (verdict) => `Решение планировщика: ${verdict}.`,
};

const ENGLISH: Words = {
	locale: "en-GB",
	not: "Not sent",
	explored: "Now and then another channel is tried.",
	moved: "The other channel is down.",
	lastActive: "The customer wrote here last.",
	byFile: "The flow names this channel.",
	because: {
		waits_hours: "quiet hours",
		waits_window: "waiting for the customer to write, when it costs nothing",
		waits_dialog: "a conversation is under way",
		waits_cap: "enough marketing for now",
		held_out: "the customer is in the control group",
		no_consent: "no consent",
		opted_out: "the customer has opted out",
		no_channel: "no channel can be reached",
		no_template: "the window is closed, and no template is approved",
		outbid: "something more useful went instead",
		stale: "it was of no more use when its time came",
		not_worth: "not worth its cost",
		over_budget: "a paid message would exceed the year's budget for this customer",
		paused: "the flow is paused",
	},
	go: (channel, why) => `Sending: ${channel}. ${why}`.trim(),
	again: (until) => `looked at again on ${until}`,
	rival: ({ flow, net, theirs }) => `(“${flow}” goes first${compared(net, theirs, "it brings", "against")})`,
	other: (verdict) => `The planner decided: ${verdict}.`,
};

function isVerdict(written: string): written is Verdict {
	return written === "go" || Object.hasOwn(RUSSIAN.because, written);
}

/** What was learned is a sentence already; what a file wishes is one word. */
function choiceOf(why: string | null, words: Words): string {
	if (!why) return "";
	if (why.endsWith(".")) return why;
	if (why === "explored") return words.explored;
	if (why === "moved") return words.moved;
	return why === "last_active" ? words.lastActive : words.byFile;
}

/** Sums as plain numbers of the shop's currency: a sentence for those who know it. */
function compared(own: number | undefined, theirs: number | undefined, brings: string, against: string): string {
	if (own === undefined || theirs === undefined) return "";
	return `: ${brings} ${(theirs / 100).toFixed(2)} ${against} ${(own / 100).toFixed(2)}`;
}

/** `11 марта в 10:05`. */
function clock(at: Date, zone: string, locale: string): string {
	const options = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: zone } as const;
	return new Intl.DateTimeFormat(locale, options).format(at);
}
