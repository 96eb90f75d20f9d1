import { z } from "zod";
import { instant, typedText } from "./shared.ts";

export const outcomeResults = ["won", "lost"] as const;
export const outcomeSources = ["customer", "operator", "rule", "unknown"] as const;

/** GET /api/reasons: the closed list of flows/_reasons.yaml. */
export const reason = z.object({
	id: z.string(),
	title: z.string(),
	/** Saved only with a note. */
	needsNote: z.boolean(),
});
export type ReasonView = z.infer<typeof reason>;
export const reasons = z.object({ won: z.array(reason), lost: z.array(reason) });

/** One word said about a matter. Of several that of the surest source stands; the others are history. */
export const outcome = z.object({
	result: z.enum(outcomeResults),
	/** An id of the list, or `unknown`. */
	reason: z.string(),
	title: z.string(),
	source: z.enum(outcomeSources),
	note: z.string().nullable(),
	actor: z.string(),
	actorName: z.string().nullable(),
	at: instant,
	standing: z.boolean(),
});

/** GET /api/orders/:id/outcomes, GET /api/conversations/:id/outcomes: newest first. */
export const outcomes = z.object({ items: z.array(outcome) });

/**
 * POST /api/orders/:id/outcome: why it was won, or lost; POST /api/conversations/:id/outcome: why an inquiry was lost. The
 * list in which the reason stands says which.
 */
export const outcomeBody = z.strictObject({
	reason: z.string().min(1).max(60),
	note: typedText(300).trim().min(1).optional(),
});
