import { z } from "zod";
import {
	orderBody,
	orderChangeBody,
	orderDesk,
	orderDeskQuery,
	orderMade,
	orderQuote,
	orderQuoteBody,
} from "#admin/contract/order-editor.ts";
import { orderFromChat } from "#core/flows/order-from-chat.ts";
import { incentives } from "#core/offers/incentives.ts";
import { changeOrder, type OrderTerms } from "#core/orders/change-order.ts";
import { quoteOrder } from "#core/orders/quote-order.ts";
import { Refusal } from "#core/refusal.ts";
import { askerOfRoute } from "./guard.ts";
import { presentLine, readOrderDesk } from "./order-desk.ts";
import { refuseForeignTeam } from "./refuse-foreign-team.ts";
import type { Server, ServerParts } from "./server.ts";
import { staffOf } from "./staff-of.ts";

const one = z.strictObject({ id: z.uuid() });
const writes = { act: "write-to-customers" } as const;

/** An order is made, or changed, in the thread of whoever orders. */
export function orderEditorRoutes(server: Server, { shop, staffTurn, shopFacts }: ServerParts): void {
	const money = (minor: number) => ({ minor, currency: shopFacts.currency });

	server.get(
		"/api/conversations/:id/order-desk",
		{ config: writes, schema: { params: one, querystring: orderDeskQuery, response: { 200: orderDesk } } },
		async (request) => {
			const asker = askerOfRoute(request);
			await refuseForeignTeam(shop, asker, request.params.id);
			const customer = await customerIn(request.params.id);
			return readOrderDesk(shop, { asker, customer, shopFacts, orderId: request.query.order });
		},
	);

	server.post(
		"/api/conversations/:id/order-quote",
		{ config: writes, schema: { params: one, body: orderQuoteBody, response: { 200: orderQuote } } },
		async (request) => {
			const asker = askerOfRoute(request);
			await refuseForeignTeam(shop, asker, request.params.id);
			const { id: customerId } = await customerIn(request.params.id);
			const { couponId, order, ...body } = request.body;
			const about = { customerId, couponId, orderId: order, language: asker.language };
			const quote = await quoteOrder(shop, { ...about, ...given(body) }, incentives);
			return {
				lines: quote.lines.map((line) => ({ ...presentLine(line, money), sum: money(line.sum) })),
				goodsTotal: money(quote.goodsTotal),
				deliveryFee: money(quote.deliveryFee),
				discount: money(quote.discount),
				total: money(quote.total),
				problems: [...quote.problems],
			};
		},
	);

	server.post(
		"/api/conversations/:id/orders",
		{ config: writes, schema: { params: one, body: orderBody, response: { 200: orderMade } } },
		async (request) => {
			const conversationId = request.params.id;
			await refuseForeignTeam(shop, askerOfRoute(request), conversationId);
			const { key, lease, couponId, cart, ...body } = request.body;
			return orderFromChat(staffTurn, {
				...given(body),
				...{ conversationId, staff: staffOf(request), key, lease },
				...(couponId && { couponId }),
				...(cart && { cart: { id: cart.id, changedAt: new Date(cart.changedAt) } }),
			});
		},
	);

	server.put(
		"/api/orders/:id/terms",
		{
			config: { act: "move-orders" },
			schema: { params: one, body: orderChangeBody, response: { 204: z.null() } },
		},
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const { changedAt, ...body } = request.body;
			const order = await shop.db.order.findUnique({
				where: { id: request.params.id },
				select: { conversationId: true, customer: { select: { language: true } } },
			});
			if (!order) throw new Refusal("not-found", "There is no such order.");
			if (order.conversationId) await refuseForeignTeam(shop, asker, order.conversationId);
			const who = { actor: `operator:${asker.id}`, language: order.customer.language } as const;
			await changeOrder(
				shop,
				{ ...given(body), ...who, orderId: request.params.id, changedAt: new Date(changedAt) },
				incentives,
			);
			return answer.status(204).send(null);
		},
	);

	async function customerIn(conversationId: string) {
		const conversation = await shop.db.conversation.findUnique({
			where: { id: conversationId },
			include: { customer: true },
		});
		if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
		return conversation.customer;
	}
}

type Body = Omit<z.infer<typeof orderChangeBody>, "changedAt">;

/** The terms of a body, without what was left out. */
function given({ lines, delivery, address, slotId, warehouseId, note }: Body): OrderTerms {
	return {
		...{ lines, delivery },
		...(address && { address: { text: address } }),
		...(slotId && { slotId }),
		...(warehouseId && { warehouseId }),
		...(note && { note }),
	};
}
