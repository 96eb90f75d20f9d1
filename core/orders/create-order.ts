import type { Portion, Wish } from "#core/catalogue/allocate-stock.ts";
import { type FoundGoods, findGoods } from "#core/catalogue/find-goods.ts";
import { settleDemand } from "#core/catalogue/note-demand.ts";
import { outOfStock, reserveStock } from "#core/catalogue/reserve-stock.ts";

import { LOCK_FIGURES, REFRESH_FIGURES } from "#core/customers/figures-sql.ts";
import type { Actor } from "#core/events.ts";
import { inLanguage } from "#core/in-language.ts";
import { newId } from "#core/new-id.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { deliveryFee as feeOf } from "./delivery-fee.ts";
import type { Incentives, Reduction } from "./incentives.ts";
import { orderFact } from "./order-fact.ts";
import { CONFIRMED_CART, PLACE_ORDER } from "./order-sql.ts";
import type { DeliveryKind } from "./order-states.ts";
import type { Destination } from "./quote-delivery.ts";
import { takeSlot } from "./take-slot.ts";

/** What the customer has confirmed. The goods are those of the open cart, unless staff have picked others. */
export type Confirmation = {
	readonly customerId: string;
	/** One key per confirmation: the same one twice is one order. */
	readonly key: string;
	readonly delivery: DeliveryKind;
	/** For a courier. */
	readonly address?: Destination;
	readonly slotId?: string;
	/** Where the customer will fetch it; absent: wherever the goods lie. */
	readonly warehouseId?: string;
	readonly note?: string;
	readonly payment: "on_receipt" | "invoice";
	readonly channel?: string;
	readonly source: "flow" | "operator";
	readonly actor: Actor;
	readonly language: string;
	/** What staff have picked for the customer, instead of what lies in the open cart. */
	readonly picked?: Picked;
};

/** Goods and coupon of an order that staff make. */
export type Picked = {
	readonly lines: readonly Wish[];
	readonly couponId?: string;
	/** The open cart that they began with, as they saw it: it is ordered by this. Absent: the customer's cart stays as it is. */
	readonly cart?: { readonly id: string; readonly changedAt: Date };
};

/**
 * Turns the open cart into an order: stock set aside, slot taken, coupon redeemed, prices read again, all or nothing.
 * Locks are taken in one order by everybody (customer, cart, stock by id, slot, coupon), so nobody waits in a circle.
 */
export async function createOrder(
	shop: Shop,
	confirmation: Confirmation,
	incentives: Incentives,
): Promise<{ id: string; number: number }> {
	return shop.atomically(async (inside) => {
		const { customerId, key } = confirmation;
		// Who confirms twice at once waits here for the first, and then finds its order.
		await inside.db.written(LOCK_FIGURES, [customerId]);
		const [found] = await inside.db.written<Confirmed>(CONFIRMED_CART, [customerId, key]);
		if (found?.before) return found.before;
		const conversationId = found?.conversationId ?? null;
		return place(inside, confirmation, { cart: cartOf(confirmation, found?.cart ?? null), conversationId }, incentives);
	});
}

type Confirmed = {
	readonly cart: LockedCart | null;
	readonly before: { id: string; number: number } | null;
	readonly conversationId: string | null;
};
type LockedCart = {
	readonly id: string | null;
	readonly couponId: string | null;
	readonly lines: readonly Wish[];
	/** ISO 8601. */
	readonly changedAt?: string;
};

/** What becomes the order. A cart that the customer has changed since staff looked is looked at again. */
function cartOf({ picked, language }: Confirmation, open: LockedCart | null): LockedCart | null {
	if (!picked) return open;
	const { lines, couponId = null, cart } = picked;
	if (!cart) return { id: null, couponId, lines: piecesOf(lines) };
	const same = open?.id === cart.id && Date.parse(open.changedAt ?? "") === cart.changedAt.getTime();
	if (!same)
		throw new Refusal(
			"stale",
			inLanguage(language, {
				ru: "Клиент изменил корзину, посмотрите ещё раз.",
				en: "The customer has changed the cart, look again.",
			}),
		);
	return { id: cart.id, couponId, lines: piecesOf(lines) };
}

/** One wish for each thing. */
export function piecesOf(lines: readonly Wish[]): Wish[] {
	const pieces = new Map<string, number>();
	for (const { variantId, qty } of lines) pieces.set(variantId, (pieces.get(variantId) ?? 0) + qty);
	return [...pieces].map(([variantId, qty]) => ({ variantId, qty }));
}

