import { z } from "zod";
import { anObject } from "#core/json.ts";
import { major } from "./shop-records.ts";
import type { RecordValue, Value } from "./types.ts";
import { valueFrom } from "./types.ts";

const orderData = z.object({
	order: z.object({ id: z.string(), number: z.string(), state: z.string(), total: z.number(), currency: z.string() }),
});
const productData = z.object({ product: z.object({ id: z.string(), title: z.string(), price: z.number() }) });
const viewData = z.object({ product: z.string(), title: z.string() });
const couponData = z.object({ coupon: z.string(), amount: z.number() });
const cartData = z.object({ cart: z.object({ id: z.string() }), count: z.number(), total: z.number() });

/** A diary entry as `event` in formulas: records in place of bare ids, sums in major units. */
export function seenEvent(
	{ id, name, data, actor }: { id: string; name: string; data: unknown; actor: string },
	currency: string,
): Readonly<Record<string, Value>> {
	// Who did it, without which member: customer, bot, operator, system, platform.
	const by = BY.has(name) ? { by: actor.split(":")[0] ?? actor } : {};
	return { id, ...fieldsOf(name, data, currency), ...by };
}

/** Entries whose tellers want to know who did it: what a customer has done themselves they need not be told. */
const BY: ReadonlySet<string> = new Set(["order.created", "order.changed", "order.cancelled"]);

function fieldsOf(name: string, data: unknown, currency: string): RecordValue {
	if (name.startsWith("order.")) {
		const { order } = orderData.parse(data);
		const { state, total, ...fact } = order;
		return { order: { ...fact, status: state, total: major(total, order) }, amount: major(total, order) };
	}
	switch (name) {
		case "cart.changed": {
			const { cart, count, total } = cartData.parse(data);
			return { cart: { ...cart, count, total: major(total, { currency }) } };
		}
		case "product.price_dropped":
		case "product.back_in_stock": {
			const { product } = productData.parse(data);
			return { product: { ...product, price: major(product.price, { currency }) } };
		}
		case "product.viewed": {
			const { product, title } = viewData.parse(data);
			return { product: { id: product, title } };
		}
		case "coupon.redeemed": {
			const { coupon, amount } = couponData.parse(data);
			return { coupon, amount: major(amount, { currency }) };
		}
		case "category.viewed":
			return { category: { id: z.object({ category: z.string() }).parse(data).category } };
		case "conversation.closed":
		case "conversation.handed_back":
			// Who closed it is nobody's business but the shop's.
			return { human: z.object({ human: z.boolean() }).parse(data).human };
		default:
			return Object.fromEntries(Object.entries(anObject(data) ?? {}).map(([key, value]) => [key, valueFrom(value)]));
	}
}
