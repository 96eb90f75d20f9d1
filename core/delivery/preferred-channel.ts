import type { ChannelName } from "#core/channel-names.ts";

/** What is known of one customer on one channel where a chat is linked. */
export type ChannelFacts = {
	readonly channel: ChannelName;
	/** When the customer last wrote or pressed there. */
	readonly heardAt: Date | null;
	/** Messages that arrived and those of them reacted to, halved every 75 days up to `weighedAt`. */
	readonly delivered: number;
	readonly reacted: number;
	readonly weighedAt: Date | null;
	/** Of the whole shop on this channel within 90 days. */
	readonly shop: { readonly delivered: number; readonly reacted: number };
	/** Proactive messages within 180 days since the customer was last heard there, and the last of them. */
	readonly unanswered: { readonly count: number; readonly lastAt: Date | null };
	/** What one message costs, in minor units. */
	readonly cost: number;
	/** Share of messages that arrive just now: 1 if all is well, 0 if the channel is down. */
	readonly arriving: number;
};

export type PreferenceFacts = {
	readonly channels: readonly ChannelFacts[];
	/** The customer's own word. */
	readonly said: ChannelName | null;
	/** Margin that one reaction is worth, and what one message may cost in people who leave; minor units. */
	readonly gain: number;
	readonly annoyance: number;
	/** Language of the reason: whoever reads the customer's card. */
	readonly language: string;
};

/** A channel, and the reason as a sentence for a person. */
export type Preference = { readonly channel: ChannelName; readonly why: string };

/**
 * Where to write uninvited: where the customer said, else where they have just been heard, else where they are likeliest
 * to react for what it costs (marketing.md §6). Undefined if no channel is left.
 */
export function preferredChannel(facts: PreferenceFacts, now: Date): Preference | undefined {
	const alive = facts.channels.filter(({ arriving }) => arriving > 0);
	const words = wordsOf(facts.language);
	const said = alive.find(({ channel }) => channel === facts.said);
	if (said) return { channel: said.channel, why: words.said(said.channel) };
	const preference = withoutWord(alive, facts, now, words);
	if (!preference || !facts.said) return preference;
	return { ...preference, why: `${words.notThere(facts.said)} ${preference.why}` };
}

/** The chance of a reaction within two days: the customer's own evidence, pulled towards the shop's rate. */
export function chanceOfReaction(facts: ChannelFacts, now: Date): number {
	const shopRate = (2 + facts.shop.reacted) / (20 + facts.shop.delivered);
	const { delivered, reacted } = decayed(facts, now);
	return (PRIOR * shopRate + reacted) / (PRIOR + Math.max(delivered, reacted));
}

/** Evidence as it counts now. */
export function decayed(
	{ delivered, reacted, weighedAt }: Evidence,
	now: Date,
): { delivered: number; reacted: number } {
	const age = weighedAt ? Math.max(0, now.getTime() - weighedAt.getTime()) : 0;
	const left = 2 ** (-age / HALF_LIFE);
	return { delivered: delivered * left, reacted: reacted * left };
}

/**
 * Channels on which this customer may still get marketing: one that has let five messages pass without a reaction is
 * left alone while another one answers, but for one look every 60 days. Where none answers, silence begins after eight,
 * and ends when they write.
 */
export function channelsForMarketing(channels: readonly ChannelFacts[], now: Date): ChannelFacts[] {
	return channels.filter(({ channel, unanswered: { count, lastAt } }) => {
		const answers = channels.some(
			(other) => other.channel !== channel && other.unanswered.count < 5 && heardWithin(other, 180 * DAY, now),
		);
		if (!answers) return count < 8;
		return !(count >= 5 && lastAt && now.getTime() - lastAt.getTime() < 60 * DAY);
	});
}

/** What a channel is called in a sentence. */
export function channelTitle(channel: ChannelName, language: string): string {
	return language.startsWith("ru") ? TITLES[channel] : titleIn(channel);
}

