import type { Shop } from "#core/shop.ts";
import type { SegmentParts } from "./move-members.ts";

/** Whether a customer belongs to a segment now, by the formula itself; nobody who is erased or linked to another does. */
export async function isMember(
	shop: Shop,
	{ read, zone }: Pick<SegmentParts, "read" | "zone">,
	{ segment, customerId }: { segment: string; customerId: string },
): Promise<boolean> {
	const customer = await shop.db.customer.findUnique({
		where: { id: customerId, erasedAt: null, mergedIntoId: null },
		select: { zone: true, language: true },
	});
	if (!customer) return false;
	const who = {
		customerId,
		// No field that a segment may read depends on where somebody is spoken with.
		conversationId: customerId,
		channel: "telegram",
		zone: customer.zone ?? zone,
		language: customer.language,
	} as const;
	return (await read(shop, who, "in_segment", [segment])) === true;
}
