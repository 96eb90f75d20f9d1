import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { cancelPending } from "./cancel-pending.ts";
import { type HeldConversation, refuseOtherHolder, type StaffAct, type StaffTurn } from "./staff-turn.ts";
import { watchSoon } from "./watch-soon.ts";

type Promising = StaffAct & {
	readonly text: string;
	readonly dueAt: Date;
	/** One per press. */
	readonly key: string;
	/** The conversation waits for it. */
	readonly park?: boolean;
};

/** A member gives a customer their word: what, and until when. It stands in the ledger until it is kept or withdrawn. */
export function makePromise(turn: StaffTurn, promising: Promising): Promise<void> {
	const { conversationId, staff, text, dueAt, key, lease, park = true } = promising;
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			if (await inside.db.customerPromise.findUnique({ where: { key } })) return {};
			await refuseOtherHolder(inside, held, { staff, lease });
			const id = await promiseInside(inside, held, { conversationId, staff, text, dueAt, key });
			if (!park) return {};
			await cancelPending(inside, { conversationId, reason: "taken" });
			await inside.db.conversation.update({
				where: { id: conversationId },
				data: { unansweredSince: null, answerBy: null },
			});
			const parked = { by: "parked", holder: staff.id, until: dueAt, promise: id } as const;
			return { tell: { cause: "control", control: parked, why: "promise" } };
		},
	});
}

/** The same within another act's transaction; the conversation goes on. Gives the promise's id. */
export async function promiseInside(
	inside: Shop,
	held: HeldConversation,
	{ conversationId, staff, text, dueAt, key }: Omit<Promising, "lease" | "park">,
): Promise<string> {
	if (dueAt <= inside.now()) throw new Refusal("too-late", "A promise is for later: choose a time to come.");
	const actor = `operator:${staff.id}` as const;
	const customerId = held.customer;
	const { id } = await inside.db.customerPromise.create({
		data: {
			...{ conversationId, customerId, text, dueAt, key },
			...{ ownerId: staff.id, madeBy: actor, createdAt: inside.now() },
		},
	});
	await noteEarliest(inside, conversationId);
	const data = { promise: id, dueAt: dueAt.toISOString() };
	await inside.record({ name: "promise.made", customerId, conversationId, actor, data });
	await watchSoon(inside, held);
	return id;
}

/** Keeps the conversation's own note of its earliest open promise, by which the queue goes. */
export async function noteEarliest(inside: Shop, conversationId: string): Promise<void> {
	const first = await inside.db.customerPromise.findFirst({
		where: { conversationId, state: "open" },
		orderBy: { dueAt: "asc" },
		select: { dueAt: true },
	});
	await inside.db.conversation.update({ where: { id: conversationId }, data: { promiseDueAt: first?.dueAt ?? null } });
}
