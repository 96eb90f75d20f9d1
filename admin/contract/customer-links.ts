import { z } from "zod";
import { instant } from "./shared.ts";

/** What was made since two customers became one, and belongs to no chat: a person says whose it is. */
export const unclearRow = z.object({
	table: z.enum(["shop_order", "ticket", "promise", "feedback", "coupon", "message"]),
	id: z.string(),
	what: z.string(),
	at: instant,
});

/** Links of a customer that stand, newest first. */
export const customerLinks = z.array(
	z.object({
		id: z.string(),
		absorbedId: z.string(),
		absorbedName: z.string(),
		proof: z.string(),
		confidence: z.number(),
		actor: z.string(),
		at: instant,
		unclear: z.array(unclearRow),
	}),
);

/** Of the unclear rows those that go to the customer who is restored. */
export const undoing = z.strictObject({
	give: z.array(z.strictObject({ table: unclearRow.shape.table, id: z.string().max(40) })).max(500),
});

/** Pairs who may be one person, on grounds that prove nothing. */
export const linkSuggestions = z.array(
	z.object({
		id: z.string(),
		people: z.array(z.object({ id: z.string(), name: z.string(), channels: z.array(z.string()) })),
		ground: z.string(),
		at: instant,
	}),
);
export type LinkSuggestion = z.infer<typeof linkSuggestions>[number];
export type CustomerLinkView = z.infer<typeof customerLinks>[number];
export type UnclearRow = z.infer<typeof unclearRow>;

/** What cannot be taken back, and what leaves the house, takes the password once more. */
export const confirmed = z.strictObject({ password: z.string().min(1).max(128) });
