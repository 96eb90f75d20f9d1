import { z } from "zod";
import { instant, typedText } from "./shared.ts";

/** GET /api/audit: who did what, newest first. Days are the shop's. */
export const auditQuery = z.strictObject({
	by: z.string().max(64).optional(),
	act: z
		.string()
		.regex(/^[\w.-]{1,60}$/)
		.optional(),
	/** How what it was done to begins: its kind, its id, or both. */
	thing: typedText(100).optional(),
	from: z.iso.date().optional(),
	until: z.iso.date().optional(),
	after: z
		.string()
		.regex(/^\d{1,18}$/)
		.optional(),
	limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const auditPage = z.object({
	items: z.array(
		z.object({
			id: z.string(),
			at: instant,
			actor: z.string(),
			/** The member's name; null: not a member. */
			actorName: z.string().nullable(),
			act: z.string(),
			thing: z.string(),
			/** The member's or the customer's name, where the thing is one. */
			thingName: z.string().nullable(),
			before: z.unknown(),
			after: z.unknown(),
		}),
	),
	next: z.string().nullable(),
});
export type AuditRow = z.infer<typeof auditPage>["items"][number];
