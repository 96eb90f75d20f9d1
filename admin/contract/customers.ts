import { z } from "zod";
import { instant, money, page, pageQuery, typedText } from "./shared.ts";

export const customerRow = z.object({
	id: z.string(),
	name: z.string(),
	phone: z.string().nullable(),
	channels: z.array(z.string()),
	tags: z.array(z.string()),
	ordersCount: z.number().int(),
	ordersTotal: money,
	lastOrderAt: instant.nullable(),
	createdAt: instant,
});
export const customerPage = page(customerRow);
export const customerQuery = pageQuery.extend({ search: typedText(200).optional() });

export const timelineEntry = z.object({
	id: z.string(),
	at: instant,
	name: z.string(),
	actor: z.string(),
	stage: z.string().nullable(),
	channel: z.string().nullable(),
	flow: z.string().nullable(),
	data: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const customerCard = z.object({
	id: z.string(),
	name: z.string(),
	firstName: z.string().nullable(),
	lastName: z.string().nullable(),
	phone: z.string().nullable(),
	email: z.string().nullable(),
	birthday: z.string().nullable(),
	language: z.string(),
	zone: z.string().nullable(),
	city: z.string().nullable(),
	addresses: z.array(z.string()),
	likes: z.array(z.string()),
	source: z.string().nullable(),
	createdAt: instant,
	conversationId: z.string().nullable(),
	stage: z.string().nullable(),
	tags: z.array(z.string()),
	/** Where a message of ours would go now, and the reason in a sentence. */
	preferredChannel: z.object({ channel: z.string().nullable(), why: z.string() }),
	identities: z.array(
		z.object({
			id: z.string(),
			channel: z.string(),
			nativeId: z.string(),
			username: z.string().nullable(),
			reachability: z.string(),
			proof: z.string(),
			confidence: z.number(),
			lastHeardAt: instant.nullable(),
		}),
	),
	consents: z.array(
		z.object({
			purpose: z.string(),
			state: z.string(),
			at: instant,
			text: z.string(),
			textVersion: z.string(),
			channel: z.string().nullable(),
			actor: z.string(),
		}),
	),
	figures: z.object({
		ordersCount: z.number(),
		ordersTotal: money,
		lastOrderAt: instant.nullable(),
		nextOrderAt: instant.nullable(),
		cycleDays: z.number().nullable(),
		favourite: z.string().nullable(),
	}),
	cart: z
		.object({
			id: z.string(),
			count: z.number(),
			total: money,
			lines: z.array(z.object({ title: z.string(), qty: z.number(), sum: money })),
		})
		.nullable(),
	orders: z.array(
		z.object({ id: z.string(), number: z.number(), state: z.string(), total: money, createdAt: instant }),
	),
	timeline: z.array(timelineEntry),
});
export type CustomerCardView = z.infer<typeof customerCard>;
