import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { allocateStock, type Portion, type Shelf, type Wish } from "./allocate-stock.ts";
import { findGoods } from "./find-goods.ts";
import { LOCK_STOCK, MOVE_STOCK } from "./stock-sql.ts";

/**
 * Sets pieces aside for an order, all or none; belongs in the order's transaction. Who comes second waits for the first
 * and then reads what is left. Refuses with «out-of-stock», naming what is left of what.
 */
export async function reserveStock(
	shop: Shop,
	{ wishes, first, language }: { wishes: readonly Wish[]; first?: string; language: string },
): Promise<readonly Portion[]> {
	const ids = JSON.stringify(wishes.map((wish) => wish.variantId));
	const shelves = await shop.db.written<Shelf>(LOCK_STOCK, [ids]);
	const allocation = allocateStock(wishes, shelves, first);
	if (!allocation.enough) throw await outOfStock(shop, allocation.left, language);
	await shop.db.written(MOVE_STOCK, [
		JSON.stringify(allocation.portions.map(({ qty, ...place }) => ({ ...place, onHand: 0, reserved: qty }))),
	]);
	return allocation.portions;
}

/** The refusal that names what is left. */
export async function outOfStock(
	shop: Shop,
	left: readonly { variantId: string; left: number }[],
	language: string,
): Promise<Refusal> {
	const goods = await findGoods(shop, { ids: left.map(({ variantId }) => variantId), language });
	const sentences = left.map(({ variantId, left: pieces }) => {
		const found = goods.find(({ id }) => id === variantId);
		const title = found?.title ?? "";
		if (pieces <= 0) return inLanguage(language, { ru: `«${title}» закончился.`, en: `"${title}" is sold out.` });
		const amount = `${pieces} ${found?.unit ?? ""}`.trim();
		return inLanguage(language, {
			ru: `«${title}»: осталось ${amount}`,
			en: `"${title}": only ${pieces} left.`,
		});
	});
	return new Refusal("out-of-stock", sentences.join(" "));
}
