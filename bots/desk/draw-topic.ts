import { createHash } from "node:crypto";
import { cutText } from "#core/cut-text.ts";
import type { Shop } from "#core/shop.ts";
import type { Caller, Outcome } from "./call.ts";
import { type Group, idOf, noteGroup } from "./group.ts";
import { type CardReader, type Drawn, headerCard } from "./header-card.ts";
import { plain } from "./html.ts";
import { inlineKeyboard } from "./keyboard.ts";
import { linesCard } from "./lines-card.ts";
import type { DeskParts } from "./parts.ts";
import { isAtHand, nextFiles, nextStep, type Step } from "./plan-topic.ts";
import { newestLine, readLines, readTopic, type TopicLine, type TopicView } from "./read-topic.ts";
import { deskWords } from "./words.ts";

/** A topic with what it needs next. */
export type PlannedTopic = {
	readonly step: Step;
	/** Of two equally urgent the one that waits longer comes first. */
	readonly since: Date;
	/** Does it: a single call, and the note of what came of it. */
	perform(group: Group): Promise<void>;
};

/** Lines of an earlier dialog with the bot that a new card begins with. */
const LINES_BEFORE = 12;
const LINES_OF_A_CARD = 300;

/** Looks what a conversation's topic shows, and what it should; undefined: nothing is to be done. */
export async function planTopic(
	parts: Pick<DeskParts, "shop" | "readMedia">,
	{ caller, account, conversationId, reader }: Placed,
): Promise<PlannedTopic | undefined> {
	const { shop } = parts;
	const [view, state] = await Promise.all([
		readTopic(shop, conversationId),
		shop.db.deskTopic.findUnique({ where: { conversationId } }),
	]);
	if (!view || (!state && view.control === "bot")) return undefined;
	// Read before the lines: whatever comes meanwhile is newer than what is noted as drawn.
	const newest = await newestLine(shop, conversationId);
	const lines = await linesToShow(shop, view, state);
	const called = view.name;
	const drawnLines = linesCard(lines, { ...reader, called, skipped: state?.cardSkipped ?? 0 });
	const card = lines.length > 0 && drawnLines.shown.length === lines.length ? hashed(drawnLines.text) : undefined;
	const header = headerCard(view, reader);
	const facts = { view, state: state ?? undefined, header: { ...header, hash: hashOf(header) }, lines, card };
	const step = nextStep({ ...facts, now: shop.now() });
	if (!step) {
		// What is still on its way from the messenger is looked for again by each sweep.
		const awaited = state && nextFiles(lines, state.filesTo, shop.now());
		const drawnTo = awaited ? awaited.id - 1n : newest;
		await shop.db.deskTopic.updateMany({ where: { conversationId }, data: { drawnVersion: view.version, drawnTo } });
		return undefined;
	}
	const scene = { ...parts, caller, account, view, reader, header: facts.header, lines, drawn: drawnLines.text };
	return {
		step,
		since: view.unansweredSince ?? view.controlSince,
		perform: (group) => performStep(scene, step, group, state),
	};
}

/** Those of the card that stands, or would stand, last. */
async function linesToShow(shop: Shop, view: TopicView, topic: Topic | null): Promise<readonly TopicLine[]> {
	if (!topic) return [];
	const { conversationId, control } = view;
	const all = await readLines(shop, { conversationId, after: topic.cardFrom ?? 0n, limit: LINES_OF_A_CARD });
	return control === "bot" ? untilHandedBack(all) : all;
}

type Placed = {
	readonly caller: Caller;
	readonly account: string;
	readonly conversationId: string;
	readonly reader: CardReader;
};

type Scene = Pick<DeskParts, "shop" | "readMedia"> & {
	readonly caller: Caller;
	readonly account: string;
	readonly view: TopicView;
	readonly reader: CardReader;
	readonly header: Drawn & { readonly hash: string };
	readonly lines: readonly TopicLine[];
	readonly drawn: string;
};

type Topic = NonNullable<Awaited<ReturnType<Shop["db"]["deskTopic"]["findUnique"]>>>;

async function performStep(scene: Scene, step: Step, group: Group, topic: Topic | null): Promise<void> {
	if (step.do === "open-topic") return openTopic(scene, group);
	if (!topic) return;
	const place = { group, topic };
	const words = deskWords(scene.reader.language);
	const { name } = scene.view;
	switch (step.do) {
		case "post-header":
			return postHeader(scene, place);
		case "edit-header":
			return editHeader(scene, place);
		case "pin":
			return pinHeader(scene, place);
		case "post-lines":
			return postLines(scene, { ...place, loud: step.urgency === "asked" });
		case "edit-lines":
			return editLines(scene, place);
		case "post-files":
			return postFiles(scene, { ...place, line: step.line });
		case "tell-due":
			return tell(scene, place, { text: words.dueNow(plain(step.text)), loud: true, told: { dueTold: step.dueAt } });
		case "tell-called":
			return tell(scene, place, { text: words.calledNow(plain(name)), loud: false, told: { calledNow: name } });
		case "tell-closed": {
			const text = step.closed ? words.wasClosed : words.reopened;
			return tell(scene, place, { text, loud: false, told: { closed: step.closed } });
		}
	}
}

