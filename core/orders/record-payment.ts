import { REFRESH_FIGURES } from "#core/customers/figures-sql.ts";
import type { Shop } from "#core/shop.ts";
import { lockOrder } from "./move-order.ts";
import { orderFact } from "./order-fact.ts";

/** Money that a provider has taken. `charge` is the provider's id of it, unique for good. */
export type ReceivedPayment = {
	readonly orderId: string;
	readonly provider: string;
	readonly charge: string;
	readonly amount: number;
	readonly currency: string;
};

/**
 * Notes a payment once, however often it is told. The order is paid when the payments reach its sum. Money for an order
 * that was cancelled meanwhile is noted too: it is there, and somebody has to give it back.
 */
export async function recordPayment(
	shop: Shop,
	{ orderId, provider, charge, amount, currency }: ReceivedPayment,
): Promise<"recorded" | "known"> {
	return shop.atomically(async (inside) => {
		const order = await lockOrder(inside, orderId);
		const { count } = await inside.db.payment.createMany({
			data: { orderId, provider, charge, amount, currency, at: inside.now() },
			skipDuplicates: true,
		});
		if (count === 0) return "known";
		const { _sum } = await inside.db.payment.aggregate({
			where: { orderId, currency: order.currency },
			_sum: { amount: true },
		});
		if (order.paidAt || (_sum.amount ?? 0) < order.total) return "recorded";
		await inside.db.order.update({
			where: { id: orderId },
			data: { paidAt: inside.now(), payment: "invoice", changedAt: inside.now() },
		});
		await inside.db.written(REFRESH_FIGURES, [JSON.stringify([order.customerId])]);
		await inside.record({
			name: "order.paid",
			customerId: order.customerId,
			actor: "platform",
			stage: "paid",
			data: { order: orderFact(order) },
		});
		return "recorded";
	});
}
