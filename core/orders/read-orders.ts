import type { Shop } from "#core/shop.ts";
import { ORDER_BY_ID, ORDER_BY_NUMBER, ORDERS_OF } from "./order-sql.ts";
import type { OrderState } from "./order-states.ts";

/** An order with its lines, slot and the moment of its delivery. Sums in minor units. */
export type WholeOrder = {
	readonly id: string;
	readonly number: number;
	readonly customerId: string;
	readonly state: OrderState;
	readonly currency: string;
	readonly total: number;
	readonly deliveryFee: number;
	readonly delivery: string;
	/** As it was stored: {text, lat?, lon?, note?}; none for pick-up. */
	readonly address: unknown;
	readonly note: string | null;
	readonly payment: "on_receipt" | "invoice";
	readonly paidAt: Date | null;
	readonly createdAt: Date;
	readonly deliveredAt: Date | null;
	readonly slot: { readonly id: string; readonly startsAt: Date; readonly endsAt: Date } | null;
	readonly lines: readonly OrderedGoods[];
};

/** A line of an order; `variantId` is none for a gift, and for imported goods that the catalogue does not know. */
export type OrderedGoods = {
	readonly id: string;
	readonly variantId: string | null;
	readonly title: string;
	readonly qty: number;
	readonly price: number;
	readonly sum: number;
};

/** One order; `customerId` given, only if it is that customer's. */
export async function readOrder(
	shop: Shop,
	{ id, customerId }: { id: string; customerId?: string },
): Promise<WholeOrder | null> {
	const [row] = await shop.db.written<OrderRow>(ORDER_BY_ID, [id, customerId ?? null]);
	return row ? wholeOrder(row) : null;
}

/** A customer's orders, the newest first. */
export async function ordersOf(
	shop: Shop,
	{ customerId, limit = 10 }: { customerId: string; limit?: number },
): Promise<WholeOrder[]> {
	const rows = await shop.db.written<OrderRow>(ORDERS_OF, [customerId, limit]);
	return rows.map(wholeOrder);
}

/** The customer's order with that number, as people write it: «№ 1042». */
export async function orderByNumber(
	shop: Shop,
	{ customerId, written }: { customerId: string; written: string },
): Promise<WholeOrder | null> {
	const digits = /^\D{0,10}(\d{1,9})\D{0,3}$/.exec(written.trim())?.[1];
	if (!digits) return null;
	const [row] = await shop.db.written<OrderRow>(ORDER_BY_NUMBER, [customerId, Number(digits)]);
	return row ? wholeOrder(row) : null;
}

type OrderRow = Omit<WholeOrder, "slot"> & {
	readonly slotId: string | null;
	readonly slotStartsAt: Date | null;
	readonly slotEndsAt: Date | null;
};

function wholeOrder({ slotId, slotStartsAt, slotEndsAt, ...order }: OrderRow): WholeOrder {
	const slot = slotId && slotStartsAt && slotEndsAt ? { id: slotId, startsAt: slotStartsAt, endsAt: slotEndsAt } : null;
	return { ...order, slot };
}
