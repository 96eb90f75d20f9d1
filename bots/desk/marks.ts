import type { Shop, Statement } from "#core/shop.ts";
import type { Caller } from "./call.ts";
import { putCard } from "./cards.ts";
import type { Group } from "./group.ts";
import { plain } from "./html.ts";
import { type DeskWords, deskWords } from "./words.ts";

/** How far a reply has come, as a reaction on the operator's message: no message of the budget is spent on it. */
const MARK = {
	note: "✍",
	sent: "👌",
	delivered: "👍",
	read: "👀",
	played: "👀",
	failed: "💔",
	blocked: "💔",
	unknown: "🤔",
	cancelled: "🙈",
} as const;
type Mark = (typeof MARK)[keyof typeof MARK];

type MarkedLine = {
	readonly messageId: number;
	readonly conversationId: string;
	readonly kind: string;
	readonly mark: string | null;
	readonly line: bigint | null;
	readonly status: string | null;
	readonly reason: string | null;
	/** The last edit of it: its row of the outbox, and how that stands. */
	readonly edit: bigint | null;
	readonly editState: string | null;
	readonly editReason: string | null;
	readonly isOld: boolean;
};

/**
 * Marks members' messages as sent, delivered, read or noted; what failed is said aloud, with a button to send it again. True:
 * such a card waits to be posted.
 */
export async function drawMarks(parts: MarkParts, group: Group): Promise<boolean> {
	const { shop, account } = parts;
	let toldTrouble = false;
	const lines = await shop.db.written<MarkedLine>(UNSETTLED, [account, group.chatId, shop.now()]);
	for (const line of lines) {
		const marked = await drawMark(parts, group, line);
		if (marked === "not now") return false;
		const toldEdit = await tellFailedEdit(shop, { account, line, words: deskWords(group.language) });
		if (marked === "trouble" || toldEdit) toldTrouble = true;
		if (isSettled(line))
			await shop.db.deskLine.updateMany({ where: placeOf(line, account, group), data: { settled: true } });
	}
	return toldTrouble;
}

type MarkParts = { readonly shop: Shop; readonly caller: Caller; readonly account: string };

function placeOf({ messageId }: MarkedLine, account: string, { chatId }: Group) {
	return { account, chatId, messageId };
}

/** `not now`: Telegram wants to be left alone. */
async function drawMark(
	{ shop, caller, account }: MarkParts,
	group: Group,
	line: MarkedLine,
): Promise<"marked" | "trouble" | "not now"> {
	const wanted = line.kind === "note" ? MARK.note : markOf(line.status);
	if (!wanted || wanted === line.mark) return "marked";
	const reaction = [{ type: "emoji" as const, emoji: wanted as TelegrafEmoji }];
	const message = { chat_id: group.chatId, message_id: line.messageId };
	const outcome = await caller.call("setMessageReaction", { ...message, reaction });
	if (outcome.kind === "wait" || outcome.kind === "unclear") return "not now";
	await shop.db.deskLine.updateMany({ where: placeOf(line, account, group), data: { mark: wanted } });
	if (!isTrouble(wanted)) return "marked";
	await tellTrouble(shop, { account, line, words: deskWords(group.language) });
	return "trouble";
}

/** Nothing more will be told of it, and no edit of it is under way. */
function isSettled({ kind, isOld, status, editState }: MarkedLine): boolean {
	if (editState === "pending" || editState === "attempting") return false;
	return kind === "note" || isOld || (status !== null && FINAL.has(status));
}

/** Telegraf's list of emoji is older than ours, and shorter. */
type TelegrafEmoji = "👍";

/** Nothing more is told of it. Telegram tells nothing of what it took; a day is long enough to wait for the others. */
const FINAL: ReadonlySet<string> = new Set(["read", "played", "failed", "blocked", "cancelled"]);

function markOf(status: string | null): Mark | undefined {
	switch (status) {
		case "sent":
		case "delivered":
		case "read":
		case "played":
		case "failed":
		case "blocked":
		case "unknown":
		case "cancelled":
			return MARK[status];
		default:
			return undefined;
	}
}

function isTrouble(mark: Mark): boolean {
	return mark === MARK.failed || mark === MARK.unknown;
}

async function tellTrouble(
	shop: Shop,
	{ account, line, words }: { account: string; line: MarkedLine; words: DeskWords },
): Promise<void> {
	const text = line.status === "unknown" ? words.unknownSend : words.failed(plain(line.reason ?? "—"));
	await putCard(shop, {
		...{ account, conversationId: line.conversationId, kind: "failed", replyTo: line.messageId },
		drawn: { text, keyboard: [[{ text: words.resend, data: `resend.${line.line}` }]] },
		key: `failed ${line.line}`,
	});
}

const EDIT_FAILED: ReadonlySet<string> = new Set(["failed", "blocked", "unknown"]);

/** The customer still reads the former words: said once for each edit. */
async function tellFailedEdit(
	shop: Shop,
	{ account, line, words }: { account: string; line: MarkedLine; words: DeskWords },
): Promise<boolean> {
	if (!line.editState || !EDIT_FAILED.has(line.editState)) return false;
	const key = `edit failed ${line.edit}`;
	if (await shop.db.deskCard.findUnique({ where: { key } })) return false;
	await putCard(shop, {
		...{ account, conversationId: line.conversationId, kind: "saying", replyTo: line.messageId, key },
		drawn: { text: words.editFailed(plain(line.editReason ?? "—")), keyboard: [] },
	});
	return true;
}

const UNSETTLED: Statement = {
	name: "desk-unsettled-lines",
	text: `SELECT l.message_id AS "messageId", l.conversation_id AS "conversationId", l.kind, l.mark, l.line,
			m.status, m.status_reason AS reason, l.created_at < $3::timestamptz - interval '1 day' AS "isOld",
			e.id AS edit, e.state::text AS "editState", e.reason AS "editReason"
		FROM desk_line l LEFT JOIN message m ON m.id = l.line
			LEFT JOIN LATERAL (SELECT o.id, o.state, o.reason FROM outbox o
				WHERE m.versions IS NOT NULL AND o.conversation_id = m.conversation_id AND o.intent LIKE 'edit ' || m.id || ' %'
				ORDER BY o.id DESC LIMIT 1) e ON true
		WHERE l.account = $1 AND l.chat_id = $2 AND NOT l.settled ORDER BY l.created_at LIMIT 200`,
};
