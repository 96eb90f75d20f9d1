import { z } from "zod";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { REFRESH_FIGURES } from "./figures-sql.ts";
import { asBefore, type Row } from "./join-rows.ts";
import { type MergeRecord, mergeRecord } from "./merge-record.ts";
import {
	BUMP,
	CHANGE_CONVERSATION,
	CHANGE_CUSTOMER,
	CHANGE_RUN,
	LOCK_CONVERSATIONS,
	LOCK_CUSTOMERS,
	ownedColumn,
	returnRows,
	TAKE_FROM_CART,
} from "./merge-sql.ts";
import { GIVE, RETURN_SINCE, UNCLEAR } from "./unmerge-sql.ts";

/** A row made since the two became one that belongs to no chat, and of which nobody but a person knows whose it is. */
export type Unclear = {
	readonly table: keyof typeof GIVE;
	readonly id: string;
	readonly what: string;
	readonly at: Date;
};

/** What has to be asked before this link is undone. */
export async function readUnclear(shop: Shop, linkId: string): Promise<readonly Unclear[]> {
	return shop.db.written<Unclear>(UNCLEAR, [linkId]);
}

export type Unmerging = {
	readonly linkId: string;
	/** `operator:<member>`. */
	readonly actor: `operator:${string}`;
	/** Of the unclear rows those that belong to the customer who is restored; the rest stays. */
	readonly give: readonly { readonly table: keyof typeof GIVE; readonly id: string }[];
};

/**
 * They were not one after all: every row goes back to whose it was, what came since follows its identity, and what both knew
 * of each other is forgotten, but for what has been changed since.
 */
export async function unmergeCustomers(
	shop: Shop,
	{ linkId, actor, give }: Unmerging,
): Promise<{ absorbedId: string }> {
	return shop.atomically(async (inside) => {
		const { db } = inside;
		const link = await db.customerLink.findUnique({ where: { id: linkId } });
		if (!link) throw new Refusal("not-found", "There is no such link.");
		const { keptId, absorbedId } = link;
		const threads = await rowsBy(inside, LOCK_CONVERSATIONS, [keptId, absorbedId], "customer_id");
		const customers = await rowsBy(inside, LOCK_CUSTOMERS, [keptId, absorbedId], "id");
		const [kept, absorbed] = [sideOf(keptId, customers, threads), sideOf(absorbedId, customers, threads)];
		const again = await db.customerLink.findUnique({ where: { id: linkId }, select: { undoneAt: true } });
		if (again?.undoneAt) throw new Refusal("stale", "This link has been undone already.");
		if (kept.customer.merged_into_id !== null)
			throw new Refusal("stale", "The kept customer was linked to a third one since: undo that link first.");
		if (absorbed.customer.merged_into_id !== keptId) throw new Refusal("stale", "This link does not stand any more.");
		const record = mergeRecord.parse(link.moved);
		const given = await pickUnclear(inside, linkId, give);

		await db.written(BUMP, [[kept.thread.id, absorbed.thread.id]]);
		await restoreRows(inside, { record, linkedAt: link.at }, kept, absorbed);
		await restoreSides(inside, record, kept, absorbed);
		for (const statement of RETURN_SINCE) await db.written(statement, [linkId]);
		for (const [table, ids] of given) await db.written(GIVE[table], [absorbedId, absorbed.thread.id, ids]);
		await db.written(REFRESH_FIGURES, [JSON.stringify([keptId, absorbedId])]);
		await db.customerLink.update({ where: { id: linkId }, data: { undoneAt: inside.now(), undoneBy: actor } });
		await refuseAgain(inside, [keptId, absorbedId], actor);
		await noteAudit(inside, {
			actor,
			act: "customers.unmerge",
			thing: `customer:${keptId}`,
			before: { link: linkId, proof: link.proof },
			after: { restored: absorbedId, given: give.length },
		});
		return { absorbedId };
	});
}

type Held = { readonly customer: Row; readonly thread: Row };

async function rowsBy(inside: Shop, statement: typeof LOCK_CUSTOMERS, ids: readonly string[], by: string) {
	const rows = await inside.db.written<{ row: Row }>(statement, [ids]);
	return new Map(rows.map(({ row }) => [row[by], row]));
}

