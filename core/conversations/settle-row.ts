import type { Shop } from "#core/shop.ts";
import type { InboxRow } from "./answer-lane.ts";
import { SETTLE } from "./inbox-statements.ts";

/** Marks a row as worked off, in the transaction of what it leads to. False: somebody else has, so nothing is to be done. */
export async function settleRow(inside: Shop, { id }: Pick<InboxRow, "id">): Promise<boolean> {
	const settled = await inside.db.written(SETTLE, [id, inside.now()]);
	return settled.length > 0;
}
