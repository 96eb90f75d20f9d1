import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { MOVED } from "./customer-tables.ts";
import { REFRESH_FIGURES } from "./figures-sql.ts";
import { joinControl } from "./join-control.ts";
import { joinConversation, joinProfile, type Row } from "./join-rows.ts";
import type { MergeRecord } from "./merge-record.ts";
import {
	ADD_CART,
	BUMP,
	CHANGE_CONVERSATION,
	CHANGE_CUSTOMER,
	LOCK_CONVERSATIONS,
	LOCK_CUSTOMERS,
	moveRows,
	REDIRECT_ERRANDS,
	RENEW_LEASE,
	SILENCE_ENTRIES,
} from "./merge-sql.ts";
import { stackRuns } from "./stack-runs.ts";
import { withdrawStricter } from "./withdraw-stricter.ts";

/** What shows that two customers are one, by how sure it makes us. Anything else only suggests. */
export const CONFIDENCE = { code: 0.99, link: 0.97, own_contact: 0.95, attested_phone: 0.9 } as const;
export type Proof = keyof typeof CONFIDENCE;

export type Merging = {
	readonly customerIds: readonly [string, string];
	readonly proof: Proof;
	/** Who gave the proof, or who accepted it. */
	readonly actor: "customer" | `operator:${string}`;
	/** The identity that was joined by it, for the diary. */
	readonly identityId?: string;
	/** Where the customer is now: its open dialog stays on top. */
	readonly hereConversationId?: string;
};

/** Which of the two goes on, and the thread in which both go on. */
export type Merged = { readonly linkId: string; readonly keptId: string; readonly conversationId: string };

/**
 * Two customers have been proven to be one: whoever was met first is kept, and everything of the other goes over, in one
 * transaction that holds both conversations. Undefined: they are one already.
 */
export async function mergeCustomers(shop: Shop, merging: Merging): Promise<Merged | undefined> {
	return shop.atomically(async (inside) => {
		const pair = await lockPair(inside, merging.customerIds);
		if (!pair) return undefined;
		const { kept, absorbed } = pair;
		await inside.db.written(BUMP, [[kept.conversation.id, absorbed.conversation.id]]);
		const now = inside.now();
		const hereIsAbsorbed = merging.hereConversationId === absorbed.conversation.id;

		const withdrawn = await withdrawStricter(inside, { keptId: kept.id, absorbedId: absorbed.id });
		const silenced = await inside.db.written<{ id: string; state: string }>(SILENCE_ENTRIES, [absorbed.id, kept.id]);
		const stacked = await stackRuns(inside, {
			above: (hereIsAbsorbed ? absorbed : kept).conversation.id,
			below: (hereIsAbsorbed ? kept : absorbed).conversation.id,
		});
		const control = joinControl(kept.conversation, absorbed.conversation);
		const lease = Math.max(kept.conversation.lease, absorbed.conversation.lease) + 1;
		const winner = control === "absorbed" ? absorbed.conversation : kept.conversation;
		const renewed = await inside.db.written<{ id: string }>(RENEW_LEASE, [winner.id, winner.lease, lease]);

		const moved = await moveAll(inside, kept, absorbed);
		const added = await addCart(inside, kept.id, absorbed.id);
		const [customerAfter] = await inside.db.written<{ row: Row }>(CHANGE_CUSTOMER, [
			kept.id,
			JSON.stringify(joinProfile(kept.row, absorbed.row)),
		]);
		await inside.db.written(CHANGE_CUSTOMER, [
			absorbed.id,
			JSON.stringify({ phone: null, email: null, merged_into_id: kept.id }),
		]);
		const [conversationAfter] = await inside.db.written<{ row: Row }>(CHANGE_CONVERSATION, [
			kept.conversation.id,
			JSON.stringify({
				...joinConversation(kept.conversation.row, absorbed.conversation.row, { control, hereIsAbsorbed }),
				lease,
			}),
		]);
		await inside.db.written(CHANGE_CONVERSATION, [
			absorbed.conversation.id,
			JSON.stringify({ ...EMPTY_THREAD, control_since: now, lease, merged_into_id: kept.conversation.id }),
		]);
		await inside.db.written(REFRESH_FIGURES, [JSON.stringify([kept.id, absorbed.id])]);
		for (const [name, from, to] of [
			["customerId", absorbed.id, kept.id],
			["conversationId", absorbed.conversation.id, kept.conversation.id],
		] as const)
			await inside.db.written(REDIRECT_ERRANDS, [from, to, name]);

		const record: MergeRecord = {
			moved,
			customer: { before: kept.row, after: customerAfter?.row ?? {}, absorbed: absorbed.row },
			conversation: {
				before: kept.conversation.row,
				after: conversationAfter?.row ?? {},
				absorbed: absorbed.conversation.row,
			},
			added,
			silenced,
			withdrawn,
			stacked,
			leased: renewed.map(({ id }) => ({ id, lease: winner.lease })),
		};
		const { proof, actor } = merging;
		const link = await inside.db.customerLink.create({
			data: {
				keptId: kept.id,
				absorbedId: absorbed.id,
				proof,
				confidence: CONFIDENCE[proof],
				actor,
				moved: JSON.parse(JSON.stringify(record)),
				at: now,
			},
		});
		await tell(inside, merging, kept, { from: kept.conversation, control, absorbed: absorbed.conversation });
		return { linkId: link.id, keptId: kept.id, conversationId: kept.conversation.id };
	});
}

