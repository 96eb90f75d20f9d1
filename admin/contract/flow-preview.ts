import { z } from "zod";
import { phoneMessage } from "./phones.ts";

/** What a preview may be narrowed to; left out is the first of each. */
export const previewQuery = z.strictObject({
	customer: z.string().max(40).optional(),
	channel: z.string().max(40).optional(),
	language: z.string().max(10).optional(),
});

/** Every message of a flow as one typical customer's phone would show it. */
export const flowPreview = z.object({
	customer: z.string(),
	channel: z.string(),
	language: z.string(),
	customers: z.array(z.string()),
	channels: z.array(z.string()),
	languages: z.array(z.string()),
	messages: z.array(
		z.object({
			step: z.string(),
			line: z.number(),
			part: z.string(),
			/** Values on which the wording depends: `tone = care`. */
			where: z.array(z.string()),
			when: z.object({ formula: z.string(), holds: z.boolean() }).nullable(),
			/** The shop writes first here. */
			uninvited: z.boolean(),
			shown: z.array(phoneMessage),
			templates: z.array(z.object({ name: z.string(), params: z.array(z.string()) })),
			silent: z.string().nullable(),
			failure: z.string().nullable(),
		}),
	),
});
export type FlowPreviewView = z.infer<typeof flowPreview>;