function sideOf(id: string, customers: Map<unknown, Row>, threads: Map<unknown, Row>): Held {
	const [customer, thread] = [customers.get(id), threads.get(id)];
	if (!customer || !thread) throw new Refusal("not-found", "One of the two has been erased.");
	return { customer, thread };
}

/** Only what was asked about may be given away. */
async function pickUnclear(inside: Shop, linkId: string, give: Unmerging["give"]) {
	const known = new Set((await readUnclear(inside, linkId)).map(({ table, id }) => `${table} ${id}`));
	const picked = new Map<keyof typeof GIVE, string[]>();
	for (const { table, id } of give) {
		if (!known.has(`${table} ${id}`)) throw new Refusal("invalid", "That row is not among those to be asked about.");
		picked.set(table, [...(picked.get(table) ?? []), id]);
	}
	return picked;
}

async function restoreRows(
	inside: Shop,
	{ record, linkedAt }: { record: MergeRecord; linkedAt: Date },
	kept: Held,
	absorbed: Held,
): Promise<void> {
	const { db } = inside;
	for (const { table, column, keys } of record.moved) {
		const owned = ownedColumn(table, column);
		const [from, to] =
			column === "customer_id" ? [kept.customer.id, absorbed.customer.id] : [kept.thread.id, absorbed.thread.id];
		await db.written(returnRows(owned), [from, to, JSON.stringify(keys)]);
	}
	for (const { cartId, variantId, qty } of record.added) await db.written(TAKE_FROM_CART, [cartId, variantId, qty]);
	for (const { id, state } of record.silenced)
		await db.flowEntry.updateMany({
			where: { id, state: "refused", refused: "merged" },
			data: { state, refused: null },
		});
	const mine = record.withdrawn.absorbed.map(BigInt);
	await db.consent.updateMany({ where: { id: { in: mine } }, data: { customerId: String(absorbed.customer.id) } });
	await restack(inside, record.stacked, linkedAt);
}

/** A dialog that the merge has paused, and that nobody has touched since, waits again. */
async function restack(inside: Shop, stacked: MergeRecord["stacked"], pausedAt: Date): Promise<void> {
	for (const { id, row } of stacked) {
		const run = await inside.db.flowRun.findUnique({ where: { id }, select: { status: true, state: true } });
		const state = z.object({ pausedAt: z.string().optional() }).parse(run?.state ?? {});
		if (run?.status === "paused" && state.pausedAt === pausedAt.toISOString())
			await inside.db.written(CHANGE_RUN, [id, JSON.stringify(row)]);
	}
}

async function restoreSides(inside: Shop, record: MergeRecord, kept: Held, absorbed: Held): Promise<void> {
	const { db } = inside;
	const { customer, conversation } = record;
	const lease = Number(kept.thread.lease) + 1;
	await db.written(CHANGE_CUSTOMER, [kept.customer.id, JSON.stringify(asBefore(customer, kept.customer))]);
	await db.written(CHANGE_CUSTOMER, [
		absorbed.customer.id,
		JSON.stringify({ ...customer.absorbed, merged_into_id: null }),
	]);
	await db.written(CHANGE_CONVERSATION, [
		kept.thread.id,
		JSON.stringify({ ...asBefore(conversation, kept.thread), lease }),
	]);
	await db.written(CHANGE_CONVERSATION, [
		absorbed.thread.id,
		JSON.stringify({ ...conversation.absorbed, lease, merged_into_id: null }),
	]);
	for (const { id } of record.leased)
		await db.outbox.updateMany({ where: { id: BigInt(id), state: "pending" }, data: { lease } });
}

/** What was undone is not suggested again. */
async function refuseAgain(inside: Shop, pair: readonly string[], actor: string): Promise<void> {
	const [firstId, secondId] = [...pair].sort();
	if (!firstId || !secondId) return;
	const settled = { state: "rejected", settledBy: actor, settledAt: inside.now() };
	await inside.db.linkSuggestion.upsert({
		where: { firstId_secondId: { firstId, secondId } },
		create: { firstId, secondId, ground: "unmerged", at: inside.now(), ...settled },
		update: settled,
	});
}
