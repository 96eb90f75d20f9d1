import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** Lists of the inbox under a name: one's own, and those that colleagues share. Each still sees only what they may. */
export function listViews(shop: Shop, { memberId }: { memberId: string }) {
	return shop.db.savedView.findMany({
		where: { OR: [{ memberId }, { shared: true }] },
		orderBy: [{ title: "asc" }, { id: "asc" }],
		take: 100,
	});
}

/** Keeps a list under a name. */
export async function saveView(
	shop: Shop,
	view: { memberId: string; title: string; shared: boolean; filters: Readonly<Record<string, string | undefined>> },
): Promise<void> {
	const { memberId, title, shared } = view;
	const filters = JSON.parse(JSON.stringify(view.filters));
	await shop.db.savedView.create({ data: { memberId, title, shared, filters, createdAt: shop.now() } });
}

/** Forgets one's own list. */
export async function deleteView(shop: Shop, where: { id: string; memberId: string }): Promise<void> {
	const { count } = await shop.db.savedView.deleteMany({ where });
	if (count === 0) throw new Refusal("not-found", "There is no such list of yours.");
}