type Place = { readonly group: Group; readonly topic: Topic };
type Noted = Parameters<Shop["db"]["deskTopic"]["updateMany"]>[0]["data"];

async function save({ shop, view: { conversationId } }: Scene, data: Noted): Promise<void> {
	await shop.db.deskTopic.updateMany({ where: { conversationId }, data });
}

function inTopic({ group, topic }: Place) {
	return { chat_id: group.chatId, message_thread_id: topic.threadId };
}

async function postHeader(scene: Scene, place: Place): Promise<void> {
	const { header, caller } = scene;
	const keyboard = { reply_markup: inlineKeyboard(header.keyboard) };
	const message = { ...inTopic(place), text: header.text, ...HTML, ...QUIET, ...keyboard };
	const outcome = await caller.call("sendMessage", message);
	if (await failed(scene, place.group, place.topic, outcome)) return;
	// One that Telegram refuses is not tried again before it changes.
	await save(scene, { headerId: idOf(outcome) ?? 0, headerHash: header.hash, pinned: false });
}

async function editHeader(scene: Scene, { group, topic }: Place): Promise<void> {
	const { header, caller } = scene;
	const message = { chat_id: group.chatId, message_id: topic.headerId ?? 0 };
	const keyboard = { reply_markup: inlineKeyboard(header.keyboard) };
	const outcome = await caller.call("editMessageText", { ...message, text: header.text, ...HTML, ...keyboard });
	if (isMessageGone(outcome)) await save(scene, { headerId: null, headerHash: null });
	else if (!(await failed(scene, group, topic, outcome))) await save(scene, { headerHash: header.hash });
}

async function pinHeader(scene: Scene, { group, topic }: Place): Promise<void> {
	const message = { chat_id: group.chatId, message_id: topic.headerId ?? 0, disable_notification: true };
	const outcome = await scene.caller.call("pinChatMessage", message);
	// A bot that may not pin has an unpinned header: better than one that tries for ever.
	if (outcome.kind === "refused" || !(await failed(scene, group, topic, outcome))) await save(scene, { pinned: true });
}

async function editLines(scene: Scene, { group, topic }: Place): Promise<void> {
	const { lines, drawn, caller, shop } = scene;
	const message = { chat_id: group.chatId, message_id: topic.cardId ?? 0 };
	const outcome = await caller.call("editMessageText", { ...message, text: drawn, ...HTML });
	const at = shop.now();
	if (isMessageGone(outcome)) await save(scene, { cardId: null, cardHash: null });
	else if (!(await failed(scene, group, topic, outcome)))
		await save(scene, { cardTo: lastOf(lines, topic.cardTo), cardHash: hashOf(drawn), cardAt: at });
}

function isMessageGone(outcome: Outcome): boolean {
	return outcome.kind === "gone" && outcome.what === "message";
}

/** One line to the staff, and that it has been told. */
async function tell(
	scene: Scene,
	place: Place,
	{ text, loud, told }: { text: string; loud: boolean; told: Noted },
): Promise<void> {
	const message = { ...inTopic(place), text, ...HTML, disable_notification: !loud };
	if (await failed(scene, place.group, place.topic, await scene.caller.call("sendMessage", message))) return;
	await save(scene, told);
}

async function openTopic({ shop, caller, account, view }: Scene, group: Group): Promise<void> {
	const { conversationId, name } = view;
	const outcome = await caller.call("createForumTopic", { chat_id: group.chatId, name: cutText(name, 128, "…") });
	if (outcome.kind !== "done") {
		const isGroups = await noteGroup(shop, group, outcome);
		if (!isGroups && "reason" in outcome)
			await shop.db.deskGroup.update({ where: { account }, data: { trouble: outcome.reason } });
		return;
	}
	const created = outcome.result;
	await shop.db.deskTopic.create({
		data: {
			...{ conversationId, account, name, calledNow: name, threadId: created.message_thread_id },
			// A topic of a conversation that is closed begins with that line.
			closed: false,
		},
	});
}

