import { seeded } from "#core/chance.ts";
import type { ChannelName } from "#core/channel-names.ts";
import { decideSending, type PlanFacts } from "#core/delivery/decide-sending.ts";
import { decayed } from "#core/delivery/preferred-channel.ts";
import type { Candidate } from "#core/flows/talk.ts";
import { ALONE, PLANNER_RULES } from "./outbox.ts";

/**
 * A shop whose truth is known: each customer reacts well in one messenger (15–40 % of messages) and badly in the other
 * (5–18 %), and three reactions in ten become an order. The same year is lived under each way of choosing the channel,
 * with the same dice for the same message, so that only the choice differs.
 */
export type Trial = { readonly seed: string; readonly customers: number; readonly messages: number };

/** `learned` is the product's planner, hold-outs of exploration included. */
export type Way = "learned" | "last used" | "always Telegram";

export const WAYS: readonly Way[] = ["learned", "last used", "always Telegram"];

/** Orders per message under each way. */
export function tryChannels({ seed, customers, messages }: Trial): Record<Way, number> {
	const rate = (way: Way) => yearOf(way, { seed, customers, messages }) / (customers * messages);
	return { learned: rate("learned"), "last used": rate("last used"), "always Telegram": rate("always Telegram") };
}

/** The mean difference over the seeds with its 95 % interval (t, paired by seed). */
export function compare(results: readonly Record<Way, number>[], one: Way, other: Way) {
	const gaps = results.map((result) => result[one] - result[other]);
	const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
	const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1);
	const half = quantileOfT(gaps.length - 1) * Math.sqrt(variance / gaps.length);
	return { mean, low: mean - half, high: mean + half };
}

const DAY = 86_400_000;
const START = Date.parse("2026-01-05T09:00:00Z");
const ORDERS_PER_REACTION = 0.3;
const CHANNELS = ["telegram", "whatsapp"] as const satisfies readonly ChannelName[];
type Known = (typeof CHANNELS)[number];

type Person = {
	readonly id: string;
	readonly truth: Readonly<Record<Known, number>>;
	readonly heardAt: Record<Known, Date | null>;
	readonly evidence: Record<Known, { delivered: number; reacted: number; weighedAt: Date | null }>;
	readonly unanswered: Record<Known, { count: number; lastAt: Date | null }>;
};

function yearOf(way: Way, { seed, customers, messages }: Trial): number {
	const people = Array.from({ length: customers }, (_, index) => aPerson(`${seed}/${index}`));
	let orders = 0;
	for (let message = 0; message < messages; message++) {
		const at = new Date(START + Math.round((message * 360 * DAY) / messages));
		const shop = ratesOf(people, at);
		for (const person of people) orders += write(way, person, message, at, shop);
	}
	return orders;
}

function aPerson(id: string): Person {
	const dice = seeded(id);
	const better: Known = dice.chance(0.5) ? "telegram" : "whatsapp";
	const good = 0.15 + 0.25 * dice.next();
	const bad = 0.05 + 0.13 * dice.next();
	const met: Known = dice.chance(0.6) ? better : other(better);
	const heardAt = { telegram: null, whatsapp: null, [met]: new Date(START - DAY) };
	const fresh = () => ({ delivered: 0, reacted: 0, weighedAt: null });
	const silent = () => ({ count: 0, lastAt: null });
	return {
		id,
		truth: better === "telegram" ? { telegram: good, whatsapp: bad } : { telegram: bad, whatsapp: good },
		heardAt,
		evidence: { telegram: fresh(), whatsapp: fresh() },
		unanswered: { telegram: silent(), whatsapp: silent() },
	};
}

