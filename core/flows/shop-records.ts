import { z } from "zod";
import type { Goods } from "#core/catalogue/goods.ts";
import { minorPerMajor } from "#core/money.ts";
import { customerMayCancel, type DeliveryKind, stateTitle } from "#core/orders/order-states.ts";
import type { WholeOrder } from "#core/orders/read-orders.ts";
import { slotTitle } from "#core/orders/slot-title.ts";
import { isoDay, wallClock } from "#core/zoned-time.ts";
import type { RecordValue, Value } from "./types.ts";

/** How records are shown: in whose language, at which clock, in which money. */
export type Seen = {
	readonly language: string;
	/** The shop's zone: slots are hours at the shop's place. */
	readonly zone: string;
	readonly now: Date;
	readonly currency: string;
};

/** Minor units as the number that a marketer compares and shows. */
export function major(minor: number | bigint, { currency }: Pick<Seen, "currency">): number {
	return Number(minor) / minorPerMajor(currency);
}

/** A `product`. */
export function seenProduct(goods: Goods, seen: Pick<Seen, "currency">): RecordValue {
	return {
		id: goods.id,
		title: goods.title,
		about: goods.about || null,
		price: major(goods.price, seen),
		old_price: goods.oldPrice === null ? null : major(goods.oldPrice, seen),
		stock: goods.stock,
		unit: goods.unit,
		photo: goods.photo,
		category: goods.category,
		tags: goods.tags,
	};
}

/** An `item` of the cart. */
export function seenItem(goods: Goods, qty: number, seen: Pick<Seen, "currency">): RecordValue {
	const product = seenProduct(goods, seen);
	return {
		id: goods.id,
		product,
		title: goods.title,
		qty,
		price: major(goods.price, seen),
		sum: major(goods.price * qty, seen),
		photo: goods.photo,
	};
}

/** A `slot`. */
export function seenSlot(
	slot: { id: string; startsAt: Date; endsAt: Date; left?: number },
	seen: Pick<Seen, "now" | "zone" | "language">,
): RecordValue {
	return {
		id: slot.id,
		title: slotTitle(slot, seen),
		date: isoDay(slot.startsAt, seen.zone),
		from: timeOfDay(slot.startsAt, seen.zone),
		to: timeOfDay(slot.endsAt, seen.zone),
		starts_at: slot.startsAt.toISOString(),
		left: slot.left ?? null,
	};
}

/** An `order`. */
export function seenOrder(order: WholeOrder, seen: Seen): RecordValue {
	return {
		id: order.id,
		number: String(order.number),
		status: order.state,
		status_title: stateTitle(order, seen.language),
		total: major(order.total, seen),
		count: order.lines.reduce((count, { qty }) => count + qty, 0),
		items: order.lines.map(({ id, variantId, title, qty, price, sum }) => ({
			id,
			// As it was called when it was bought; imported goods may be unknown to the catalogue.
			product: variantId && { id: variantId, title },
			title,
			qty,
			price: major(price, seen),
			sum: major(sum, seen),
		})),
		delivery: order.delivery,
		delivery_price: major(order.deliveryFee, seen),
		address: seenAddress(order.address),
		slot: order.slot && seenSlot(order.slot, seen),
		note: order.note,
		payment: order.payment,
		paid: order.paidAt !== null,
		can_cancel: customerMayCancel(order.state),
		created_at: order.createdAt.toISOString(),
		delivered_at: order.deliveredAt?.toISOString() ?? null,
	};
}

/** An address as it is stored. */
const storedAddress = z.object({
	text: z.string(),
	lat: z.number().optional(),
	lon: z.number().optional(),
	note: z.string().optional(),
});

/** An `address`; `none` for what is no stored address. */
export function seenAddress(stored: unknown): Value {
	const read = storedAddress.safeParse(stored);
	if (!read.success) return null;
	const { text, lat, lon, note } = read.data;
	const point = lat === undefined || lon === undefined ? null : { id: `${lat},${lon}`, lat, lon };
	return { id: text, text, location: point, note: note ?? null };
}

/** An `address` of a flow as the shop stores it: a record, or words alone. */
export const givenAddress = z.union([
	z.string().transform((text) => ({ text })),
	z
		.object({
			text: z.string(),
			location: z.object({ lat: z.number(), lon: z.number() }).nullish(),
			note: z.string().nullish(),
		})
		.transform(({ text, location, note }) => ({
			text,
			...(location && { lat: location.lat, lon: location.lon }),
			...(note && { note }),
		})),
]);

/** A record, or its id: flows may hand in either. */
export const idOf = z.union([z.uuid(), z.object({ id: z.uuid() }).transform(({ id }) => id)]);

export const deliveryKind = z.enum(["courier", "pickup"]) satisfies z.ZodType<DeliveryKind>;

function timeOfDay(at: Date, zone: string): string {
	const { hour, minute } = wallClock(at, zone);
	return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
