import { parseCap } from "#core/delivery/caps.ts";
import type { DecideRules } from "#core/delivery/decide-sending.ts";
import { addDuration } from "#core/flows/durations.ts";
import type { Who } from "#core/flows/hands.ts";
import { lengthOf } from "#core/flows/lengths.ts";
import { type Loaded, loadFlows } from "#core/flows/load.ts";
import { didYouMean, nearest } from "#core/flows/nearest.ts";
import { type OpenBook, openBook } from "#core/flows/open-book.ts";
import { milliseconds, writtenRules } from "#core/flows/sending-rules.ts";
import type { FlowsText } from "#core/flows/shelf.ts";
import { conditionHolds, type ShopContext } from "#core/flows/shop-formula.ts";
import { type ShopParts, shopHands } from "#core/flows/shop-hands.ts";
import { simulatedChannels } from "#core/flows/simulated-channels.ts";
import type { Roots } from "#core/flows/talk.ts";
import type { Vocabulary } from "#core/flows/vocabulary.ts";
import { giftTitle, readGift } from "#core/offers/gift.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { countToRehearse, customersToRehearse } from "./rehearsal-facts.ts";
import {
	type CustomerRehearsal,
	type RehearsalParts,
	type RehearsedMessage,
	rehearseCustomer,
} from "./rehearse-customer.ts";
import { type Nobody, whyNobody } from "./why-nobody.ts";

/** What a flow would have done in the past days: the whole, and each message. */
export type Rehearsal = {
	readonly flow: string;
	readonly from: Date;
	readonly until: Date;
	/** Customers who can be written to, and those whom the flow would have concerned. */
	readonly people: number;
	/** Of what the messages cost. */
	readonly currency: string;
	readonly concerned: number;
	readonly messages: readonly (RehearsedMessage & {
		readonly customer: { readonly id: string; readonly name: string };
	})[];
	/** How often each word: why nothing was started, how runs ended, what the planner held back, which offers were made. */
	readonly refused: Counts;
	readonly outcomes: Counts;
	readonly held: Counts;
	readonly offers: Counts;
	/** Why it would have concerned nobody, where that is so. */
	readonly nobody?: Nobody;
};

export type Counts = Readonly<Record<string, number>>;

export type RehearsalRequest = {
	readonly flow: string;
	/** Past days, 1 to 365. */
	readonly days: number;
	/** The flows folder with the changed file. */
	readonly texts: readonly FlowsText[];
	readonly vocabulary: Vocabulary;
	readonly place: Pick<ShopParts, "zone" | "currency" | "country">;
	/** Told after each customer. */
	readonly progress?: (done: number, all: number) => void;
	/** Breaks it off. */
	readonly cancelled?: AbortSignal;
};

/**
 * Runs a flow file over the recorded diary of the past days, without writing or sending anything (marketing.md §5): who
 * would get what, when, on which channel, what would be capped, held back, or meet another flow's message. Refuses a file
 * with errors, and a flow that there is not.
 */
export async function rehearseFlow(shop: Shop, request: RehearsalRequest): Promise<Rehearsal> {
	const { flow, days, cancelled, progress = () => {} } = request;
	if (!Number.isInteger(days) || days < 1 || days > 365)
		throw new Refusal("invalid", "A rehearsal goes over 1 to 365 past days.");
	const until = shop.now();
	const from = new Date(until.getTime() - days * 86_400_000);
	const parts = partsFor(shop, request, { from, until });
	const { zone, currency } = request.place;
	const all = await countToRehearse(shop);
	const found: CustomerRehearsal[] = [];
	let done = 0;
	for (let after = FIRST; ; ) {
		const page = await customersToRehearse(shop, { flow, from, until, after, limit: PAGE, zone });
		for (const customer of page) {
			cancelled?.throwIfAborted();
			found.push(await rehearseCustomer(parts, customer));
			progress(++done, Math.max(all, done));
			// Customers who are here now are answered between two of those who were.
			await new Promise(setImmediate);
		}
		const last = page.at(-1);
		if (!last || page.length < PAGE) break;
		after = last.id;
	}
	const rehearsal = summed({ flow, from, until, people: done, currency }, found);
	const program = parts.open.book.newest.get(flow);
	if (rehearsal.concerned > 0 || !program) return rehearsal;
	return { ...rehearsal, nobody: await whyNobody(shop, program, { people: done, from, until }) };
}

