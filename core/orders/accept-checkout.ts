import { inLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import { holdsStock } from "./order-states.ts";

/** Whether a payment may go on; the sentence is shown by the messenger. */
export type CheckoutAnswer = { readonly accepted: true } | { readonly accepted: false; readonly sentence: string };

/**
 * The messenger asks before it takes the money, and waits ten seconds: the order must be open (then its stock is still
 * set aside), unpaid, and the sum the order's own.
 */
export async function acceptCheckout(
	shop: Shop,
	{ orderId, amount, currency, language }: { orderId: string; amount: number; currency: string; language: string },
): Promise<CheckoutAnswer> {
	const order = await shop.db.order.findUnique({
		where: { id: orderId },
		select: { state: true, total: true, currency: true, paidAt: true },
	});
	if (!order) return no(language, { ru: "Такого заказа нет.", en: "There is no such order." });
	if (order.paidAt) return no(language, { ru: "Заказ уже оплачен.", en: "The order is paid already." });
	if (!holdsStock(order.state)) return no(language, { ru: "Заказ уже закрыт.", en: "The order is closed already." });
	if (order.total !== amount || order.currency !== currency)
		return no(language, {
			ru: "Сумма заказа изменилась. Пришлём новый счёт.",
			en: "The sum of the order has changed. We will send a new bill.",
		});
	return { accepted: true };
}

function no(language: string, sentences: { ru: string; en: string }): CheckoutAnswer {
	return { accepted: false, sentence: inLanguage(language, sentences) };
}
