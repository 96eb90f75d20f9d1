import { z } from "zod";
import { money } from "./shared.ts";

/** How many past days a flow is rehearsed over. */
export const rehearsalAsked = z.strictObject({ days: z.number().int().min(1).max(365) });

const counts = z.record(z.string(), z.number());

/** What a flow would have done in the past days. Nothing of it was sent. */
export const rehearsalResult = z.object({
	from: z.string(),
	until: z.string(),
	people: z.number(),
	concerned: z.number(),
	receivers: z.number(),
	messages: z.array(
		z.object({
			at: z.string(),
			customer: z.object({ id: z.string(), name: z.string() }),
			channel: z.string(),
			step: z.string(),
			text: z.string(),
			billed: z.boolean(),
			collides: z.array(z.string()),
		}),
	),
	/** Of how many messages the first are shown. */
	all: z.number(),
	billed: z.number(),
	/** What messengers would take for all of them. */
	cost: money,
	collisions: z.number(),
	refused: counts,
	outcomes: counts,
	held: counts,
	offers: counts,
	/** Why it concerned nobody at all; null: it concerned somebody. */
	nobody: z
		.discriminatedUnion("why", [
			z.object({ why: z.literal("no-chats") }),
			z.object({ why: z.literal("no-occasion") }),
			z.object({ why: z.literal("no-event"), events: z.array(z.string()) }),
			z.object({ why: z.literal("unwanted"), events: z.array(z.string()), happened: z.number().int() }),
		])
		.nullable(),
});
export type RehearsalResult = z.infer<typeof rehearsalResult>;

/** Where the rehearsal of a flow stands. */
export const rehearsalState = z.discriminatedUnion("state", [
	z.object({ state: z.literal("none"), busy: z.string().nullable() }),
	z.object({ state: z.literal("running"), days: z.number(), done: z.number(), all: z.number() }),
	z.object({ state: z.literal("done"), days: z.number(), result: rehearsalResult }),
	z.object({ state: z.literal("failed"), days: z.number(), why: z.string() }),
]);
export type RehearsalStateView = z.infer<typeof rehearsalState>;
