import { findGoods } from "#core/catalogue/find-goods.ts";
import { outOfStock } from "#core/catalogue/reserve-stock.ts";
import type { Actor } from "#core/events.ts";
import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { CART_LINES, LOCK_CART, OPEN_CART, SET_LINE, SUM_CART } from "./cart-sql.ts";

/** Nobody carries more of one thing; a larger number is a slip of the finger. */
const MOST_PIECES = 999;

type Change = {
	readonly customerId: string;
	readonly variantId: string;
	readonly qty: number;
	readonly language: string;
	readonly actor: Actor;
};

/** Pieces that were put into a cart. */
export type Addition = { readonly cartId: string; readonly variantId: string; readonly qty: number };

/**
 * Puts pieces into the open cart, beside those that lie there. Refuses more than can be had, naming what is left.
 * `instead`: what the customer had put in and now corrects goes out again. Gives the cart.
 */
export async function addToCart(shop: Shop, { instead, ...change }: Change & { instead?: Addition }): Promise<string> {
	if (!Number.isInteger(change.qty) || change.qty < 1) throw notANumber(change.language);
	return shop.atomically(async (inside) => {
		const cart = await openCart(inside, change.customerId);
		// What was put into a cart that is ordered by now stays ordered.
		const out = instead?.cartId === cart ? instead : undefined;
		const has = await piecesOf(inside, cart, change.variantId);
		const kept = out?.variantId === change.variantId ? Math.max(0, has - out.qty) : has;
		await putLine(inside, cart, { ...change, qty: kept + change.qty });
		if (out && out.variantId !== change.variantId) await takeOut(inside, cart, { ...change, ...out });
		return cart;
	});
}

/** Makes it so many pieces; 0 takes the goods out. */
export async function setCartQuantity(shop: Shop, change: Change): Promise<void> {
	if (!Number.isInteger(change.qty) || change.qty < 0) throw notANumber(change.language);
	await shop.atomically(async (inside) => {
		const cart = await openCart(inside, change.customerId);
		if (change.qty > 0) await putLine(inside, cart, change);
		else await dropLine(inside, cart, change);
	});
}

/** Empties the open cart; a coupon in it stays the customer's. */
export async function clearCart(
	shop: Shop,
	{ customerId, actor }: { customerId: string; actor: Actor },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const [cart] = await inside.db.written<{ id: string }>(LOCK_CART, [customerId]);
		if (!cart) return;
		const { count } = await inside.db.cartLine.deleteMany({ where: { cartId: cart.id } });
		if (count > 0)
			await tell(inside, cart.id, { customerId, actor, variantId: null, qty: 0 }, await sumOf(inside, cart.id));
	});
}

/** The customer's open cart, locked until the end of the transaction. */
async function openCart(shop: Shop, customerId: string): Promise<string> {
	const [cart] = await shop.db.written<{ id: string }>(OPEN_CART, [customerId, shop.now()]);
	if (!cart) throw new Error("no cart could be opened");
	return cart.id;
}

async function piecesOf(shop: Shop, cartId: string, variantId: string): Promise<number> {
	const lines = await shop.db.written<{ variantId: string; qty: number }>(CART_LINES, [cartId]);
	return lines.find((line) => line.variantId === variantId)?.qty ?? 0;
}

/** Takes so many pieces out again; fewer are never asked for than can be had, so nothing refuses this. */
async function takeOut(shop: Shop, cart: string, change: Change): Promise<void> {
	const has = await piecesOf(shop, cart, change.variantId);
	const left = Math.max(0, has - change.qty);
	if (left === 0) return dropLine(shop, cart, { ...change, qty: 0 });
	await setLine(shop, cart, { ...change, qty: left });
}

async function dropLine(shop: Shop, cart: string, change: Change): Promise<void> {
	const { count } = await shop.db.cartLine.deleteMany({ where: { cartId: cart, variantId: change.variantId } });
	if (count > 0) await tell(shop, cart, change, await sumOf(shop, cart));
}

async function putLine(shop: Shop, cart: string, change: Change): Promise<void> {
	const { variantId, qty, language } = change;
	const [goods] = await findGoods(shop, { ids: [variantId], language });
	if (!goods?.active)
		throw new Refusal(
			"not-found",
			inLanguage(language, { ru: "Этого товара больше нет.", en: "We do not have these goods any more." }),
		);
	if (qty > goods.stock) throw await outOfStock(shop, [{ variantId, left: goods.stock }], language);
	if (qty > MOST_PIECES)
		throw new Refusal(
			"limit",
			inLanguage(language, {
				ru: `Больше ${MOST_PIECES} шт. в один заказ не положить.`,
				en: `One order takes at most ${MOST_PIECES} pieces.`,
			}),
		);
	await setLine(shop, cart, change);
}

async function setLine(shop: Shop, cart: string, change: Change): Promise<void> {
	const [sum] = await shop.db.written<Sum>(SET_LINE, [cart, change.variantId, change.qty, shop.now()]);
	await tell(shop, cart, change, sum);
}

type Sum = { count: number; total: bigint };

async function sumOf(shop: Shop, cart: string): Promise<Sum | undefined> {
	const [sum] = await shop.db.written<Sum>(SUM_CART, [cart]);
	return sum;
}

async function tell(
	shop: Shop,
	cart: string,
	change: { customerId: string; variantId: string | null; qty: number; actor: Actor },
	sum: Sum | undefined,
): Promise<void> {
	await shop.record({
		name: "cart.changed",
		customerId: change.customerId,
		actor: change.actor,
		stage: "cart",
		data: {
			cart: { id: cart },
			product: change.variantId,
			qty: change.qty,
			count: sum?.count ?? 0,
			total: Number(sum?.total ?? 0),
		},
	});
}

function notANumber(language: string): Refusal {
	return new Refusal(
		"invalid",
		inLanguage(language, { ru: "Количество — целое число.", en: "A quantity is a whole number." }),
	);
}
