import { z } from "zod";
import { instant, typedText } from "./shared.ts";

/** A stretch of a message's text in some style, or a link; as Telegram's entities say it. Offsets in UTF-16 units. */
export const styled = z.object({
	type: z.string(),
	offset: z.number(),
	length: z.number(),
	url: z.string().optional(),
});

/** A button under a message: pressing names its place. */
export const phoneButton = z.object({ label: z.string(), url: z.string().nullable() });

export const phoneMessage = z.object({
	id: z.string(),
	from: z.enum(["customer", "bot"]),
	at: instant,
	text: z.string(),
	styles: z.array(styled),
	photos: z.array(z.string()),
	files: z.array(z.string()),
	/** A place, a contact card, a sticker or an invoice, in words. */
	extra: z.string().nullable(),
	buttons: z.array(z.array(phoneButton)),
	edited: z.boolean(),
	reactions: z.array(z.string()),
	replyTo: z.string().nullable(),
});

/** A customer's topic in the staff's group; `pinned` stands above the others. */
export const phoneTopic = z.object({
	/** The topic's number; `0` is the general one. */
	id: z.string(),
	name: z.string(),
	pinned: phoneMessage.nullable(),
	messages: z.array(phoneMessage),
});
export type PhoneTopic = z.infer<typeof phoneTopic>;
export type PhoneMessage = z.infer<typeof phoneMessage>;

/** One demo customer's phone, as its screen shows it. */
export const phone = z.object({
	id: z.string(),
	name: z.string(),
	channel: z.string(),
	bot: z.string(),
	started: z.boolean(),
	blocked: z.boolean(),
	messages: z.array(phoneMessage),
	/** Buttons in place of the keyboard. */
	keyboard: z.array(z.array(z.object({ label: z.string(), asks: z.enum(["text", "phone", "location"]) }))),
	menu: z.array(z.object({ command: z.string(), title: z.string() })),
	typing: z.boolean(),
	/** Of an operator's phone: the desk, topic by topic; null: a customer's phone. */
	topics: z.array(phoneTopic).nullable(),
});
export type PhoneView = z.infer<typeof phone>;
export const phoneList = z.array(phone);

/** A message, by its number on the phone. */
const place = z.string().regex(/^\d{1,12}$/);

/** What the person holding the phone does. */
export const phoneAct = z.discriminatedUnion("act", [
	z.strictObject({
		act: z.literal("start"),
		payload: z
			.string()
			.regex(/^[\w-]{0,64}$/)
			.optional(),
	}),
	z.strictObject({
		act: z.literal("write"),
		text: typedText(20_000).min(1),
		replyTo: place.optional(),
		/** In this topic of the group. */
		topic: place.optional(),
	}),
	/** One's own message. */
	z.strictObject({ act: z.literal("edit"), message: place, text: typedText(4096).min(1) }),
	z.strictObject({
		act: z.literal("press"),
		message: place,
		row: z.number().int().min(0),
		column: z.number().int().min(0),
	}),
	z.strictObject({ act: z.literal("share-phone") }),
	z.strictObject({ act: z.literal("share-location") }),
	z.strictObject({ act: z.literal("send-photo"), caption: typedText(1024).optional(), topic: place.optional() }),
	z.strictObject({ act: z.literal("send-sticker") }),
	z.strictObject({ act: z.literal("react"), message: place, emoji: typedText(16) }),
	z.strictObject({ act: z.literal("block") }),
	z.strictObject({ act: z.literal("unblock") }),
	z.strictObject({ act: z.literal("pay"), message: place }),
]);
export type PhoneAct = z.infer<typeof phoneAct>;

/** A new phone for somebody else. */
export const newPhone = z.strictObject({
	name: typedText(40).trim().min(1),
	channel: z.enum(["telegram", "whatsapp"]).default("telegram"),
});
export type PhoneChannel = z.infer<typeof newPhone>["channel"];
