import type { CheckoutDesk } from "#core/conversations/answer-checkout.ts";
import type { RecordPayment } from "#core/conversations/note-payment.ts";
import { sayFromShop } from "#core/conversations/say-from-shop.ts";
import type { Sendable } from "#core/conversations/staff-turn.ts";
import type { Channel } from "#core/delivery/channel.ts";
import { acceptCheckout } from "#core/orders/accept-checkout.ts";
import { readInvoice } from "#core/orders/read-invoice.ts";
import { recordPayment } from "#core/orders/record-payment.ts";
import type { Shop } from "#core/shop.ts";

/** Judges a messenger's question whether a payment may go on, and answers it at once: it lapses after ten seconds. */
export function checkoutDesk(channels: readonly Channel[], seal: Seal): CheckoutDesk {
	return {
		async accept(shop, { payload, amount, currency }) {
			const orderId = readPayload(payload, seal);
			if (!orderId) return { ok: false, why: "This bill is not ours." };
			const { language } = (await customerOf(shop, orderId)) ?? { language: "ru" };
			const answer = await acceptCheckout(shop, { orderId, amount, currency, language });
			return answer.accepted ? { ok: true } : { ok: false, why: answer.sentence };
		},
		tell(account, checkout, verdict) {
			void channels.find((channel) => channel.account === account)?.answerCheckout(checkout, verdict);
		},
	};
}

/** Books what a messenger says was paid. A payload that is not ours is our fault or a forgery: it is thrown, and kept as a dead letter. */
export function noteBotPayment(seal: Seal): RecordPayment {
	return async (shop, { payload, charge, amount, currency, channel }) => {
		const orderId = readPayload(payload, seal);
		if (!orderId) throw new Error("A payment came with a payload that we have not signed.");
		await recordPayment(shop, { orderId, provider: channel, charge, amount, currency });
	};
}

/** Sends the bill of an order into the customer's chat, once for each sum. Gives the row to send. */
export async function billOrder(
	shop: Shop,
	seal: Seal,
	{ orderId }: { orderId: string },
): Promise<Sendable | undefined> {
	const customer = await customerOf(shop, orderId);
	if (!customer) return undefined;
	const invoice = await readInvoice(shop, { orderId, language: customer.language });
	return sayFromShop(shop, {
		customerId: customer.id,
		content: { text: "", invoice: { ...invoice, payload: signPayload(orderId, seal) }, language: customer.language },
		// A changed order has another sum, and gets another bill.
		intent: `bill ${orderId} ${invoice.lines.reduce((sum, { amount }) => sum + amount, 0)}`,
		stage: "checkout",
	});
}

type Seal = (text: string) => string;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function signPayload(orderId: string, seal: Seal): string {
	return `${orderId}.${seal(`bill:${orderId}`).slice(0, 22)}`;
}

function readPayload(payload: string, seal: Seal): string | undefined {
	const [orderId = ""] = payload.split(".");
	return UUID.test(orderId) && payload === signPayload(orderId, seal) ? orderId : undefined;
}

async function customerOf(shop: Shop, orderId: string) {
	const order = await shop.db.order.findUnique({
		where: { id: orderId },
		select: { customer: { select: { id: true, language: true } } },
	});
	return order?.customer;
}
