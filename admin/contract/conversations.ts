import { z } from "zod";
import { instant, page, pageQuery, typedText } from "./shared.ts";

/*
 * The inbox, for the web and for whoever builds another face of it. All changing routes take `lease` (the one the screen
 * shows): where control has changed meanwhile they answer 409 `stale`, and the screen is drawn anew. Without it they act on
 * what is. 409 `taken` says who leads. News tell `conversation:<id>` after each change; `viewer` carries
 * `<conversation>/<member>/<viewing|typing|gone>` and is kept nowhere: show it for 15 seconds.
 */

const somebody = z.object({ id: z.string(), name: z.string() });
const memberId = z.string().min(1).max(64);
/** One per press: the same act told twice is one. */
const pressKey = z.string().regex(/^[\w-]{8,64}$/);
const messageId = z.string().regex(/^\d{1,18}$/);
const lease = z.number().int().min(0).optional();

/** A press without a body is one with nothing in it. */
function mayBeEmpty<Body extends z.ZodType>(body: Body) {
	return body.nullish().transform((given) => given ?? body.parse({}));
}

export const control = z.object({
	by: z.enum(["bot", "asked", "human", "parked"]),
	since: instant,
	/** Grows by one with each change of control. */
	lease: z.number().int(),
	holder: somebody.nullable(),
	/** While parked: until when. */
	until: instant.nullable(),
	team: z.string().nullable(),
	/** A line for the operator: why the customer came. */
	note: z.string().nullable(),
	/** How urgent the flow or rule found it that called for somebody; the note and the reason say why. Null: as usual. */
	priority: z.enum(["low", "high", "urgent"]).nullable(),
	/** handoff, retries, failure, too_late, silent, offline, promise, passed. */
	reason: z.string().nullable(),
	/** The run whose step asked for a person, or failed: its trace says why. */
	runId: z.string().nullable(),
	/** While asked: the customer chose to go on with the bot. */
	meanwhile: z.enum(["silence", "bot"]).nullable(),
});

export const promise = z.object({
	id: z.string(),
	text: z.string(),
	dueAt: instant,
	/** Null: the team's. */
	owner: somebody.nullable(),
	team: z.string().nullable(),
	state: z.enum(["open", "kept", "late", "withdrawn"]),
	/** Open and past its time, or kept too late. */
	late: z.boolean(),
	createdAt: instant,
	settledAt: instant.nullable(),
});
export type PromiseView = z.infer<typeof promise>;

export const conversationRow = z.object({
	id: z.string(),
	customer: z.object({ id: z.string(), name: z.string(), tags: z.array(z.string()) }),
	/** Where a reply goes now; the chat last heard from. */
	channel: z.string().nullable(),
	/** All ways to this customer, for "by the other channel". */
	chats: z.array(z.object({ id: z.string(), channel: z.string(), reachable: z.boolean() })),
	control,
	lastHolder: somebody.nullable(),
	stage: z.string().nullable(),
	lastLine: z.string().nullable(),
	lastAt: instant.nullable(),
	/** Since when a customer's message waits for an answer. Reading changes nothing; a bare thank-you does not raise it. */
	unansweredSince: instant.nullable(),
	/** By when somebody should answer, and whether to warn (from 80 % on, never while the holder answers). Null: nothing waits, or the team promises nothing. */
	sla: z.object({ dueAt: instant, warn: z.boolean(), breached: z.boolean() }).nullable(),
	/** The same for the whole matter, from its first message: the team's promise to have it settled. Null while the bot leads. */
	resolution: z.object({ dueAt: instant, warn: z.boolean(), breached: z.boolean() }).nullable(),
	/** The last close, or waived answer, can be taken back: nothing has happened since. */
	undo: z.enum(["closed", "waived"]).nullable(),
	/** The earliest open promise. */
	promiseDueAt: instant.nullable(),
	/** Notes that name whoever asks, and that they have not seen. */
	mentions: z.number().int(),
	closedAt: instant.nullable(),
});
export type ConversationRow = z.infer<typeof conversationRow>;
export const conversationPage = page(conversationRow);

/** `queue` is what waits for somebody: late promises, overdue answers, asked, the rest, each by priority and then by age; the other views go by the last message. */
export const conversationViews = [
	"all",
	"queue",
	"unanswered",
	"asked",
	"mine",
	"free",
	"team",
	"parked",
	"mentions",
	"closed",
] as const;
export const conversationFilters = z.strictObject({
	view: z.enum(conversationViews).default("all"),
	team: z.string().max(40).optional(),
	channel: z.string().max(40).optional(),
	tag: z.string().max(60).optional(),
});
export const conversationQuery = pageQuery.extend(conversationFilters.shape);

/** How many stand in each view, for the tabs. */
export const countedViews = ["queue", "unanswered", "asked", "mine", "free", "parked", "mentions"] as const;
export const conversationCounts = z.record(z.enum(countedViews), z.number().int());

/** GET /api/tags: tags in use, for filters and for whoever gives one. */
export const tagsInUse = z.object({ items: z.array(z.string()) });

