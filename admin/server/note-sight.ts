import type { Shop } from "#core/shop.ts";
import { noteRead } from "#core/team/note-read.ts";
import type { Asker } from "./guard.ts";

/** Writes down that this reader saw somebody's data unmasked; of whom they see masks it is not worth a row. */
export async function noteSight(shop: Shop, asker: Asker, seen: { customerId: string } | "customers"): Promise<void> {
	if (!asker.can("see-phones")) return;
	const thing = seen === "customers" ? "customers" : `customer:${seen.customerId}`;
	await noteRead(shop, { memberId: asker.id, thing });
}
