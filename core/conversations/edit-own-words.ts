import type { ChannelName } from "#core/channel-names.ts";
import { cutText } from "#core/cut-text.ts";
import { escapeMarkup } from "#core/delivery/markup.ts";
import type { Errands } from "#core/errands.ts";
import { aList, anObject } from "#core/json.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Sendable, Staff, StaffTurn } from "./staff-turn.ts";

type Editing = {
	/** The line of the thread, a reply or a note. */
	readonly messageId: bigint;
	readonly staff: Staff;
	readonly text: string;
};

/**
 * A member mends words of their own, from the web or the desk. What has not left leaves as it is now; what the customer has is
 * changed there, where the messenger lets us, and refused where it does not: the thread never shows words that nobody will read.
 * The former wording stays with the line. Told twice it is one edit.
 */
export async function editOwnWords(shop: Shop, turn: StaffTurn, { messageId, staff, text }: Editing): Promise<void> {
	const { conversationId } = await ownLine(shop, { messageId, staff });
	await turn({
		conversationId,
		staff,
		async decide(inside) {
			const line = await ownLine(inside, { messageId, staff });
			if (line.text === text) return {};
			refuseUnfit(line, text);
			if (line.kind === "note") {
				await keepFormer(inside, line, text);
				return {};
			}
			const sends = await bringToCustomer(inside, line, text);
			await keepFormer(inside, line, text);
			await retellLast(inside, line, text);
			const { customerId } = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
			const by = { customerId, conversationId, actor: `operator:${staff.id}`, channel: line.channel } as const;
			await inside.record({ name: "message.edited", data: { message: String(messageId) }, ...by });
			return { sends };
		},
	});
}

/**
 * Keeper of `send-edit`: words were mended while they were on their way. As soon as it is known what the customer has, it is
 * changed; until then this looks again.
 */
export function editSender(turn: StaffTurn) {
	return async (shop: Shop, { messageId }: Errands["send-edit"]): Promise<void> => {
		const known = await shop.db.message.findUnique({ where: { id: BigInt(messageId) } });
		if (!known) return;
		await turn({
			conversationId: known.conversationId,
			async decide(inside) {
				const line = await inside.db.message.findUniqueOrThrow({ where: { id: known.id } });
				return line.status === "cancelled" ? {} : { sends: await bringToCustomer(inside, line, line.text) };
			},
		});
	};
}

/** Intents of edits begin so; the number of the wording follows. */
export function editIntent(messageId: bigint): string {
	return `edit ${messageId} `;
}

type Line = NonNullable<Awaited<ReturnType<Shop["db"]["message"]["findUnique"]>>>;

async function ownLine(shop: Shop, { messageId, staff }: { messageId: bigint; staff: Staff }): Promise<Line> {
	const line = await shop.db.message.findUnique({ where: { id: messageId } });
	const isOwn = line?.author === `operator:${staff.id}` || line?.author === `note:${staff.id}`;
	if (!line || !isOwn) throw new Refusal("not-found", "These are no words of yours.");
	return line;
}

function refuseUnfit({ status, content, kind }: Line, text: string): void {
	if (status === "cancelled")
		throw new Refusal("stale", "This was taken back, or sent anew: there is nothing to change.");
	if (text.trim() === "") throw new Refusal("invalid", "Nothing would be left. Take the message back instead.");
	const isCaption = kind !== "note" && aList(anObject(content)?.media).length > 0;
	if (text.length > (isCaption ? MOST_OF_CAPTION : MOST))
		throw new Refusal("limit", "This is too long for one message.");
}

const MOST = 4_096;
const MOST_OF_CAPTION = 1_024;

/** For how long each messenger lets us change what we said, in minutes. */
const CHANGES: Readonly<Partial<Record<string, number>>> = {
	telegram: Number.POSITIVE_INFINITY,
	"linked-phone": 15,
} satisfies Partial<Record<ChannelName, number>>;

/** How long until a message that is on its way is looked at again. */
const LOOK_AGAIN_MS = 2_000;

async function bringToCustomer(inside: Shop, line: Line, text: string): Promise<readonly Sendable[]> {
	if (await changeWaiting(inside, line, text)) return [];
	// The customer does not have it, or nobody knows: whoever sends it again sends it as it is now.
	if (MAY_BE_SENT_AGAIN.has(line.status)) return [];
	refuseUnchangeable(line, inside.now());
	if (line.externalId) return [await changeAtCustomer(inside, line, text)];
	const at = new Date(inside.now().getTime() + LOOK_AGAIN_MS);
	await inside.later("send-edit", { messageId: String(line.id) }, { at, key: `send-edit ${line.id}` });
	return [];
}

const MAY_BE_SENT_AGAIN: ReadonlySet<string> = new Set(["failed", "blocked", "unknown"]);

/** What nobody has tried to send yet. */
async function changeWaiting(inside: Shop, { id, content, replyTo }: Line, text: string): Promise<boolean> {
	const said = { text: escapeMarkup(text), ...anObject(content), ...(replyTo && { replyTo }) };
	const { count } = await inside.db.outbox.updateMany({
		where: { messageId: id, state: "pending", attempt: 0 },
		data: { content: said as object },
	});
	return count > 0;
}

function refuseUnchangeable({ channel, at }: Line, now: Date): void {
	const minutes = CHANGES[channel];
	if (minutes === undefined)
		throw new Refusal(
			"unavailable",
			"This messenger lets nothing be changed: the customer still reads the former words.",
		);
	if (now.getTime() - at.getTime() > minutes * 60_000)
		throw new Refusal("too-late", "It was said too long ago to be changed: the customer still reads the former words.");
}

/** Of several edits the customer needs the last one only. */
async function changeAtCustomer(inside: Shop, line: Line, text: string): Promise<Sendable> {
	const { id: messageId, conversationId, chatId, externalId, versions } = line;
	const now = inside.now();
	const prefix = editIntent(messageId);
	await inside.db.outbox.updateMany({
		where: { conversationId, state: "pending", intent: { startsWith: prefix } },
		data: { state: "cancelled", reason: "edited again", settledAt: now },
	});
	const { customerId } = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
	const { account } = await inside.db.chat.findUniqueOrThrow({ where: { id: chatId ?? "" } });
	const { id, priority } = await inside.db.outbox.create({
		data: {
			...{ account, chatId: chatId ?? "", customerId, conversationId, purpose: "service", priority: 1 },
			...{ due: now, createdAt: now, intent: `${prefix}${aList(versions).length} ${now.getTime()}` },
			content: { text: escapeMarkup(text), edits: externalId },
		},
	});
	return { id, account, priority };
}

async function keepFormer(inside: Shop, { id, versions, text: former }: Line, text: string): Promise<void> {
	const kept = [...aList(versions), { text: former, at: inside.now() }] as object[];
	await inside.db.message.update({ where: { id }, data: { text, versions: kept } });
}

/** Where the list of conversations shows it as the last line. */
async function retellLast(inside: Shop, { conversationId, text: former }: Line, text: string): Promise<void> {
	await inside.db.conversation.updateMany({
		where: { id: conversationId, lastLine: cutText(former, 200, "…") },
		data: { lastLine: cutText(text, 200, "…") },
	});
}
