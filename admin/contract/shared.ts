import { z } from "zod";

/** An instant, ISO 8601 in UTC. */
export const instant = z.iso.datetime({ offset: true });
/** A sum in minor units and its currency. */
export const money = z.object({ minor: z.number().int(), currency: z.string() });
export type MoneyView = z.infer<typeof money>;

/** Why something was not done: `code` for programs, `message` for people. */
export const refusal = z.object({ code: z.string(), message: z.string() });

/** A page of a list: `next` is handed back to get the following one; null at the end. */
export function page<Item extends z.ZodType>(item: Item) {
	return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Asked of any list. What is not known is refused: a misspelt filter must not be taken for no filter. */
export const pageQuery = z.strictObject({
	after: z.uuid().optional(),
	limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Words that somebody typed. Characters that no database can keep are refused at the door. */
export function typedText(longest: number) {
	return z
		.string()
		.max(longest)
		.refine((text) => !/[\0\p{Surrogate}]/u.test(text), "holds characters that cannot be kept");
}
