import type { Actor } from "#core/events.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { changePrice } from "./change-price.ts";

/** A price as somebody of the shop sets it: written down with what it was before. */
export async function setPrice(
	shop: Shop,
	{ variantId, price, actor }: { variantId: string; price: number; actor: Actor },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await inside.db.variant.findUnique({ where: { id: variantId }, select: { price: true } });
		await changePrice(inside, { variantId, price });
		await noteAudit(inside, { actor, act: "price.change", thing: `variant:${variantId}`, before, after: { price } });
	});
}

/** Shows a variant to customers, or hides it; a cart that holds it keeps it. */
export async function showGoods(
	shop: Shop,
	{ variantId, shown, actor }: { variantId: string; shown: boolean; actor: Actor },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const variant = await inside.db.variant.findUnique({ where: { id: variantId }, include: { product: true } });
		if (!variant) throw new Refusal("not-found", "We do not have these goods.");
		await inside.db.variant.update({ where: { id: variantId }, data: { active: shown } });
		// A product that is hidden hides all its variants: whoever shows one means it to be seen.
		if (shown) await inside.db.product.update({ where: { id: variant.productId }, data: { active: true } });
		await noteAudit(inside, {
			...{ actor, act: "goods.shown", thing: `variant:${variantId}` },
			...{ before: { shown: variant.active && variant.product.active }, after: { shown } },
		});
	});
}
