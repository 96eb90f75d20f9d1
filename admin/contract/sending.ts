import { z } from "zod";
import { instant, money } from "./shared.ts";

const window = z.discriminatedUnion("state", [
	z.object({ state: z.literal("none") }),
	z.object({ state: z.literal("open"), until: instant }),
	z.object({ state: z.literal("closed") }),
]);

/** Over the thread: where a message would go and why, and how each channel stands. */
export const channelLine = z.object({
	preferred: z.object({ channel: z.string(), why: z.string() }).nullable(),
	channels: z.array(
		z.object({
			channel: z.string(),
			reachable: z.boolean(),
			working: z.boolean(),
			heardAt: instant.nullable(),
			window,
			advertising: z.boolean(),
			cappedUntil: instant.nullable(),
			/** What one message costs now: nothing (until a moment, where a window makes it so), or a template's price by what it is for. */
			cost: z.discriminatedUnion("is", [
				z.object({ is: z.literal("free"), until: instant.nullable() }),
				z.object({ is: z.literal("billed"), service: money, marketing: money }),
			]),
		}),
	),
});

/** GET /api/conversations/:id/held: what waits to be said uninvited, and why. */
export const heldMessages = z.object({
	items: z.array(
		z.object({
			key: z.string(),
			flow: z.string().nullable(),
			purpose: z.string(),
			/** `person`: somebody leads; it leaves after the hand-back, while it is of use. */
			by: z.enum(["person", "question", "hours", "window", "dialog", "cap", "trouble", "other"]),
			until: instant.nullable(),
			text: z.string().nullable(),
		}),
	),
});

/** `day` as `2026-03-10`, by the shop's clock. */
export const decisionQuery = z.strictObject({ day: z.iso.date().optional() });

/** What was considered for a customer, sent or not, each with its reason as a sentence. */
export const decisionLog = z.object({
	items: z.array(
		z.object({
			id: z.string(),
			at: instant,
			flow: z.string(),
			purpose: z.string(),
			verdict: z.string(),
			channel: z.string().nullable(),
			until: instant.nullable(),
			sentence: z.string(),
		}),
	),
});
