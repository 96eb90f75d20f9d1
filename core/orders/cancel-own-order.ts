import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Incentives } from "./incentives.ts";
import { moveOrder } from "./move-order.ts";
import { customerMayCancel } from "./order-states.ts";

/** A customer takes an order back: their own, and only until somebody has packed it. */
export async function cancelOwnOrder(
	shop: Shop,
	{ customerId, orderId, reason, language }: { customerId: string; orderId: string; reason?: string; language: string },
	incentives: Incentives,
): Promise<void> {
	const order = await shop.db.order.findFirst({ where: { id: orderId, customerId }, select: { state: true } });
	if (!order)
		throw new Refusal("not-found", inLanguage(language, { ru: "Такого заказа нет.", en: "There is no such order." }));
	if (order.state === "cancelled") return;
	if (!customerMayCancel(order.state))
		throw new Refusal(
			"too-late",
			inLanguage(language, {
				ru: "Заказ уже собран, отменить его может только сотрудник.",
				en: "The order is packed already: only our staff can cancel it now.",
			}),
		);
	await moveOrder(shop, { orderId, to: "cancelled", actor: "customer", ...(reason && { reason }) }, incentives);
}
