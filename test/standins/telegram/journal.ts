import { Watched } from "../watched.ts";
import type { Entity, InlineKeyboard, Markup, Message, UpdateKind } from "./shapes.ts";
import type { Departure } from "./update-queue.ts";

/** One call, as it came and as it went. */
export interface CallRecord {
	at: number;
	bot: number;
	method: string;
	params: Readonly<Record<string, unknown>>;
	/** What the stand-in did, whether or not the bot heard of it. */
	outcome:
		| { kind: "ok"; result: unknown }
		| { kind: "refused"; code: number; description: string }
		| { kind: "nothing" };
	/** What a scripted fault made of the answer. */
	fault?: string;
}

/** Something that a well-kept bot would not have done. */
export interface Violation {
	at: number;
	bot: number;
	method: string;
	words: string;
}

/** What a person saw on the phone. `chat` is the person's own id in a private chat. */
export type Sight = { at: number; bot: number; chat: number } & Sighting;

/** What there is to see. */
export type Sighting =
	| ({ kind: "message" | "edit" } & Look)
	| { kind: "deletion"; messageIds: number[] }
	| { kind: "answer"; person: number; text: string; alert: boolean }
	| { kind: "action"; action: string }
	| { kind: "draft"; draftId: number; text: string }
	| { kind: "reaction"; messageId: number; emoji: string[] }
	| { kind: "payment"; person: number; outcome: "paid" | "refused" | "timed out"; words: string };

/** How a message looks: its plain text, and its keyboard as labels. */
export interface Look {
	messageId: number;
	text: string;
	entities: Entity[];
	/** The labels of the buttons, row by row, under the message or in place of the letters. */
	buttons: string[][];
	keyboard: "inline" | "reply" | "removed" | "none";
	/** What hangs on it: `photo`, `document`, `invoice`… */
	media?: string;
	message: Message;
}

/** The life of one update. */
export interface UpdateRecord {
	at: number;
	bot: number;
	id: number;
	kind: UpdateKind;
	/** How often it was handed to the bot. */
	handed: number;
	fate: "waiting" | Departure | "delivered";
}

/** What happened, for those who watch live: what a phone shows, and what its owner did. */
export type Happening =
	| { kind: "sight"; sight: Sight }
	| { kind: "deed"; at: number; bot: number; chat: number; message?: Message; words: string };

/** The ground truth. `counts` keeps numbers only, so that a million messages fit. */
export class Journal extends Watched<Happening> {
	readonly detail: "full" | "counts";
	readonly calls: CallRecord[] = [];
	readonly sights: Sight[] = [];
	readonly violations: Violation[] = [];
	readonly updates = new Map<string, UpdateRecord>();
	readonly counts: Record<string, { ok: number; refused: number }> = {};

	constructor(detail: "full" | "counts") {
		super();
		this.detail = detail;
	}

	call(record: CallRecord): void {
		const count = this.counts[record.method] ?? { ok: 0, refused: 0 };
		this.counts[record.method] = count;
		if (record.outcome.kind === "ok") count.ok += 1;
		else count.refused += 1;
		if (this.detail === "full") this.calls.push(record);
		this.changed();
	}

	violation(violation: Violation): void {
		// Even where only numbers are kept the first violations are worth their room.
		if (this.detail === "full" || this.violations.length < 1000) this.violations.push(violation);
	}

	sight(sight: Sight): void {
		if (this.detail === "full") this.sights.push(sight);
		this.tell({ kind: "sight", sight });
		this.changed();
	}

	deed(deed: Extract<Happening, { kind: "deed" }>): void {
		this.tell(deed);
		this.changed();
	}
}

/** How a message looks on the phone. */
export function lookOf(message: Message, markup: Markup | undefined): Look {
	const media = mediaOf(message);
	return {
		messageId: message.message_id,
		text: message.text ?? message.caption ?? "",
		entities: message.entities ?? message.caption_entities ?? [],
		...keysOf(message.reply_markup, markup),
		...(media ? { media } : {}),
		message,
	};
}

function keysOf(inline: InlineKeyboard | undefined, markup: Markup | undefined): Pick<Look, "buttons" | "keyboard"> {
	if (inline) return { buttons: labels(inline.inline_keyboard), keyboard: "inline" };
	if (markup?.kind === "reply") return { buttons: labels(markup.reply.keyboard), keyboard: "reply" };
	return { buttons: [], keyboard: markup?.kind === "remove" ? "removed" : "none" };
}

function labels(rows: { text: string }[][]): string[][] {
	return rows.map((row) => row.map(({ text }) => text));
}

const mediaKinds = [
	"photo",
	"animation",
	"document",
	"video",
	"audio",
	"voice",
	"video_note",
	"sticker",
	"venue",
	"location",
	"contact",
	"dice",
	"invoice",
	"successful_payment",
] as const;

function mediaOf(message: Message): string | undefined {
	return mediaKinds.find((kind) => message[kind] !== undefined);
}
