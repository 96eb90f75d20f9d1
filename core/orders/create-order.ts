import type { Portion } from "#core/catalogue/allocate-stock.ts";
import { type FoundGoods, findGoods } from "#core/catalogue/find-goods.ts";
import { settleDemand } from "#core/catalogue/note-demand.ts";
import { outOfStock, reserveStock } from "#core/catalogue/reserve-stock.ts";
import { readShopFacts } from "#core/catalogue/shop-facts.ts";
import { LOCK_FIGURES, REFRESH_FIGURES } from "#core/customers/figures-sql.ts";
import type { Actor } from "#core/events.ts";
import { inLanguage } from "#core/in-language.ts";
import { newId } from "#core/new-id.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Incentives, Reduction } from "./incentives.ts";
import { orderFact } from "./order-fact.ts";
import { CONFIRMED_CART, PLACE_ORDER } from "./order-sql.ts";
import type { DeliveryKind } from "./order-states.ts";
import { type Destination, quoteDelivery } from "./quote-delivery.ts";
import { takeSlot } from "./take-slot.ts";

/** What the customer has confirmed. The goods are those of the open cart. */
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
		return found?.before ?? place(inside, confirmation, found, incentives);
	});
}

type Confirmed = {
	readonly cart: LockedCart | null;
	readonly before: { id: string; number: number } | null;
	readonly conversationId: string | null;
};
type LockedCart = { id: string; couponId: string | null; lines: { variantId: string; qty: number }[] };

async function place(
	shop: Shop,
	confirmation: Confirmation,
	{ cart, conversationId }: Pick<Confirmed, "cart" | "conversationId"> = { cart: null, conversationId: null },
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
		cartId: cart.id,
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

async function feeOf(shop: Shop, { delivery, address, language }: Confirmation, goodsTotal: number): Promise<number> {
	if (delivery === "pickup") return 0;
	if (!address)
		throw new Refusal(
			"invalid",
			inLanguage(language, { ru: "Не указан адрес доставки.", en: "The address is missing." }),
		);
	const quote = quoteDelivery(await readShopFacts(shop), { destination: address, goodsTotal });
	if (quote.available) return quote.price;
	throw new Refusal(
		"unavailable",
		inLanguage(language, { ru: "По этому адресу мы не доставляем.", en: "We do not deliver to this address." }),
	);
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
