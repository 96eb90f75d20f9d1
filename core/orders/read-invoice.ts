import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** A bill as a messenger shows it; its lines come to the order's sum. Minor units. */
export type InvoiceData = {
	readonly title: string;
	readonly description: string;
	readonly currency: string;
	readonly lines: readonly { readonly label: string; readonly amount: number }[];
};

/** The bill of an order. Whoever sends it adds the signed payload. */
export async function readInvoice(
	shop: Shop,
	{ orderId, language }: { orderId: string; language: string },
): Promise<InvoiceData> {
	const order = await shop.db.order.findUnique({
		where: { id: orderId },
		include: { lines: { orderBy: { id: "asc" } } },
	});
	if (!order)
		throw new Refusal("not-found", inLanguage(language, { ru: "Такого заказа нет.", en: "There is no such order." }));
	const words = inLanguage(language, {
		ru: { title: "Заказ №", delivery: "Доставка", discount: "Скидка" },
		en: { title: "Order no.", delivery: "Delivery", discount: "Discount" },
	});
	const goods = order.lines.filter(({ sum }) => sum > 0);
	return {
		title: `${words.title} ${order.number}`,
		description: order.lines
			.map(({ title, qty }) => `${title} × ${qty}`)
			.join(", ")
			.slice(0, 255),
		currency: order.currency,
		lines: [
			...goods.map(({ title, qty, sum }) => ({ label: `${title} × ${qty}`, amount: sum })),
			...(order.deliveryFee > 0 ? [{ label: words.delivery, amount: order.deliveryFee }] : []),
			...(order.discount > 0 ? [{ label: words.discount, amount: -order.discount }] : []),
		],
	};
}
