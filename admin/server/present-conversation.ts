import { z } from "zod";
import { type ConversationRow, control, type PromiseView, type ThreadMessage } from "#admin/contract/conversations.ts";
import type { listConversations } from "#core/conversations/list-conversations.ts";
import type { QuotedLine, readThread } from "#core/conversations/read-thread.ts";
import { standingSettled } from "#core/conversations/settled.ts";
import { cutText } from "#core/cut-text.ts";
import { plainText } from "#core/delivery/markup.ts";
import type { Asker } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";

/** Who looks, when, what colleagues are called, and in how many notes of each conversation the reader is named. */
export type Reader = {
	readonly asker: Asker;
	readonly now: Date;
	readonly names: ReadonlyMap<string, string>;
	readonly mentions: ReadonlyMap<string, number>;
};

type Conversation = Awaited<ReturnType<typeof listConversations>>["items"][number];
type Thread = Awaited<ReturnType<typeof readThread>>;
type Message = Thread["messages"][number];

/** A row of the inbox, as this reader may see it. */
export function presentConversation(row: Conversation, reader: Reader): ConversationRow {
	const { asker, now } = reader;
	return {
		id: row.id,
		customer: {
			id: row.customer.id,
			name: nameFor(asker, row.customer),
			tags: row.customer.tags.map(({ tag }) => tag).sort(),
		},
		channel: row.chats.find((chat) => chat.id === row.chatId)?.channel ?? row.chats[0]?.channel ?? null,
		chats: row.chats.map(({ id, channel, unreachable }) => ({ id, channel, reachable: unreachable === null })),
		control: {
			by: row.control,
			since: row.controlSince.toISOString(),
			lease: row.lease,
			holder: somebody(row.holderId, reader),
			until: row.parkedUntil?.toISOString() ?? null,
			team: row.team,
			note: row.askNote,
			priority: shownPriority.parse(row.askPriority),
			reason: row.askReason,
			runId: row.askRunId,
			meanwhile: row.meanwhile === "bot" || row.meanwhile === "silence" ? row.meanwhile : null,
		},
		lastHolder: somebody(row.lastHolderId, reader),
		stage: row.stage,
		lastLine: row.lastLine && maskPhones(plainText(row.lastLine), asker),
		lastAt: row.lastMessageAt?.toISOString() ?? null,
		unansweredSince: row.unansweredSince?.toISOString() ?? null,
		sla: clockOf({ from: row.unansweredSince, dueAt: row.answerBy }, row, now),
		resolution: clockOf({ from: row.beganAt, dueAt: row.resolveBy }, row, now),
		undo: standingSettled(row)?.what ?? null,
		promiseDueAt: row.promiseDueAt?.toISOString() ?? null,
		mentions: reader.mentions.get(row.id) ?? 0,
		closedAt: row.closedAt?.toISOString() ?? null,
	};
}

/** `normal` is said by silence. */
const shownPriority = control.shape.priority.catch(null);

/** Nobody is warned while the holder is at it, and a promise replaces the clock. */
function clockOf(
	{ from, dueAt }: { from: Date | null; dueAt: Date | null },
	{ staffTypedAt, control }: Conversation,
	now: Date,
): ConversationRow["sla"] {
	if (!from || !dueAt || control === "parked") return null;
	const isAnswering = staffTypedAt !== null && now.getTime() - staffTypedAt.getTime() < TYPING_MS;
	const warnsAt = from.getTime() + WARNS * (dueAt.getTime() - from.getTime());
	return {
		dueAt: dueAt.toISOString(),
		warn: !isAnswering && now.getTime() >= warnsAt,
		breached: !isAnswering && dueAt <= now,
	};
}

const TYPING_MS = 60_000;
const WARNS = 0.8;

/** A promise of the ledger. */
export function presentPromise(row: Thread["promises"][number], reader: Reader): PromiseView {
	return {
		id: row.id,
		text: row.text,
		dueAt: row.dueAt.toISOString(),
		owner: somebody(row.ownerId, reader),
		team: row.team,
		state: promiseState.parse(row.state),
		late: row.state === "late" || (row.state === "open" && row.dueAt < reader.now),
		createdAt: row.createdAt.toISOString(),
		settledAt: row.settledAt?.toISOString() ?? null,
	};
}

