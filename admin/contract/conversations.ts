import { z } from "zod";
import { instant, page, pageQuery, typedText } from "./shared.ts";

export const control = z.object({
	by: z.enum(["bot", "asked", "human", "parked"]),
	since: instant,
	holder: z.object({ id: z.string(), name: z.string() }).nullable(),
	team: z.string().nullable(),
	note: z.string().nullable(),
	reason: z.string().nullable(),
});

export const conversationRow = z.object({
	id: z.string(),
	customer: z.object({ id: z.string(), name: z.string() }),
	channel: z.string().nullable(),
	control,
	stage: z.string().nullable(),
	lastLine: z.string().nullable(),
	lastAt: instant.nullable(),
	/** Since when a customer's message waits for an answer. */
	unansweredSince: instant.nullable(),
});
export type ConversationRow = z.infer<typeof conversationRow>;
export const conversationPage = page(conversationRow);
export const conversationQuery = pageQuery.extend({
	view: z.enum(["all", "unanswered", "asked", "mine"]).default("all"),
});

export const threadMessage = z.object({
	id: z.string(),
	at: instant,
	direction: z.enum(["heard", "said"]),
	/** customer, bot, operator, note. */
	author: z.string(),
	authorName: z.string().nullable(),
	kind: z.string(),
	text: z.string(),
	/** Captions of the buttons under it, as the customer saw them. */
	buttons: z.array(z.string()),
	media: z.array(z.object({ kind: z.string(), name: z.string().nullable(), url: z.string().nullable() })),
	replyTo: z.string().nullable(),
	versions: z.array(z.object({ text: z.string(), at: instant.nullable() })),
	reactions: z.array(z.string()),
	status: z.string(),
	statusReason: z.string().nullable(),
	proactive: z.boolean(),
	stage: z.string().nullable(),
	flow: z.string().nullable(),
	step: z.string().nullable(),
	runId: z.string().nullable(),
	channel: z.string(),
});
export type ThreadMessage = z.infer<typeof threadMessage>;

export const thread = z.object({
	conversation: conversationRow,
	messages: z.array(threadMessage),
	/** Id to ask earlier messages with; null at the beginning. */
	earlier: z.string().nullable(),
});
export const threadQuery = z.strictObject({
	before: z
		.string()
		.regex(/^\d{1,18}$/)
		.optional(),
});

/** What an operator writes to the customer. */
export const reply = z.strictObject({
	text: typedText(4000).trim().min(1),
	/** One per press of "send": the same reply told twice is one. */
	key: z.string().regex(/^[\w-]{8,64}$/),
});
