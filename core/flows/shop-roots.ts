import type { Goods } from "#core/catalogue/goods.ts";
import { parseShopFacts } from "#core/catalogue/shop-facts.ts";
import { type Evidence, isGiven } from "#core/customers/consent-state.ts";
import { primaryLanguage } from "#core/in-language.ts";
import { discountOf, readGift } from "#core/offers/gift.ts";
import { GRACE } from "#core/offers/redeem-coupon.ts";
import { customerMayCancel, type OrderState, stateTitle } from "#core/orders/order-states.ts";
import type { Shop } from "#core/shop.ts";
import { isoDay } from "#core/zoned-time.ts";
import type { Who } from "./hands.ts";
import { major, type Seen, seenAddress, seenItem, seenProduct } from "./shop-records.ts";
import { SHOP_ROOTS } from "./shop-roots-sql.ts";
import type { Roots } from "./talk.ts";
import type { RecordValue } from "./types.ts";

/** Goods are new for so many days. */
const NEW_DAYS = 30;

/** `customer`, `cart`, `catalogue` and `shop` as formulas and texts see them: one round trip. */
export async function shopRoots(shop: Shop, who: Who, seen: Seen & { open: boolean }): Promise<Roots> {
	const since = new Date(seen.now.getTime() - NEW_DAYS * 86_400_000);
	const [row] = await shop.db.written<RootsRow>(SHOP_ROOTS, [who.customerId, primaryLanguage(who.language), since]);
	if (!row) throw new Error(`the turn is about a customer who does not exist: ${who.customerId}`);
	return {
		customer: customerRoot(row, who, seen),
		cart: cartRoot(row.cart, seen),
		catalogue: {
			id: "catalogue",
			categories: row.categories,
			new_products: row.new_goods.map((goods) => seenProduct(goods, seen)),
		},
		shop: shopRoot(row.facts, seen.open),
	};
}

function customerRoot(row: RootsRow, who: Who, seen: Seen): Root {
	const ledger: Evidence[] = row.consents.map((evidence) => ({ ...evidence, at: new Date(evidence.at) }));
	const orders = row.orders_count ?? 0;
	const total = major(row.orders_total ?? 0n, seen);
	return {
		id: row.id,
		first_name: row.first_name,
		last_name: row.last_name,
		phone: row.phone,
		email: row.email,
		birthday: row.birthday,
		language: row.language,
		city: row.city,
		zone: who.zone,
		channel: row.said_channel ?? who.channel,
		likes: row.likes,
		tags: row.tags,
		channels: row.channels,
		addresses: row.addresses.map(seenAddress),
		last_address: seenAddress(row.last_address),
		note: row.note,
		fields: row.fields,
		since: row.created_at.toISOString(),
		last_seen_at: row.last_heard_at?.toISOString() ?? null,
		orders_count: orders,
		orders_total: total,
		average_order: orders > 0 ? total / orders : null,
		first_order_at: row.first_order_at?.toISOString() ?? null,
		last_order_at: row.last_order_at?.toISOString() ?? null,
		next_order_at: row.next_order_at && isoDay(row.next_order_at, who.zone),
		last_order: row.last_order && lastOrder(row.last_order, seen),
		favourite: row.favourite && seenProduct(row.favourite, seen),
		consent: {
			id: row.id,
			advertising: isGiven(ledger, "advertising"),
			processing: isGiven(ledger, "processing"),
		},
	};
}

function lastOrder(order: LastOrder, seen: Seen): RecordValue {
	return {
		id: order.id,
		number: String(order.number),
		status: order.state,
		status_title: stateTitle(order, seen.language),
		total: major(order.total, seen),
		count: order.lines.reduce((count, { qty }) => count + qty, 0),
		items: order.lines.map(({ price, sum, ...line }) => ({
			...line,
			price: major(price, seen),
			sum: major(sum, seen),
		})),
		delivery: order.delivery,
		paid: order.paid,
		can_cancel: customerMayCancel(order.state),
		created_at: new Date(order.createdAt).toISOString(),
	};
}

/** A coupon that the order would not honour any more takes nothing off. */
function cartRoot(cart: CartJson | null, seen: Seen): Root {
	if (!cart) return { id: null, count: 0, total: 0, discount: 0, items: [], code: null };
	const goodsTotal = cart.lines.reduce((sum, { goods, qty }) => sum + goods.price * qty, 0);
	const coupon = cart.coupon && stands(cart.coupon, seen.now) ? cart.coupon : null;
	const discount = coupon ? discountOf(readGift(coupon.give, seen.currency), { goodsTotal, deliveryFee: 0 }) : 0;
	return {
		id: cart.id,
		count: cart.lines.reduce((count, { qty }) => count + qty, 0),
		total: major(goodsTotal - discount, seen),
		discount: major(discount, seen),
		items: cart.lines.map(({ goods, qty }) => seenItem(goods, qty, seen)),
		code: coupon?.code ?? null,
		changed_at: new Date(cart.changedAt).toISOString(),
	};
}

function stands({ state, until }: CouponJson, now: Date): boolean {
	return (state === "held" || state === "given") && new Date(until).getTime() + GRACE >= now.getTime();
}

function shopRoot(stored: unknown, open: boolean): Root {
	const facts = parseShopFacts(stored ?? {});
	const { location } = facts;
	return {
		id: "shop",
		name: facts.name,
		address: facts.address,
		phone: facts.phone,
		email: facts.email,
		site: facts.site,
		review_url: facts.reviewUrl,
		privacy_url: facts.privacyUrl,
		hours: facts.hours,
		location: location && { id: `${location.lat},${location.lon}`, ...location },
		open,
	};
}

type Root = Roots["customer"];
type CouponJson = { give: unknown; code: string; until: string; state: string };
type CartJson = { id: string; changedAt: string; coupon: CouponJson | null; lines: { goods: Goods; qty: number }[] };
type LastOrder = {
	id: string;
	number: number;
	state: OrderState;
	delivery: string;
	total: number;
	paid: boolean;
	createdAt: string;
	lines: { id: string; title: string; qty: number; price: number; sum: number }[];
};

type RootsRow = {
	id: string;
	first_name: string | null;
	last_name: string | null;
	phone: string | null;
	email: string | null;
	birthday: string | null;
	language: string;
	city: string | null;
	said_channel: string | null;
	likes: string[];
	addresses: unknown[];
	last_address: unknown;
	note: string | null;
	created_at: Date;
	last_heard_at: Date | null;
	orders_count: number | null;
	orders_total: bigint | null;
	first_order_at: Date | null;
	last_order_at: Date | null;
	next_order_at: Date | null;
	tags: string[];
	channels: string[];
	/** Of the shop's own thinking, by their names. */
	fields: RecordValue;
	consents: (Omit<Evidence, "at"> & { at: string })[];
	favourite: Goods | null;
	last_order: LastOrder | null;
	cart: CartJson | null;
	categories: RecordValue[];
	new_goods: Goods[];
	facts: unknown;
};
