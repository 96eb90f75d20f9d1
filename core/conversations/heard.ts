import type { ChannelName } from "#core/channel-names.ts";

/**
 * What a messenger told us, in the shop's words. A channel's `hear()` makes it from the raw update; behind it nobody
 * says "update", "chat_id" or "jid". Ids of messengers are always text.
 */
export type Heard = {
	/** Bot token or number that heard it, as `<channel>:<id>`, e.g. `telegram:7000001`. Never the token itself. */
	readonly account: string;
	readonly channel: ChannelName;
	/** Unique within the account; the inbox dedupes on (account, key). Telegram: the update's id. */
	readonly key: string;
	/** The messenger's id of the chat. */
	readonly chat: string;
	/** Rows of one lane are worked off in order. Usually the chat; a checkout has a lane of its own. */
	readonly lane: string;
	/** The messenger's own time of it. */
	readonly at: Date;
	/** Who did it; absent where the messenger does not say. */
	readonly who?: Sender;
	readonly what: HeardWhat;
};

/** The person behind a message, as the messenger knows them. */
export type Sender = {
	readonly id: string;
	/** Another id that the messenger knows the same person by, for when it withholds the first one. */
	readonly alias?: string;
	readonly firstName?: string;
	readonly lastName?: string;
	readonly username?: string;
	/** BCP 47, as the messenger's settings say. */
	readonly language?: string;
	/** Phone that the platform itself vouches for (WhatsApp), E.164. */
	readonly attestedPhone?: string;
};

export type HeardWhat =
	| ({ readonly kind: "message"; readonly id: string; readonly replyTo?: string } & HeardContent)
	| ({ readonly kind: "edited"; readonly id: string } & HeardContent)
	/** Somebody of the shop wrote to the customer on the shop's own phone, past this program. */
	| ({ readonly kind: "answered"; readonly id: string; readonly replyTo?: string } & HeardContent)
	/** `/order arg`; the name is without slash and bot name, lower case. */
	| { readonly kind: "command"; readonly id: string; readonly name: string; readonly argument: string }
	/** A start link was followed: `t.me/bot?start=payload`. Anyone can type any payload. */
	| { readonly kind: "link"; readonly id: string; readonly payload: string }
	/** A button was pressed. `token` may be forged; `message` is the one that carried it, where known. */
	| { readonly kind: "pressed"; readonly press: string; readonly token: string; readonly message?: string }
	/** All reactions of this person to a message now; none left is an empty list. */
	| { readonly kind: "reacted"; readonly message: string; readonly emojis: readonly string[] }
	/** A cart that was filled in the messenger's own catalogue. Prices and stock are ours to say, not the message's. */
	| {
			readonly kind: "picked";
			readonly id: string;
			readonly text: string;
			readonly lines: readonly { readonly product: string; readonly qty: number }[];
	  }
	| { readonly kind: "blocked" }
	| { readonly kind: "unblocked" }
	/** The messenger asks whether a payment may go on; must be answered within ten seconds. Amount in minor units. */
	| {
			readonly kind: "checkout";
			readonly checkout: string;
			readonly payload: string;
			readonly amount: number;
			readonly currency: string;
	  }
	/** The only proof of a payment. `charge` is unique for good. */
	| {
			readonly kind: "paid";
			readonly id: string;
			readonly payload: string;
			readonly charge: string;
			readonly amount: number;
			readonly currency: string;
	  }
	/** How a message of ours stands, by the messenger's own word. They come in any order, late, twice, or not at all. */
	| ({ readonly kind: "status" } & HeardStatus)
	/** The customer told the messenger itself to stop our advertising, or to let it through again. */
	| { readonly kind: "preference"; readonly advertising: "stopped" | "resumed" }
	/** A message that we want to send uninvited was judged by the messenger. */
	| { readonly kind: "template"; readonly name: string; readonly language: string; readonly state: TemplateState }
	/** The chat got another id. */
	| { readonly kind: "moved"; readonly to: string }
	/** Kept, shown to nobody but the engineer: something `hear()` has no word for. */
	| { readonly kind: "unread"; readonly about: string };

/** What a messenger tells of a message of ours. */
export type HeardStatus = {
	/** The messenger's id of the message. */
	readonly message: string;
	/** Our own mark on the letter (`Letter.id`), where the messenger gives it back: it comes before our call is answered. */
	readonly letter?: string;
	readonly state: DeliveryState;
	/** Of a failure: why, and what follows for the chat. */
	readonly reason?: string;
	readonly means?: Hindrance;
	/** The category it was billed under, or "free". */
	readonly billing?: string;
};

/** How far a message of ours came, by evidence; in this order, and never back (`delivery/ladder.ts`). */
export type DeliveryState = "sent" | "failed" | "delivered" | "read" | "played";

/**
 * Why a refusal concerns more than one message. `capped`: the messenger lets no more marketing through to this person for
 * a day; `opted-out`: the person stopped our advertising at the messenger; `window`: free text is not allowed any more.
 */
export type Hindrance = "capped" | "opted-out" | "window";

export type TemplateState = "approved" | "pending" | "rejected" | "paused" | "disabled";

/** What a message may carry. `text` is the text or the caption, cleaned (NFC, no control characters), "" if none. */
export type HeardContent = {
	readonly text: string;
	readonly media: readonly HeardMedia[];
	/** `own`: the messenger vouches that the phone is the sender's. */
	readonly contact?: { readonly phone: string; readonly name: string; readonly own: boolean };
	readonly location?: {
		readonly lat: number;
		readonly lon: number;
		readonly title?: string;
		readonly address?: string;
	};
	/** Messages of one album share this id. */
	readonly album?: string;
	readonly forwarded?: boolean;
	/** The advertisement or page button that led here; it makes the messenger's next messages free of charge. */
	readonly entry?: { readonly from: string; readonly title?: string; readonly click?: string };
};

/** A file that came along; fetched later by `ref`, which only this channel understands. */
export type HeardMedia = {
	readonly kind: "photo" | "video" | "document" | "voice" | "audio" | "sticker" | "animation" | "video_note";
	readonly ref: string;
	readonly name?: string;
	readonly mime?: string;
	/** Bytes, where the messenger says so. */
	readonly size?: number;
	/** A sticker's emoji. */
	readonly emoji?: string;
};