type Evidence = Pick<ChannelFacts, "delivered" | "reacted" | "weighedAt">;

const DAY = 86_400_000;
const HALF_LIFE = 75 * DAY;
const JUST_HEARD = 30 * 60_000;
/** Weight of the shop's rate, in messages. */
const PRIOR = 8;

function withoutWord(
	alive: readonly ChannelFacts[],
	facts: PreferenceFacts,
	now: Date,
	words: Words,
): Preference | undefined {
	const [first, ...others] = [...alive].sort(byLastHeard);
	if (!first) return undefined;
	if (others.length === 0) return { channel: first.channel, why: words.only(first.channel) };
	if (heardWithin(first, JUST_HEARD, now)) return { channel: first.channel, why: words.heard(first.channel) };
	const score = (one: ChannelFacts) =>
		chanceOfReaction(one, now) * one.arriving * facts.gain - one.cost - facts.annoyance;
	const best = others.reduce((leader, other) => (score(other) > score(leader) ? other : leader), first);
	const record = [best, ...[first, ...others].filter((one) => one !== best)].map((one) =>
		words.record(one.channel, decayed(one, now)),
	);
	return { channel: best.channel, why: `${record.join("; ")}.` };
}

function heardWithin({ heardAt }: ChannelFacts, span: number, now: Date): boolean {
	return heardAt !== null && now.getTime() - heardAt.getTime() <= span;
}

function byLastHeard(one: ChannelFacts, other: ChannelFacts): number {
	return (other.heardAt?.getTime() ?? 0) - (one.heardAt?.getTime() ?? 0);
}

type Words = {
	said(channel: ChannelName): string;
	notThere(channel: ChannelName): string;
	only(channel: ChannelName): string;
	heard(channel: ChannelName): string;
	record(channel: ChannelName, evidence: { delivered: number; reacted: number }): string;
};

const TITLES: Record<ChannelName, string> = {
	telegram: "Telegram",
	whatsapp: "WhatsApp",
	"linked-phone": "WhatsApp (телефон)",
	console: "Терминал",
};

const RUSSIAN_ANSWERS: Record<string, string> = { one: "ответ", few: "ответа", many: "ответов", other: "ответа" };
const russianPlurals = new Intl.PluralRules("ru");

const RUSSIAN: Words = {
	said: (channel) => `Клиент сам просил писать сюда: ${TITLES[channel]}.`,
	notThere: (channel) => `Просил писать в ${TITLES[channel]}, но там сейчас не ответить.`,
	only: (channel) => `${TITLES[channel]} — единственный канал, где клиент доступен.`,
	heard: (channel) => `${TITLES[channel]}: писал только что.`,
	record(channel, { delivered, reacted }) {
		const [answers, letters] = [Math.round(reacted), Math.round(delivered)];
		return `${TITLES[channel]}: ${answers} ${RUSSIAN_ANSWERS[russianPlurals.select(answers)]} из ${Math.max(answers, letters)}`;
	},
};

const ENGLISH: Words = {
	said: (channel) => `The customer asked to be written to here: ${titleIn(channel)}.`,
	notThere: (channel) => `They asked for ${titleIn(channel)}, which cannot be reached now.`,
	only: (channel) => `${titleIn(channel)} is the only channel on which they can be reached.`,
	heard: (channel) => `${titleIn(channel)}: they wrote just now.`,
	record(channel, { delivered, reacted }) {
		const [answers, letters] = [Math.round(reacted), Math.round(delivered)];
		return `${titleIn(channel)}: ${answers} ${answers === 1 ? "answer" : "answers"} to ${Math.max(answers, letters)}`;
	},
};

function titleIn(channel: ChannelName): string {
	if (channel === "linked-phone") return "WhatsApp (phone)";
	return channel === "console" ? "Terminal" : TITLES[channel];
}

function wordsOf(language: string): Words {
	return language.startsWith("ru") ? RUSSIAN : ENGLISH;
}
