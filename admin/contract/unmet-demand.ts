import { z } from "zod";
import { instant } from "./shared.ts";

/** GET /api/unmet-demand?days=28: what was asked for and not sold within seven days, the most wanted first. */
export const unmetQuery = z.strictObject({ days: z.coerce.number().int().min(7).max(365).default(28) });
export const unmetRow = z.object({
	/** Null: the words found nothing. */
	variantId: z.string().nullable(),
	title: z.string(),
	size: z.string(),
	warehouse: z.string().nullable(),
	customers: z.number().int(),
	times: z.number().int(),
	/** Asked within the last seven days: a sale may still follow. */
	fresh: z.number().int(),
	/** Who asked and is not told yet when it is back. */
	untold: z.number().int(),
	/** What they said, the latest first. */
	words: z.array(z.string()),
	/** Who asked last; no more than three. */
	people: z.array(z.object({ id: z.string(), name: z.string() })),
	lastAt: instant,
	stock: z.number().int().nullable(),
});
export type UnmetRowView = z.infer<typeof unmetRow>;
export const unmetList = z.object({ items: z.array(unmetRow) });

/** POST /api/unmet-demand/subscriptions: everybody who asked is told once it is back. Answers how many. */
export const unmetSubscription = z.strictObject({ variantId: z.uuid() });
export const unmetSubscribed = z.object({ subscribed: z.number().int() });