/** One message and what becomes of it: 1 for an order. */
function write(way: Way, person: Person, message: number, at: Date, shop: ShopRates): number {
	// People also come by themselves, where a link or a sign has led them: the last used channel is not the liked one.
	const dice = seeded(`${person.id}/${message}`);
	const comes = dice.chance(0.15);
	const where = dice.pick(CHANNELS);
	if (comes) person.heardAt[where] = new Date(at.getTime() - 2 * DAY);

	const channel = choose(way, person, message, at, shop);
	const reacted = dice.next() < person.truth[channel];
	const ordered = reacted && dice.next() < ORDERS_PER_REACTION;
	const until = new Date(at.getTime() + 2 * DAY);
	const before = decayed(person.evidence[channel], until);
	person.evidence[channel] = {
		delivered: before.delivered + 1,
		reacted: before.reacted + (reacted ? 1 : 0),
		weighedAt: until,
	};
	if (reacted) person.heardAt[channel] = new Date(at.getTime() + 3_600_000);
	const { count } = person.unanswered[channel];
	person.unanswered[channel] = reacted ? { count: 0, lastAt: null } : { count: count + 1, lastAt: at };
	return ordered ? 1 : 0;
}

function choose(way: Way, person: Person, message: number, at: Date, shop: ShopRates): Known {
	switch (way) {
		case "always Telegram":
			return "telegram";
		case "last used":
			return (person.heardAt.whatsapp ?? 0) > (person.heardAt.telegram ?? 0) ? "whatsapp" : "telegram";
		case "learned": {
			const rules = { ...PLANNER_RULES, length: () => 0 };
			const { verdict } = decideSending(candidate(person, message, at), factsOf(person, shop), at, rules);
			if (verdict.verdict !== "go") throw new Error(`The planner would not write at all: ${verdict.verdict}.`);
			return verdict.channel === "whatsapp" ? "whatsapp" : "telegram";
		}
	}
}

type ShopRates = Readonly<Record<Known, { delivered: number; reacted: number }>>;

function ratesOf(people: readonly Person[], at: Date): ShopRates {
	const of = (channel: Known) => {
		const fresh = people
			.map(({ evidence }) => evidence[channel])
			.filter(({ weighedAt }) => weighedAt && at.getTime() - weighedAt.getTime() < 90 * DAY);
		return {
			delivered: fresh.reduce((sum, { delivered }) => sum + delivered, 0),
			reacted: fresh.reduce((sum, { reacted }) => sum + reacted, 0),
		};
	};
	return { telegram: of("telegram"), whatsapp: of("whatsapp") };
}

function factsOf(person: Person, shop: ShopRates): PlanFacts {
	const latest = Math.max(...CHANNELS.map((channel) => person.heardAt[channel]?.getTime() ?? 0));
	return {
		customerId: person.id,
		control: "bot",
		liveAt: null,
		heardAt: new Date(latest),
		zone: "Europe/Moscow",
		zones: ["Europe/Moscow"],
		flowPaused: false,
		consents: [{ channel: null, state: "given", at: new Date(START - 30 * DAY) }],
		linked: CHANNELS.map((channel) => ({
			channel,
			reachable: true,
			heardAt: person.heardAt[channel],
			windowUntil: null,
			freeUntil: null,
			cappedUntil: null,
			...person.evidence[channel],
			shop: shop[channel],
			unanswered: person.unanswered[channel],
			cost: 0,
			arriving: 1,
		})),
		preference: { said: null, language: "ru" },
		...ALONE,
		marketingAt: [],
		marketingPaid: [],
	};
}

function candidate(person: Person, message: number, at: Date): Candidate {
	return {
		run: `${person.id}/${message}`,
		flow: "letter",
		occurrence: `${message}`,
		purpose: "marketing",
		earliest: at,
		usefulUntil: new Date(at.getTime() + DAY),
		channels: ["preferred"],
		urgent: false,
		templates: ["whatsapp"],
		offer: false,
		sentNow: 0,
	};
}

function other(channel: Known): Known {
	return channel === "telegram" ? "whatsapp" : "telegram";
}

/** Two-sided 95 %, by the expansion of Cornish and Fisher: right to a hundredth from five degrees of freedom on. */
function quantileOfT(freedom: number): number {
	const z = 1.959964;
	return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}
