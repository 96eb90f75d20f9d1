import type { Errands } from "#core/errands.ts";
import type { Shop } from "#core/shop.ts";
import { answerNeed } from "./answer-needs.ts";
import type { TurnParts, Turns } from "./drive-turn.ts";
import type { Who } from "./hands.ts";
import type { Cause, Effect, Talk } from "./talk.ts";

export type TellingParts = Pick<TurnParts, "flows" | "hands" | "answer" | "seal"> & { readonly turns: Turns };

/** Keeps the promise that a diary entry is told to the flows: it marks goals, stops and wakes runs, and may start some. */
export async function tellFlows(shop: Shop, parts: TellingParts, { diaryId }: Errands["tell-flows"]): Promise<void> {
	const [entry] = await shop.db.written<Entry>(ENTRY_TO_TELL, [diaryId]);
	if (!entry) return;
	const { name, at, conversationId } = entry;
	if (entry.customerId && !(conversationId && (entry.busy || mayConcern(parts, name)))) return;
	const data = parts.hands.event({ id: diaryId, name, data: entry.data, actor: entry.actor });
	const cause = { cause: "event", id: `event/${diaryId}`, name, at, data } as const;
	if (!conversationId) return tellToMany(shop, parts, cause);
	await parts.turns.drive({ conversationId, cause, incoming: { fresh: toldOnce(diaryId, conversationId) } });
}

type Entry = {
	readonly name: string;
	readonly customerId: string | null;
	readonly data: unknown;
	readonly actor: string;
	readonly at: Date;
	readonly conversationId: string | null;
	/** Something is going on with this customer that may wait for it, or stop at it. */
	readonly busy: boolean;
};

/** Whether some flow starts by such an event or takes it for its goal: of most events, in most shops, none does. */
function mayConcern({ flows }: TellingParts, name: string): boolean {
	return [...flows().book.newest.values()].some(
		({ start, goal }) => goal?.event === name || start.some((one) => one.by === "event" && one.event === name),
	);
}

const ENTRY_TO_TELL = {
	name: "entry-to-tell",
	text: `SELECT d.name, d.customer_id AS "customerId", d.data, d.actor, d.at, c.id AS "conversationId",
			EXISTS (SELECT 1 FROM flow_run r WHERE r.conversation_id = c.id AND r.status NOT IN ('ended', 'failed')) AS busy
		FROM diary d LEFT JOIN conversation c ON c.customer_id = d.customer_id WHERE d.id = $1::bigint`,
};

/** An occasion that `to` found for this customer becomes an entry of theirs. */
export async function tellOccasion(
	shop: Shop,
	{ turns }: Pick<TellingParts, "turns">,
	{ customerId, occasion }: Errands["tell-occasion"],
): Promise<void> {
	const conversationId = await conversationOf(shop, customerId);
	if (!conversationId) return;
	await turns.drive({
		conversationId,
		cause: {
			cause: "occasion",
			id: `occasion/${occasion.flow}/${occasion.key}`,
			occasion: { ...occasion, firesAt: new Date(occasion.firesAt) },
		},
	});
}

/** Somebody without a conversation cannot be written to, so no flow has anything to do. */
async function conversationOf(shop: Shop, customerId: string): Promise<string | undefined> {
	const found = await shop.db.conversation.findUnique({ where: { customerId }, select: { id: true } });
	return found?.id;
}

/** A promise may be kept twice; the unique key of the inbox, in the turn's own commit, lets the event be told once. */
function toldOnce(diaryId: string, conversation: string) {
	return {
		account: "diary",
		key: diaryId,
		channel: "diary",
		chat: conversation,
		lane: `diary ${conversation}`,
		raw: "",
		heard: {},
	};
}

type Event = Extract<Cause, { cause: "event" }>;

/** An event that belongs to nobody (a price has dropped) concerns those whom `to` names, each by an errand of their own. */
async function tellToMany(shop: Shop, parts: TellingParts, event: Event): Promise<void> {
	const talk = talkOfNobody(parts, event.name);
	if (talk.book.newest.size === 0) return;
	await shop.atomically(async (inside) => {
		const turn = parts.answer(talk, event, inside.now());
		let step = turn.next();
		while (!step.done) step = turn.next(await answerNeed(inside, parts.hands, nobody(talk), step.value));
		for (const effect of step.value) if (effect.effect === "occasions") await promise(inside, effect);
	});
}

async function promise(inside: Shop, { customers, occasion }: Extract<Effect, { effect: "occasions" }>): Promise<void> {
	for (const customer of customers) {
		const customerId =
			typeof customer === "object" && customer && "id" in customer ? String(customer.id) : String(customer);
		const payload = { customerId, occasion: { ...occasion, firesAt: occasion.firesAt.toISOString() } };
		await inside.later("tell-occasion", payload, { key: `occasion ${occasion.flow} ${occasion.key} ${customerId}` });
	}
}

/** Only flows that say whom such an event concerns are asked. */
function talkOfNobody({ flows, seal }: TellingParts, name: string): Talk {
	const { book, settings } = flows();
	const asked = [...book.newest].filter(([, { start }]) =>
		start.some((one) => one.by === "event" && one.event === name && one.to !== undefined),
	);
	// What a flow does on other events, and its goal, is a customer's own matter.
	const newest = new Map(
		asked.map(([flow, { goal: _, ...program }]) => [
			flow,
			{ ...program, start: program.start.filter((start) => start.by === "event" && start.to !== undefined) },
		]),
	);
	return {
		conversation: NOBODY,
		customer: NOBODY,
		control: { by: "bot" },
		channel: "telegram",
		abilities: {},
		zone: settings.zone,
		language: settings.language,
		runs: [],
		roots: { customer: {}, cart: {}, catalogue: {}, shop: {} },
		book: { ...book, newest },
		settings,
		seal,
	};
}

function nobody({ zone, language }: Talk): Who {
	return { customerId: NOBODY, conversationId: NOBODY, channel: "telegram", zone, language };
}

const NOBODY = "00000000-0000-0000-0000-000000000000";