export const threadMessage = z.object({
	id: z.string(),
	at: instant,
	direction: z.enum(["heard", "said"]),
	/** customer, bot, operator, note. */
	author: z.string(),
	authorName: z.string().nullable(),
	/** Message, pressed, command, link, contact, location, checkout, paid; note: staff alone see it; control: who leads has changed. */
	kind: z.string(),
	/** For kind `control`: who led before and after, `closed` too, and to whom it was given by another or by turns. Its text is a reason or a brief. */
	control: z.object({ from: z.string(), to: z.string(), given: z.string().nullable() }).nullable(),
	text: z.string(),
	/** Captions of the buttons under it, as the customer saw them. */
	buttons: z.array(z.string()),
	media: z.array(z.object({ kind: z.string(), name: z.string().nullable(), url: z.string().nullable() })),
	replyTo: z.string().nullable(),
	/** The line that it quotes, where we have it. */
	quote: z.object({ id: z.string(), author: z.string(), text: z.string() }).nullable(),
	versions: z.array(z.object({ text: z.string(), at: instant.nullable() })),
	/** Why the last edit did not reach the customer, who still reads the former words; null: it did, or is on its way. */
	editTrouble: z.string().nullable(),
	reactions: z.array(z.string()),
	/** For what we said: pending, sent, unknown, blocked, failed, cancelled. All but `pending` and `sent` may be resent. */
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

export const laterReply = z.object({ id: z.string(), text: z.string(), dueAt: instant, by: somebody });

export const thread = z.object({
	conversation: conversationRow,
	messages: z.array(threadMessage),
	/** Id to ask earlier messages with; null at the beginning. */
	earlier: z.string().nullable(),
	/** Open ones first, then those settled of late. */
	promises: z.array(promise),
	/** Replies that wait for their time. */
	laterReplies: z.array(laterReply),
	/** The step that the holder has the customer walk through now; `question`: what the customer is asked. */
	pushed: z.object({ runId: z.string(), flow: z.string(), question: z.string().nullable() }).nullable(),
	/** What whoever asks has begun to write here. */
	draft: z.string(),
});
export const threadQuery = z.strictObject({
	before: z
		.string()
		.regex(/^\d{1,18}$/)
		.optional(),
});

/** POST …/take. Of two takers one wins. From a colleague only a lead may take, and says why. */
export const takeBody = mayBeEmpty(z.strictObject({ lease, reason: typedText(300).trim().min(1).optional() }));

/** POST …/reopen: takes back the last close or waived answer, while a conversation's `undo` names one. */
export const reopenBody = mayBeEmpty(z.strictObject({ lease }));

/** POST …/replies: what an operator writes to the customer. The first reply takes control by itself. */
export const reply = z
	.strictObject({
		text: typedText(4000).trim(),
		key: pressKey,
		lease,
		/** Files kept before by POST /api/attachments; each leaves as a message of its own, before the words. */
		files: z.array(z.uuid()).max(5).default([]),
		/** The line that it quotes: an id of the thread. */
		quotes: messageId.optional(),
		/** By this chat instead of the one last heard from. */
		chatId: z.uuid().optional(),
		/** It keeps this promise. */
		keeps: z.uuid().optional(),
	})
	.refine(({ text, files }) => text !== "" || files.length > 0, "says nothing and brings nothing");

/** POST /api/attachments, as multipart with one `file`: kept, and sent with a reply. */
export const attachment = z.object({
	id: z.uuid(),
	kind: z.enum(["photo", "video", "voice", "document"]),
	name: z.string(),
});
export type Attachment = z.infer<typeof attachment>;

/** POST …/notes: among staff. Whoever is named in `mentions` is told once. */
export const noteBody = z.strictObject({
	text: typedText(4000).trim().min(1),
	mentions: z.array(memberId).max(20).default([]),
});

/** POST …/promises. `park`: the conversation waits for it (control becomes `parked`). */
export const promiseBody = z.strictObject({
	text: typedText(500).trim().min(1),
	dueAt: instant,
	key: pressKey,
	lease,
	park: z.boolean().default(true),
});
/** POST /api/promises/:id/keep, or …/withdraw with a word that the customer is told. */
export const withdrawal = z.strictObject({ word: typedText(1000).trim().min(1), key: pressKey });

/** POST …/pass: to a member or, with none named, to a team's queue. */
export const passBody = z.strictObject({
	lease,
	to: z.union([z.strictObject({ memberId }), z.strictObject({ team: z.string().max(40) })]),
	note: typedText(500).trim().optional(),
});

/** POST …/close. Refused over an open question or promise; `force` names nobody: see hand-back. */
export const closeBody = mayBeEmpty(
	z.strictObject({ lease, force: z.boolean().default(false), reason: typedText(300).trim().optional() }),
);

const factValue = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);

/** GET …/hand-back: the packet, filled in. */
export const packet = z.object({
	lease: z.number().int(),
	/** Where the bot may go on. `waiting`: null where nothing waits. */
	resume: z.object({
		waiting: z.object({ flow: z.string(), title: z.string(), step: z.string(), question: z.string() }).nullable(),
		steps: z.array(z.object({ step: z.string(), title: z.string(), answered: z.boolean() })),
		flows: z.array(z.object({ flow: z.string(), title: z.string() })),
	}),
	/** What the customer has answered in the dialog that waits: change any of them. */
	facts: z.array(
		z.object({
			...{ variable: z.string(), step: z.string(), title: z.string(), was: factValue, label: z.string() },
			/** What it may be; empty: any words. */
			choices: z.array(z.object({ value: z.string(), label: z.string() })),
		}),
	),
	/** What stands against it; empty, or dropped by force (a lead's right), or passed on. */
	openEnds: z.array(
		z.object({ kind: z.enum(["question", "promise", "planned"]), id: z.string().nullable(), text: z.string() }),
	),
});

/** POST …/hand-back. */
export const handBackBody = mayBeEmpty(
	z.strictObject({
		lease,
		resume: z
			.union([
				z.strictObject({ at: z.literal("waiting") }),
				z.strictObject({ at: z.literal("step"), step: z.string().max(80) }),
				z.strictObject({ at: z.literal("flow"), flow: z.string().max(80) }),
				z.strictObject({ at: z.literal("menu") }),
			])
			.default({ at: "waiting" }),
		facts: z.record(z.string().max(80), factValue).default({}),
		/** One line for the next reader. */
		brief: typedText(300).trim().optional(),
		/** Drops the open ends. */
		force: z.boolean().default(false),
	}),
);

/** POST …/step: the holder has the customer walk through a flow, and keeps the lease. DELETE …/step takes it back. */
export const stepBody = z.strictObject({ flow: z.string().max(80), lease });

/** POST …/later: leaves then, unless the customer writes first. DELETE /api/later-replies/:id takes it back. */
export const laterBody = z.strictObject({ text: typedText(4000).trim().min(1), dueAt: instant, key: pressKey });

/** POST /api/messages/:id/resend: one that did not arrive goes out again, by its chat or another. */
export const resendBody = z.strictObject({ key: pressKey, chatId: z.uuid().optional() });

/** POST /api/messages/:id/unsend: one's own words are taken back: they do not leave, or are taken away where the messenger lets us. */

/** PUT /api/messages/:id/text: one's own words are mended, a note's or a reply's: at the customer's too, where the messenger lets us. */
export const wordsBody = z.strictObject({ text: typedText(4000).trim().min(1) });

/** PUT …/draft. Empty: none. */
export const draftBody = z.strictObject({ text: typedText(4000) });

/** POST …/presence: told to colleagues who look at the same thread. Repeat it every 10 seconds. */
export const presenceBody = z.strictObject({ doing: z.enum(["viewing", "typing", "gone"]) });

/** PUT …/tags: the customer's, all of them. */
export const tagsBody = z.strictObject({ tags: z.array(typedText(60).trim().min(1)).max(30) });

/** GET /api/replies: canned replies. Their variables are filled in for the conversation asked with. */
export const cannedReply = z.object({
	key: z.string(),
	title: z.string(),
	text: z.string(),
	/** A file of the team, or the member's own. */
	of: z.enum(["team", "own"]),
	/** A macro does more than answer. */
	does: z.object({
		tags: z.array(z.string()),
		untags: z.array(z.string()),
		passTo: z.string().nullable(),
		note: z.string().nullable(),
		close: z.boolean(),
	}),
});
export const cannedReplies = z.object({ items: z.array(cannedReply) });
export const cannedQuery = z.strictObject({ conversation: z.uuid().optional() });
/** PUT /api/replies/:key: one's own. Empty: none. */
export const ownReplyBody = z.strictObject({ text: typedText(4000) });
/** POST …/macros/:key: answers, tags, passes on and closes in one commit. `text`: as edited in the composer. */
export const macroBody = z.strictObject({ key: pressKey, lease, text: typedText(4000).optional() });

/** GET /api/search: words in any form, names with typos, phones and orders by a part of their number. */
export const searchQuery = z.strictObject({ q: typedText(200).trim().min(1) });
export const found = z.object({
	customers: z.array(z.object({ id: z.string(), name: z.string(), conversationId: z.string().nullable() })),
	messages: z.array(
		z.object({
			id: z.string(),
			conversationId: z.string(),
			customer: somebody,
			author: z.string(),
			text: z.string(),
			at: instant,
		}),
	),
});

/** GET, POST /api/views, DELETE /api/views/:id: lists under a name. */
export const savedView = z.object({
	id: z.string(),
	title: z.string(),
	filters: conversationFilters,
	shared: z.boolean(),
	own: z.boolean(),
});
export const savedViews = z.object({ items: z.array(savedView) });
export const savedViewBody = z.strictObject({
	title: typedText(60).trim().min(1),
	filters: conversationFilters,
	shared: z.boolean().default(false),
});
