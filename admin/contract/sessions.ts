import { z } from "zod";
import { instant } from "./shared.ts";

/** GET /api/sessions: where one is signed in. */
export const sessions = z.object({
	items: z.array(
		z.object({
			id: z.string(),
			/** As the browser called itself; null: it did not. */
			device: z.string().nullable(),
			/** The network address from which it signed in. */
			address: z.string().nullable(),
			since: instant,
			seenAt: instant,
			/** The one that asks. */
			own: z.boolean(),
		}),
	),
});
export type SessionRow = z.infer<typeof sessions>["items"][number];
