import { z } from "zod";

const fieldValue = z.union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(200)).max(100)]);

/** GET /api/customers/:id/fields: what the shop wants to know of its customers (`fields:` of _defaults.yaml), and what it knows. */
export const customFields = z.object({
	items: z.array(
		z.object({
			id: z.string(),
			title: z.string(),
			type: z.enum(["text", "number", "yesno", "date", "list of text"]),
			value: fieldValue.nullable(),
		}),
	),
});
export type CustomFieldView = z.infer<typeof customFields>["items"][number];

/** PUT /api/customers/:id/fields/:field. Null forgets it. */
export const customFieldBody = z.strictObject({ value: fieldValue.nullable() });
