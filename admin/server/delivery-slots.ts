import { z } from "zod";
import { dayChange, slotCapacity, slotList, slotQuery } from "#admin/contract/delivery-slots.ts";
import { pickupPoints } from "#core/orders/pickup-points.ts";
import { changeDay, openSlots, readSlots, setSlotCapacity } from "#core/orders/plan-slots.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";
import { dayOfShop } from "./shop-days.ts";

/** When orders are brought or fetched: what each slot takes and has, and the points where they wait. */
export function deliverySlotRoutes(server: Server, { shop, shopFacts: { zone } }: ServerParts): void {
	const daysOf = (from: string, until: string) => ({ from: dayOfShop(from, zone), until: dayOfShop(until, zone, 1) });

	server.get(
		"/api/delivery-slots",
		{ config: { act: "read-orders" }, schema: { querystring: slotQuery, response: { 200: slotList } } },
		async (request) => {
			const days = daysOf(request.query.from, request.query.until);
			for (const delivery of ["courier", "pickup"] as const) await openSlots(shop, { delivery, zone, ...days });
			const [slots, points, waiting] = await Promise.all([
				readSlots(shop, days),
				pickupPoints(shop),
				shop.db.order.groupBy({
					by: ["warehouseId"],
					where: { delivery: "pickup", state: { in: ["placed", "confirmed", "packed", "ready"] } },
					_count: true,
				}),
			]);
			const counts = new Map(waiting.map(({ warehouseId, _count }) => [warehouseId, _count]));
			return {
				items: slots.map(({ startsAt, endsAt, ...slot }) => ({
					...slot,
					startsAt: startsAt.toISOString(),
					endsAt: endsAt.toISOString(),
				})),
				points: points.map((point) => ({ ...point, waiting: counts.get(point.id) ?? 0 })),
			};
		},
	);

	server.put(
		"/api/delivery-slots/:id",
		{
			config: { act: "lead-team" },
			schema: { params: z.strictObject({ id: z.uuid() }), body: slotCapacity, response: { 204: z.null() } },
		},
		async (request, answer) => {
			const actor = `operator:${askerOfRoute(request).id}` as const;
			await setSlotCapacity(shop, { slotId: request.params.id, capacity: request.body.capacity, actor });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/delivery-days",
		{ config: { act: "lead-team" }, schema: { body: dayChange, response: { 204: z.null() } } },
		async (request, answer) => {
			const { day } = request.body;
			const actor = `operator:${askerOfRoute(request).id}` as const;
			await changeDay(shop, { ...request.body, ...daysOf(day, day), zone, actor });
			return answer.status(204).send(null);
		},
	);
}
