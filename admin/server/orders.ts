import { z } from "zod";
import { type OrderView, orderMove, orderPage, orderQuery } from "#admin/contract/orders.ts";
import { listOrders } from "#core/orders/list-orders.ts";
import type { Move } from "#core/orders/move-order.ts";
import { nextStates, resultOf } from "#core/orders/order-states.ts";
import { namedReason } from "#core/orders/reasons.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { nameFor } from "./mask-phones.ts";
import { memberNames } from "./member-names.ts";
import type { Server, ServerParts } from "./server.ts";

/** `moveOrder` of core/orders with the shop's incentives; built in main.ts. */
export type MoveOrder = (move: Move) => Promise<void>;

/** The orders board, and an order's way to its customer. */
export function orderRoutes(server: Server, { shop, moveOrder, flowBook }: ServerParts): void {
	server.get(
		"/api/orders",
		{ config: { act: "read-orders" }, schema: { querystring: orderQuery, response: { 200: orderPage } } },
		async (request) => {
			const { items, next } = await listOrders(shop, request.query);
			const titles = new Map(flowBook().settings.reasons.map(({ id, title }) => [id, title]));
			const reader = { asker: askerOfRoute(request), names: await memberNames(shop), titles };
			return { items: items.map((row) => presentOrder(row, reader)), next };
		},
	);

	server.post(
		"/api/orders/:id/state",
		{
			config: { act: "move-orders" },
			schema: { params: z.strictObject({ id: z.uuid() }), body: orderMove, response: { 204: z.null() } },
		},
		async (request, answer) => {
			const { to, reason, note } = request.body;
			if (reason || resultOf(to) === "lost")
				namedReason(flowBook().settings.reasons, { reason, note, kind: resultOf(to) ?? "lost" });
			await moveOrder({
				orderId: request.params.id,
				to,
				actor: `operator:${askerOfRoute(request).id}`,
				...(reason && { reason }),
				...(note && { note }),
			});
			return answer.status(204).send(null);
		},
	);
}

type Row = Awaited<ReturnType<typeof listOrders>>["items"][number];

const address = z.object({ text: z.string() });

type Reader = {
	readonly asker: Asker;
	readonly names: ReadonlyMap<string, string>;
	/** Of reasons, as their file calls them. */
	readonly titles: ReadonlyMap<string, string>;
};

function presentOrder(row: Row, { asker, names, titles }: Reader): OrderView {
	const money = (minor: number) => ({ minor, currency: row.currency });
	return {
		id: row.id,
		number: row.number,
		state: row.state,
		next: [...nextStates(row)],
		customer: { id: row.customer.id, name: nameFor(asker, row.customer) },
		conversationId: row.conversationId,
		total: money(row.total),
		goodsTotal: money(row.goodsTotal),
		deliveryFee: money(row.deliveryFee),
		discount: money(row.discount),
		delivery: row.delivery,
		address: address.safeParse(row.address).data?.text ?? null,
		dueFrom: row.dueFrom?.toISOString() ?? null,
		dueTo: row.dueTo?.toISOString() ?? null,
		payment: row.payment,
		paidAt: row.paidAt?.toISOString() ?? null,
		note: row.note,
		channel: row.channel,
		createdAt: row.createdAt.toISOString(),
		lines: row.lines.map((line) => ({
			title: line.title,
			qty: line.qty,
			sum: money(line.sum),
			warehouse: line.warehouseId,
		})),
		changes: row.changes.map((change) => ({
			from: change.from,
			to: change.to,
			actor: change.actor,
			actorName: names.get(change.actor.replace(/^operator:/, "")) ?? null,
			reason: change.reason && (titles.get(change.reason) ?? change.reason),
			at: change.at.toISOString(),
		})),
	};
}