/** The card of a new question, or the next one where the last is full. */
async function postLines(
	{ shop, caller, account, view, reader, lines }: Scene,
	{ group, topic, loud }: { group: Group; topic: Topic; loud: boolean },
): Promise<void> {
	const { conversationId } = view;
	const fresh = lines.filter(({ id }) => id > topic.cardTo);
	const isBeginning = loud;
	const first = isBeginning ? Math.max(0, fresh.length - LINES_BEFORE) : 0;
	const skipped = first;
	const { text, shown } = linesCard(fresh.slice(first), { ...reader, called: view.name, skipped });
	const params = {
		chat_id: group.chatId,
		message_thread_id: topic.threadId,
		text,
		...HTML,
		disable_notification: !loud,
	};
	const outcome = await caller.call("sendMessage", params);
	if (await failed({ shop }, group, topic, outcome)) return;
	const messageId = idOf(outcome) ?? null;
	const now = shop.now();
	await shop.atomically(async ({ db }) => {
		await db.deskTopic.updateMany({
			where: { conversationId },
			data: {
				...{
					cardId: messageId,
					cardHash: hashOf(text),
					cardAt: now,
					cardSkipped: skipped,
					question: view.unansweredSince,
				},
				cardFrom: fresh[first - 1]?.id ?? topic.cardTo,
				cardTo: lastOf(shown, topic.cardTo),
				// Files of what is left to the web are left to it too.
				...(first > 0 && { filesTo: fresh[first - 1]?.id ?? topic.filesTo }),
			},
		});
		await db.deskCard.create({ data: { account, conversationId, kind: "lines", messageId, createdAt: now } });
	});
}

async function postFiles(
	{ shop, caller, readMedia }: Scene,
	{ group, topic, line }: { group: Group; topic: Topic; line: TopicLine },
): Promise<void> {
	const file = line.files.find(isAtHand);
	const row = file?.kept ? await shop.db.media.findUnique({ where: { id: file.kept } }) : null;
	const path = row?.path ?? file?.source;
	const read = path ? await readMedia(path).catch(() => undefined) : undefined;
	const seen = () =>
		shop.db.deskTopic.updateMany({ where: { conversationId: topic.conversationId }, data: { filesTo: line.id } });
	if (!file || !read) {
		await seen();
		return;
	}
	const input = { source: Buffer.from(read.bytes), filename: row?.name ?? read.name };
	const into = { chat_id: group.chatId, message_thread_id: topic.threadId, disable_notification: true };
	const asDocument = () => caller.call("sendDocument", { ...into, document: input }, UPLOAD);
	const shown = await showAs(caller, file.kind, { into, input });
	// A picture that is too wide, a sticker that is none: as a file it can at least be opened.
	const outcome = shown && shown.kind !== "refused" ? shown : await asDocument();
	if (outcome.kind === "refused" || !(await failed({ shop }, group, topic, outcome))) await seen();
}

type Shown = { readonly into: { chat_id: string; message_thread_id: number }; readonly input: { source: Buffer } };

/** As the customer sent it; undefined: as a file. */
async function showAs(caller: Caller, kind: string, { into, input }: Shown): Promise<Outcome | undefined> {
	switch (kind) {
		case "photo":
			return caller.call("sendPhoto", { ...into, photo: input }, UPLOAD);
		case "voice":
			return caller.call("sendVoice", { ...into, voice: input }, UPLOAD);
		case "audio":
			return caller.call("sendAudio", { ...into, audio: input }, UPLOAD);
		case "video":
			return caller.call("sendVideo", { ...into, video: input }, UPLOAD);
		case "video_note":
			return caller.call("sendVideoNote", { ...into, video_note: input }, UPLOAD);
		case "animation":
			return caller.call("sendAnimation", { ...into, animation: input }, UPLOAD);
		case "sticker":
			return caller.call("sendSticker", { ...into, sticker: input }, UPLOAD);
		default:
			return undefined;
	}
}

/** Whether the call came to nothing, which is then noted where it belongs: at the group, or at a topic that is gone. */
async function failed(
	{ shop }: Pick<Scene, "shop">,
	group: Group,
	{ conversationId }: Topic,
	outcome: Outcome,
): Promise<boolean> {
	if (await noteGroup(shop, group, outcome)) return true;
	if (outcome.kind === "gone" && outcome.what === "topic") {
		// Somebody deleted it: it is drawn anew when a person is needed again.
		await shop.db.deskTopic.deleteMany({ where: { conversationId } });
		await shop.db.deskCard.deleteMany({ where: { conversationId } });
		return true;
	}
	// What Telegram does not take now it would not take in five seconds either: the next change tries anew.
	return false;
}

/** What the bot says after it leads again is not the desk's; the line that says so is the last one. */
function untilHandedBack(lines: readonly TopicLine[]): readonly TopicLine[] {
	const end = lines.findLastIndex(({ by, to }) => by === "control" && (to === "bot" || to === "closed"));
	return lines.slice(0, end + 1);
}

function lastOf(lines: readonly TopicLine[], otherwise: bigint): bigint {
	return lines.at(-1)?.id ?? otherwise;
}

/** How a card is known again. */
export function hashOf(drawn: string | Drawn): string {
	return createHash("sha256").update(JSON.stringify(drawn)).digest("base64url").slice(0, 22);
}

function hashed(text: string) {
	return { hash: hashOf(text) };
}

const HTML = { parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;
const QUIET = { disable_notification: true } as const;
const UPLOAD = { timeout: 120_000 };
