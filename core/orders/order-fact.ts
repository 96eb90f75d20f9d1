import type { OrderFact } from "#core/events.ts";

/** What the diary says of an order. */
export function orderFact(order: {
	id: string;
	number: number;
	state: string;
	total: number;
	currency: string;
}): OrderFact {
	const { id, number, state, total, currency } = order;
	return { id, number: String(number), state, total, currency };
}