const FIRST = "00000000-0000-0000-0000-000000000000";
const PAGE = 50;

function partsFor(
	shop: Shop,
	{ flow, texts, vocabulary, place }: RehearsalRequest,
	days: { from: Date; until: Date },
): RehearsalParts {
	const loaded = loadFlows(texts, vocabulary);
	const wrong = loaded.problems.find(({ severity, file }) => severity === "error" && concerns(file, flow));
	if (wrong)
		throw new Refusal("invalid", `${wrong.file}:${wrong.line}:${wrong.column} error ${wrong.code} ${wrong.message}`);
	if (!loaded.book.flows.has(flow))
		throw new Refusal("not-found", `There is no flow "${flow}"${didYouMean(nearest(flow, loaded.book.flows.keys()))}`);
	const open = onlyStarting(openBook(loaded.book), flow);
	const shopParts: ShopParts = { ...place, book: () => loaded.book };
	const hands = shopHands(shopParts);
	const contextAt = (who: Who, roots: Roots, at: Date): ShopContext => ({
		shop: { ...shop, now: () => at },
		who,
		seen: { language: who.language, zone: place.zone, currency: place.currency, now: at },
		parts: shopParts,
		roots: async () => roots,
		read: hands.read,
	});
	return {
		shop,
		hands,
		open,
		rules: rulesOf(loaded, open),
		holds: (who, condition, roots, at) => conditionHolds(contextAt(who, roots, at), condition, roots),
		async offer(who, call, roots, at) {
			const file = loaded.book.offers.get(call.offer);
			if (!file) return null;
			const context = contextAt(who, roots, at);
			for (const [index, row] of file.pick.entries()) {
				if (row.if !== undefined && !(await conditionHolds(context, row.if, roots))) continue;
				const { language } = who;
				const { currency } = place;
				const title = row.title ?? giftTitle(readGift(row.give, currency), { currency, language });
				const ends = addDuration(at, lengthOf(file.valid), who.zone).toISOString();
				return {
					offer: { id: call.offer, title, code: "REHEARSAL", until: ends, amount: null },
					row: `row ${index + 1}`,
				};
			}
			return null;
		},
		segments: new Map([...loaded.book.segments].map(([id, file]) => [id, file.if])),
		yearly: vocabulary.yearly,
		flow,
		...days,
	};
}

/** An error in a file that this flow does not read need not stop it. */
function concerns(file: string, flow: string): boolean {
	return file.endsWith(`/${flow}.flow.yaml`) || /\/(_[a-z]+|offers\/[^/]+|segments\/[^/]+)\.yaml$/.test(file);
}

/** Other flows can be called and launched, but do not start by themselves: what they sent is in the diary. */
function onlyStarting({ book, settings }: OpenBook, flow: string): OpenBook {
	const newest = new Map(
		[...book.newest].map(([id, program]) => [id, id === flow ? program : { ...program, start: [] }]),
	);
	return { settings, book: { ...book, newest, paused: new Set() } };
}

function rulesOf(
	{ book }: Loaded,
	open: OpenBook,
): DecideRules & { windowHours(channel: keyof typeof simulatedChannels): number | undefined } {
	const { caps, live, money } = writtenRules(book, open);
	return {
		...money,
		caps: caps.flatMap((cap) => parseCap(cap) ?? []),
		live,
		length: milliseconds,
		windowHours: (channel) => simulatedChannels[channel].windowHours,
	};
}

function summed(
	head: Pick<Rehearsal, "flow" | "from" | "until" | "people" | "currency">,
	found: readonly CustomerRehearsal[],
): Rehearsal {
	const touched = found.filter(
		({ messages, outcomes, refused }) => messages.length + outcomes.length + refused.length > 0,
	);
	return {
		...head,
		concerned: touched.length,
		messages: touched
			.flatMap(({ customer, messages }) => messages.map((message) => ({ ...message, customer })))
			.sort((one, other) => one.at.getTime() - other.at.getTime()),
		refused: counted(touched.flatMap(({ refused }) => refused)),
		outcomes: counted(touched.flatMap(({ outcomes }) => outcomes)),
		held: counted(touched.flatMap(({ held }) => held)),
		offers: counted(touched.flatMap(({ offers }) => offers)),
	};
}

function counted(words: readonly string[]): Counts {
	const counts: Record<string, number> = {};
	for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
	return counts;
}
