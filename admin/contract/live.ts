import { z } from "zod";
import { instant } from "./shared.ts";

/** What the server tells open browsers: ids of what changed; they fetch it anew. */
export const liveEvent = z.object({
	/**
	 * `viewer`: who looks or types where, `<conversation>/<member>/<viewing|typing|gone>`; `mention`: the id of a member whom a note
	 * names, or whose customer waits; `team`: somebody came or went; `digest`: the day of a morning's digest; `tip`: a tip has come or is answered.
	 */
	topic: z.enum([
		"conversation",
		"customer",
		"order",
		"flow",
		"health",
		"account",
		"viewer",
		"mention",
		"team",
		"digest",
		"tip",
	]),
	id: z.string(),
});
export type LiveEvent = z.infer<typeof liveEvent>;

/** The demo's clock. */
export const demoClock = z.object({ now: instant, shiftedMinutes: z.number(), zone: z.string() });
export const demoClockMove = z.strictObject({
	minutes: z
		.number()
		.int()
		.min(0)
		.max(60 * 24 * 400),
});
