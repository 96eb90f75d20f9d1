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
	/** What the shop's own fields hold, by their ids, as words. */
	fields: z.record(z.string(), z.string()),
});
export type CustomerRowView = z.infer<typeof customerRow>;
export const customerPage = page(customerRow);

/** Which customers are meant; days are the shop's, sums in minor units. */
export const customerFilter = z.strictObject({
	search: typedText(200).optional(),
	tag: typedText(60).optional(),
	channel: typedText(40).optional(),
	consent: z.enum(["given", "none"]).optional(),
	orderedSince: z.iso.date().optional(),
	quietSince: z.iso.date().optional(),
	spent: z.coerce.number().int().min(0).max(1e15).optional(),
	segment: typedText(100).optional(),
});
export const customerQuery = pageQuery.extend(customerFilter.shape);

/** GET /api/customer-choices: what the filters offer, and the columns of the shop's own. */
export const customerChoices = z.object({
	tags: z.array(z.string()),
	channels: z.array(z.string()),
	segments: z.array(z.object({ id: z.string(), title: z.string() })),
	fields: z.array(z.object({ id: z.string(), title: z.string() })),
});

/** POST /api/customer-tags: a tag put on many, or taken off. Undone by the reverse for those it `changed`. */
export const customerTagging = z.strictObject({
	ids: z.array(z.uuid()).min(1).max(500),
	tag: typedText(60).trim().min(1),
	to: z.enum(["on", "off"]),
});
export const customersTagged = z.object({ changed: z.array(z.string()) });

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
