import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** Sets a new price in minor units. A drop is told to the diary, and so to flows; the old price is kept to be shown. */
export async function changePrice(
	shop: Shop,
	{ variantId, price }: { variantId: string; price: number },
): Promise<void> {
	if (!Number.isSafeInteger(price) || price < 0) throw new Refusal("invalid", "A price is 0 or more.");
	await shop.atomically(async (inside) => {
		const [was] = await inside.db.written<{ price: number; title: string }>(LOCK_PRICE, [variantId]);
		if (!was) throw new Refusal("not-found", "We do not have these goods.");
		if (was.price === price) {
			// Whoever sets it anew has looked: the number is as young as that.
			await inside.db.variant.update({ where: { id: variantId }, data: { pricedAt: inside.now() } });
			return;
		}
		const dropped = price < was.price;
		await inside.db.variant.update({
			where: { id: variantId },
			data: { price, oldPrice: dropped ? was.price : null, pricedAt: inside.now() },
		});
		if (!dropped) return;
		await inside.record({
			name: "product.price_dropped",
			customerId: null,
			actor: "system",
			data: { product: { id: variantId, title: was.title, price } },
		});
	});
}

const LOCK_PRICE = {
	name: "lock-price",
	text: `SELECT v.price, name_of_goods(p.title, p.titles, v.title, 'ru') AS title
		FROM variant v JOIN product p ON p.id = v.product_id WHERE v.id = $1::uuid FOR UPDATE OF v`,
};
