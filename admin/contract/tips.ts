import { z } from "zod";
import { instant } from "./shared.ts";

/** GET /api/tips?conversationId=…: tips that wait for an answer, the newest first. */
export const tipsQuery = z.strictObject({ conversationId: z.uuid().optional() });
export const tipView = z.object({
	id: z.uuid(),
	tip: z.string(),
	title: z.string(),
	conversationId: z.string(),
	customerName: z.string(),
	/** Whom it is meant for; null: the team. */
	ownerName: z.string().nullable(),
	evidence: z.string(),
	draft: z.string(),
	shownAt: instant,
});
export type TipView = z.infer<typeof tipView>;
export const tipList = z.object({ items: z.array(tipView) });

/** GET /api/tip-standings: each file of flows/tips with how it does, and what rules last noted of nobody's customer. */
export const tipStandings = z.object({
	items: z.array(
		z.object({
			tip: z.string(),
			title: z.string(),
			author: z.string().nullable(),
			isOff: z.boolean(),
			shown: z.number().int(),
			taken: z.number().int(),
		}),
	),
	notes: z.array(z.object({ note: z.string(), at: instant })),
});
export type TipStandingView = z.infer<typeof tipStandings>["items"][number];

/** POST /api/tips/:id/send: as it was drafted, or as it was edited. */
export const tipSending = z.strictObject({ text: z.string().min(1).max(4096) });
/** POST /api/tips/:id/wrong */
export const tipRefusal = z.strictObject({ reason: z.string().trim().min(1).max(300) });
