import type { Actor } from "#core/events.ts";
import type { Shop } from "#core/shop.ts";
import { addTag, removeTag } from "./tag-customer.ts";

/** Puts a tag on many customers, or takes it off, all or none. Gives those it changed: to undo is the reverse for them alone. */
export async function tagCustomers(
	shop: Shop,
	{ customerIds, tag, to, actor }: { customerIds: readonly string[]; tag: string; to: "on" | "off"; actor: Actor },
): Promise<string[]> {
	return shop.atomically(async (inside) => {
		// One order for all, so that two who tag the same people do not wait for each other.
		const there = await inside.db.customer.findMany({
			where: { id: { in: [...customerIds] }, erasedAt: null, mergedIntoId: null },
			select: { id: true, tags: { where: { tag: tag.normalize("NFC").trim() } } },
			orderBy: { id: "asc" },
		});
		const changed = there.filter(({ tags }) => (to === "on" ? tags.length === 0 : tags.length > 0)).map(({ id }) => id);
		for (const customerId of changed) await (to === "on" ? addTag : removeTag)(inside, { customerId, tag, actor });
		return changed;
	});
}