const promiseState = z.enum(["open", "kept", "late", "withdrawn"]);

/** A colleague by name, who may be gone. */
export function somebody(id: string | null, { names }: Pick<Reader, "names">) {
	return id === null ? null : { id, name: names.get(id) ?? "—" };
}

/** Stored JSON is ours, yet read as a stranger's: an old row may be shaped otherwise. */
const storedMedia = z
	.array(
		z.object({
			kind: z.string(),
			name: z.string().optional(),
			ref: z.string().optional(),
			kept: z.string().optional(),
			source: z.string().optional(),
		}),
	)
	.catch([]);
const storedContent = z
	.object({
		buttons: z.array(z.object({ label: z.string() })).optional(),
		request: z.object({ label: z.string() }).optional(),
		media: storedMedia.optional(),
		from: z.string().optional(),
		to: z.string().optional(),
		given: z.string().optional(),
	})
	.catch({});
const storedVersions = z.array(z.object({ text: z.string(), at: z.string().optional() })).catch([]);
const storedReactions = z.array(z.string()).catch([]);

/** A line of the thread: what the customer saw, never tokens or marks. */
export function presentMessage(
	message: Message,
	{ asker, names }: Pick<Reader, "asker" | "names">,
	{ quoted, failed }: { quoted: ReadonlyMap<string, QuotedLine>; failed: ReadonlyMap<bigint, string> },
): ThreadMessage {
	const content = storedContent.parse(message.content ?? {});
	const text = seenText(message);
	const [author = "system", memberId] = message.author.split(/:(.*)/s);
	return {
		id: String(message.id),
		at: message.at.toISOString(),
		direction: message.direction,
		author,
		authorName: memberId ? (names.get(memberId) ?? null) : null,
		kind: message.kind,
		control: message.kind === "control" ? presentChange(content, names) : null,
		text: maskPhones(text, asker),
		buttons: message.shown ? [] : buttonsOf(content),
		media: [...storedMedia.parse(message.media ?? []), ...(content.media ?? [])].map(presentMedia),
		replyTo: message.replyTo,
		quote: presentQuote(quoted.get(`${message.chatId} ${message.replyTo}`), asker),
		versions: storedVersions.parse(message.versions ?? []).map((version) => ({
			text: maskPhones(version.text, asker),
			at: version.at ?? null,
		})),
		editTrouble: failed.get(message.id) ?? null,
		reactions: storedReactions.parse(message.reactions ?? []),
		status: message.status,
		statusReason: message.statusReason,
		proactive: message.proactive,
		stage: message.stage,
		flow: message.flow,
		step: message.step,
		runId: message.runId,
		channel: message.channel,
	};
}

function presentChange({ from, to, given }: z.infer<typeof storedContent>, names: Reader["names"]) {
	return { from: from ?? "", to: to ?? "", given: given === undefined ? null : (names.get(given) ?? "—") };
}

/** A template that went out instead has none of these. */
function buttonsOf({ buttons = [], request }: z.infer<typeof storedContent>): string[] {
	return [...buttons, ...(request ? [request] : [])].map(({ label }) => label);
}

function presentQuote(line: QuotedLine | undefined, asker: Asker): ThreadMessage["quote"] {
	if (!line) return null;
	const text = maskPhones(cutText(seenText(line), 160, "…"), asker);
	return { id: String(line.id), author: line.author.split(":")[0] ?? "", text };
}

/** What we said is kept as it was written, with its marks; the customer saw it without. */
function seenText({ author, text, shown }: { author: string; text: string; shown?: string | null }): string {
	if (shown) return shown;
	return author === "bot" ? plainText(text) : text;
}

function presentMedia({ kind, name, kept, source }: z.infer<typeof storedMedia>[number]) {
	const id = kept ?? source;
	return {
		kind,
		name: name ?? null,
		url: id && !/^https?:/.test(id) ? `/api/media/${id.split("/").map(encodeURIComponent).join("/")}` : null,
	};
}
