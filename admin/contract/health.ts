import { z } from "zod";
import { instant } from "./shared.ts";

/** How the machinery is: what waits, what failed, what cannot be known. */
export const health = z.object({
	at: instant,
	/** The worst of all below. */
	verdict: z.enum(["ok", "worry", "broken"]),
	accounts: z.array(
		z.object({
			id: z.string(),
			channel: z.string(),
			state: z.string(),
			detail: z.string().nullable(),
			pausedUntil: instant.nullable(),
			since: instant.nullable(),
		}),
	),
	/** Seconds that the oldest row has waited; null where nothing waits. */
	queues: z.array(z.object({ name: z.string(), waiting: z.number(), oldestSeconds: z.number().nullable() })),
	deadLetters: z.array(
		z.object({
			id: z.string(),
			account: z.string(),
			at: instant,
			tries: z.number(),
			error: z.string().nullable(),
			about: z.string(),
		}),
	),
	unknown: z.array(
		z.object({
			id: z.string(),
			conversationId: z.string(),
			customer: z.string(),
			text: z.string(),
			at: instant,
			reason: z.string().nullable(),
		}),
	),
	deadErrands: z.array(z.object({ id: z.string(), name: z.string(), error: z.string().nullable(), at: instant })),
	flowProblems: z.number(),
	bell: z.string(),
});
export type HealthView = z.infer<typeof health>;
