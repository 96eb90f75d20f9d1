import { z } from "zod";
import type { OrderDeskView } from "#admin/contract/order-editor.ts";
import type { Goods } from "#core/catalogue/goods.ts";
import { incentives } from "#core/offers/incentives.ts";
import { standingCoupons } from "#core/offers/standing-coupons.ts";
import { listSlots } from "#core/orders/list-slots.ts";
import { type DeliveryKind, mayBeChanged } from "#core/orders/order-states.ts";
import { pickupPoints } from "#core/orders/pickup-points.ts";
import { quoteOrder } from "#core/orders/quote-order.ts";
import { readCart } from "#core/orders/read-cart.ts";
import { slotTitle } from "#core/orders/slot-title.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Asker } from "./guard.ts";
import { nameFor } from "./mask-phones.ts";
import type { ServerParts } from "./server.ts";

/** Of any kind more are offered than anybody scrolls through. */
const MOST_SLOTS = 40;

type Customer = Parameters<typeof nameFor>[1] & { readonly lastAddress: unknown; readonly addresses: unknown };

type Desk = {
	readonly asker: Asker;
	readonly customer: Customer;
	readonly shopFacts: ServerParts["shopFacts"];
	/** An order that shall be changed. */
	readonly orderId?: string | undefined;
};

/** What the editor begins with: the open cart, or the order to be changed, and all that may be chosen from. */
export async function readOrderDesk(shop: Shop, { asker, customer, shopFacts, orderId }: Desk): Promise<OrderDeskView> {
	const customerId = customer.id;
	const money = (minor: number) => ({ minor, currency: shopFacts.currency });
	const begun = orderId ? await fromOrder(shop, customerId, orderId) : await fromCart(shop, customerId, asker.language);
	const [courier, pickup, points, coupons, changeable] = await Promise.all([
		slotsOf(shop, "courier", begun.slot, { asker, shopFacts }),
		slotsOf(shop, "pickup", begun.slot, { asker, shopFacts }),
		pickupPoints(shop),
		standingCoupons(shop, { customerId }),
		shop.db.order.findMany({ where: { customerId, paidAt: null }, orderBy: { createdAt: "desc" }, take: 5 }),
	]);
	const { lines } = await quoteOrder(
		shop,
		{ customerId, orderId, lines: begun.wishes, delivery: "pickup", language: asker.language },
		incentives,
	);
	const { cart, order, delivery, address, slotId, warehouseId, note, couponId } = begun;
	return {
		customer: { id: customerId, name: nameFor(asker, customer), addresses: addressesOf(customer) },
		...{ cart, order, delivery, address, slotId, warehouseId, note, couponId },
		lines: lines.map((line) => presentLine(line, money)),
		slots: { courier, pickup },
		pickupPoints: points,
		coupons: coupons.map(({ until, ...coupon }) => ({ ...coupon, until: until.toISOString() })),
		changeable: changeable
			.filter(({ state }) => mayBeChanged(state))
			.map(({ id, number, total }) => ({ id, number, total: money(total) })),
	};
}

/** A line as the editor shows it. */
export function presentLine(
	{ goods, qty, price }: { goods: Goods; qty: number; price: number },
	money: (minor: number) => { minor: number; currency: string },
) {
	const { id, title, unit, stock } = goods;
	return { variantId: id, title, price: money(price), unit, stock, qty };
}

type KnownSlot = { readonly id: string; readonly delivery: string; readonly startsAt: Date; readonly endsAt: Date };

type Begun = Pick<
	OrderDeskView,
	"cart" | "order" | "delivery" | "address" | "slotId" | "warehouseId" | "note" | "couponId"
> & {
	readonly wishes: readonly { variantId: string; qty: number }[];
	/** The one that the order has; its place is taken, so no list holds it. */
	readonly slot: KnownSlot | null;
};

async function fromCart(shop: Shop, customerId: string, language: string): Promise<Begun> {
	const cart = await readCart(shop, { customerId, language });
	return {
		...EMPTY,
		cart: cart && { id: cart.id, changedAt: cart.changedAt.toISOString() },
		couponId: cart?.couponId ?? null,
		wishes: (cart?.lines ?? []).map(({ goods, qty }) => ({ variantId: goods.id, qty })),
	};
}

async function fromOrder(shop: Shop, customerId: string, id: string): Promise<Begun> {
	const order = await shop.db.order.findFirst({ where: { id, customerId }, include: { lines: true, slot: true } });
	if (!order) throw new Refusal("not-found", "There is no such order.");
	const { number, changedAt, slotId, slot, warehouseId, note, couponId, lines } = order;
	return {
		...{ cart: null, slotId, slot, warehouseId, note, couponId },
		order: { id, number, changedAt: changedAt.toISOString() },
		delivery: order.delivery === "courier" ? "courier" : "pickup",
		address: address.safeParse(order.address).data?.text ?? null,
		wishes: lines.flatMap(({ variantId, qty }) => (variantId ? [{ variantId, qty }] : [])),
	};
}

const EMPTY: Begun = {
	...{ cart: null, order: null, delivery: "pickup", address: null, slotId: null, warehouseId: null, note: null },
	...{ couponId: null, wishes: [], slot: null },
};

async function slotsOf(
	shop: Shop,
	delivery: DeliveryKind,
	own: KnownSlot | null,
	{ asker, shopFacts }: Pick<Desk, "asker" | "shopFacts">,
) {
	const { zone } = shopFacts;
	const open: KnownSlot[] = await listSlots(shop, { delivery, zone, limit: MOST_SLOTS });
	const missing = own?.delivery === delivery && !open.some(({ id }) => id === own.id);
	const seen = { now: shop.now(), zone, language: asker.language };
	return [...(own && missing ? [own] : []), ...open].map((slot) => ({
		id: slot.id,
		title: slotTitle(slot, seen),
		startsAt: slot.startsAt.toISOString(),
	}));
}

const address = z.object({ text: z.string() });

/** The address last used first, each once. */
function addressesOf(customer: Pick<Customer, "lastAddress" | "addresses">): string[] {
	const last = address.safeParse(customer.lastAddress).data;
	const used = z.array(address).catch([]).parse(customer.addresses);
	return [...new Set([...(last ? [last] : []), ...used].map(({ text }) => text))];
}
