import type { Shop } from "#core/shop.ts";

/** How many paid orders of a customer held these goods, since a moment or ever. */
export async function timesBought(
	shop: Shop,
	{
		customerId,
		since,
		...goods
	}: { customerId: string; since: Date | null } & ({ variantId: string } | { sku: string }),
): Promise<number> {
	return shop.db.order.count({
		where: {
			customerId,
			paidAt: { not: null },
			state: { notIn: ["cancelled", "returned"] },
			...(since && { createdAt: { gte: since } }),
			lines: { some: goods },
		},
	});
}