async function place(
	shop: Shop,
	confirmation: Confirmation,
	{ cart, conversationId }: { cart: LockedCart | null; conversationId: string | null },
	incentives: Incentives,
): Promise<{ id: string; number: number }> {
	const { customerId, language, delivery, actor } = confirmation;
	if (!cart || cart.lines.length === 0)
		throw new Refusal("stale", inLanguage(language, { ru: "Корзина пуста.", en: "The cart is empty." }));
	const goods = await goodsOf(shop, cart, language);
	const portions = await reserveStock(shop, {
		wishes: cart.lines,
		language,
		...(confirmation.warehouseId && { first: confirmation.warehouseId }),
	});
	const slot = confirmation.slotId ? await takeSlot(shop, { id: confirmation.slotId, delivery, language }) : null;
	const goodsTotal = cart.lines.reduce((sum, { variantId, qty }) => sum + qty * priceOf(goods, variantId), 0);
	const deliveryFee = await feeOf(shop, confirmation, goodsTotal);
	const currency = goods[0]?.currency ?? "RUB";
	const id = newId(shop.now());
	const columns = {
		...columnsOf(confirmation),
		id,
		conversationId,
		...(cart.id && { cartId: cart.id }),
		currency,
		goodsTotal,
		deliveryFee,
		total: goodsTotal + deliveryFee,
		slotId: slot?.id,
		dueFrom: slot?.startsAt,
		dueTo: slot?.endsAt,
	};
	const lines = portions.map((portion) => ({ id: newId(shop.now()), ...line(portion, goods) }));
	const values = [JSON.stringify(columns), JSON.stringify(lines), actor, shop.now()];
	const [placed] = await shop.db.written<{ number: number }>(PLACE_ORDER, values);
	if (!placed) throw new Error("the order was not written");
	const { couponId } = cart;
	const reduction = couponId
		? await incentives.redeem(shop, { couponId, customerId, orderId: id, goodsTotal, deliveryFee, currency })
		: null;
	const order = { id, customerId, total: columns.total };
	if (confirmation.picked?.couponId && !reduction)
		throw new Refusal("expired", inLanguage(language, { ru: "Купон уже не действует.", en: "The coupon has ended." }));
	const total = reduction ? await reduce(shop, { order, couponId, reduction }) : columns.total;
	await shop.db.written(REFRESH_FIGURES, [JSON.stringify([customerId])]);
	await settleDemand(shop, { customerId, orderId: id, variantIds: cart.lines.map(({ variantId }) => variantId) });
	await shop.record({
		name: "order.created",
		customerId,
		actor,
		stage: "checkout",
		data: { order: orderFact({ id, number: placed.number, state: "placed", total, currency }) },
	});
	if (confirmation.payment === "invoice") await shop.later("bill-order", { orderId: id });
	return { id, number: placed.number };
}

async function goodsOf(shop: Shop, cart: LockedCart, language: string): Promise<FoundGoods[]> {
	const goods = await findGoods(shop, { ids: cart.lines.map(({ variantId }) => variantId), language });
	if (goods.length < cart.lines.length)
		throw new Refusal("not-found", inLanguage(language, { ru: "Такого товара нет.", en: "There are no such goods." }));
	const withdrawn = goods.filter(({ active }) => !active);
	if (withdrawn.length === 0) return goods;
	throw await outOfStock(
		shop,
		withdrawn.map(({ id }) => ({ variantId: id, left: 0 })),
		language,
	);
}

function priceOf(goods: readonly FoundGoods[], variantId: string): number {
	const found = goods.find(({ id }) => id === variantId);
	if (!found) throw new Error(`the cart holds a variant that does not exist: ${variantId}`);
	return found.price;
}

function columnsOf(confirmation: Confirmation) {
	const { customerId, delivery, address, warehouseId, note, payment, channel, source, key } = confirmation;
	return {
		customerId,
		delivery,
		payment,
		source,
		key,
		warehouseId,
		channel,
		note: note?.trim() || undefined,
		address: delivery === "courier" ? address : undefined,
	};
}

function line({ variantId, warehouseId, qty }: Portion, goods: readonly FoundGoods[]) {
	const found = goods.find(({ id }) => id === variantId);
	const price = priceOf(goods, variantId);
	return { variantId, warehouseId, qty, price, sum: qty * price, sku: found?.sku ?? null, title: found?.title ?? "" };
}

/** Writes what the coupon takes off, and the gift as a line of its own, so that whoever packs sees it. */
async function reduce(
	shop: Shop,
	{
		order,
		couponId,
		reduction,
	}: { order: { id: string; customerId: string; total: number }; couponId: string | null; reduction: Reduction },
): Promise<number> {
	const total = order.total - reduction.discount;
	await shop.db.order.update({
		where: { id: order.id },
		data: {
			couponId,
			total,
			discount: reduction.discount,
			...(reduction.gift && { lines: { create: { title: reduction.gift, qty: 1, price: 0, sum: 0 } } }),
		},
	});
	await shop.record({
		name: "coupon.redeemed",
		customerId: order.customerId,
		actor: "customer",
		data: { coupon: couponId ?? "", order: order.id, amount: reduction.discount },
	});
	return total;
}
