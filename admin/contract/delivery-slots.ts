import { z } from "zod";
import { instant } from "./shared.ts";

const kind = z.enum(["courier", "pickup"]);

/** GET /api/delivery-slots: days of the shop, both included. */
export const slotQuery = z.strictObject({ from: z.iso.date(), until: z.iso.date() });
export const slotList = z.object({
	items: z.array(
		z.object({
			id: z.string(),
			delivery: kind,
			startsAt: instant,
			endsAt: instant,
			/** Orders that it takes, and those it has. */
			capacity: z.number().int(),
			taken: z.number().int(),
		}),
	),
	/** Where orders are fetched. */
	points: z.array(z.object({ id: z.string(), title: z.string(), address: z.string(), waiting: z.number().int() })),
});
export type SlotView = z.infer<typeof slotList>["items"][number];

/** PUT /api/delivery-slots/:id. */
export const slotCapacity = z.strictObject({ capacity: z.number().int().min(0).max(1000) });

/** POST /api/delivery-days: a closed day takes no more orders; opened again, as many as the shop's rules say. */
export const dayChange = z.strictObject({ day: z.iso.date(), delivery: kind, to: z.enum(["open", "closed"]) });