/** A thread that leads elsewhere: nobody waits in it and nobody leads it. */
const EMPTY_THREAD = {
	control: "bot",
	holder_id: null,
	parked_until: null,
	promise_id: null,
	answer_by: null,
	promise_due_at: null,
	team: null,
	ask_reason: null,
	ask_priority: null,
	ask_note: null,
	ask_run_id: null,
	meanwhile: null,
	last_message_at: null,
	last_line: null,
	unanswered_since: null,
	chat_id: null,
};

export type Side = { readonly id: string; readonly row: Row; readonly conversation: Thread };
export type Thread = { readonly id: string; readonly row: Row; readonly lease: number; readonly control: string };

/** Both under lock, whoever was met first in front. Undefined: they are one customer by now. */
async function lockPair(inside: Shop, customerIds: readonly [string, string]) {
	const found = await inside.db.customer.count({ where: { id: { in: [...customerIds] } } });
	if (found < 2) return undefined;
	for (const customerId of [...customerIds].sort())
		await inside.db.conversation.upsert({
			where: { customerId },
			create: { customerId, controlSince: inside.now(), createdAt: inside.now() },
			update: {},
		});
	// Conversations before customers, as every turn does.
	const threads = await inside.db.written<{ row: Row }>(LOCK_CONVERSATIONS, [customerIds]);
	const customers = await inside.db.written<{ row: Row }>(LOCK_CUSTOMERS, [customerIds]);
	if (customers.some(({ row }) => row.merged_into_id !== null || row.erased_at !== null)) return undefined;
	const [kept, absorbed] = customers
		.map(({ row }): Side => {
			const thread = threads.find((one) => one.row.customer_id === row.id)?.row;
			if (!thread) throw new Error(`Customer ${row.id} has no conversation.`);
			const { id, lease, control } = thread;
			return {
				id: String(row.id),
				row,
				conversation: { id: String(id), row: thread, lease: Number(lease), control: String(control) },
			};
		})
		.sort((a, b) => metAt(a) - metAt(b) || (a.id < b.id ? -1 : 1));
	if (!kept || !absorbed) throw new Refusal("not-found", "There is no such customer.");
	return { kept, absorbed };
}

function metAt({ row }: Side): number {
	return Date.parse(String(row.created_at));
}

async function moveAll(inside: Shop, kept: Side, absorbed: Side): Promise<MergeRecord["moved"]> {
	const moved: MergeRecord["moved"] = [];
	for (const owned of MOVED) {
		const [from, to] =
			owned.column === "customer_id" ? [absorbed.id, kept.id] : [absorbed.conversation.id, kept.conversation.id];
		const keys = await inside.db.written<Row>(moveRows(owned), [from, to]);
		if (keys.length > 0) moved.push({ table: owned.table, column: owned.column, keys });
	}
	return moved;
}

/** What lies in the other cart comes on top, as far as there is enough; that cart stays as it was, in case all is undone. */
async function addCart(inside: Shop, keptId: string, absorbedId: string): Promise<MergeRecord["added"]> {
	const { db } = inside;
	const from = await db.cart.findFirst({ where: { customerId: absorbedId, state: "open", lines: { some: {} } } });
	if (!from) return [];
	const to =
		(await db.cart.findFirst({ where: { customerId: keptId, state: "open" } })) ??
		(await db.cart.create({ data: { customerId: keptId, createdAt: inside.now(), changedAt: from.changedAt } }));
	const lines = await db.written<{ variantId: string; qty: number }>(ADD_CART, [from.id, to.id]);
	return lines.map((line) => ({ cartId: to.id, ...line }));
}

async function tell(
	inside: Shop,
	{ proof, actor, identityId }: Merging,
	kept: Side,
	{ from, control, absorbed }: { from: Thread; control: "kept" | "absorbed"; absorbed: Thread },
): Promise<void> {
	const about = { customerId: kept.id, conversationId: kept.conversation.id, actor } as const;
	await inside.record({ ...about, name: "identity.linked", data: { identity: identityId ?? "", proof } });
	if (identityId)
		await inside.db.identity.update({
			where: { id: identityId },
			data: { proof, confidence: CONFIDENCE[proof] },
		});
	if (control === "absorbed")
		await inside.record({
			...about,
			name: "control.changed",
			data: { from: from.control, to: absorbed.control, cause: "linked" },
		});
	if (control === "absorbed" && absorbed.control !== "bot") {
		const { id: conversationId } = kept.conversation;
		await inside.later("watch-control", { conversationId, customerId: kept.id }, { key: `watch ${conversationId}` });
	}
}
