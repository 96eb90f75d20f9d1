import type { Shop } from "#core/shop.ts";
import { suggestLink } from "./suggest-link.ts";

/** More of one name are namesakes, and no hint. */
const MOST = 3;

/** Somebody has told a first and a last name that a customer met elsewhere has as well: a person of the shop may look. */
export async function suggestSameName(shop: Shop, { customerId }: { customerId: string }): Promise<void> {
	const own = await shop.db.customer.findUnique({
		where: { id: customerId },
		select: { firstName: true, lastName: true, identities: { select: { account: true } } },
	});
	if (!own?.firstName || !own.lastName) return;
	const accounts = own.identities.map(({ account }) => account);
	const { firstName, lastName } = own;
	const same = await shop.db.customer.findMany({
		where: {
			...{ firstName, lastName, id: { not: customerId }, mergedIntoId: null, erasedAt: null },
			// Two accounts at one bot of ours are two people, or one who wants to be two.
			identities: { none: { account: { in: accounts } } },
		},
		select: { id: true },
		take: MOST + 1,
	});
	if (same.length > MOST) return;
	for (const { id } of same) await suggestLink(shop, { customerIds: [id, customerId], ground: "same_name" });
}
