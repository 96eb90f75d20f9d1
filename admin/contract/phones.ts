import { z } from "zod";
import { instant } from "./shared.ts";

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
});
export type PhoneView = z.infer<typeof phone>;
export const phoneList = z.array(phone);

/** What the person holding the phone does. */
export const phoneAct = z.discriminatedUnion("act", [
	z.object({
		act: z.literal("start"),
		payload: z
			.string()
			.regex(/^[\w-]{0,64}$/)
			.optional(),
	}),
	z.object({ act: z.literal("write"), text: z.string().min(1).max(20_000), replyTo: z.string().optional() }),
	z.object({
		act: z.literal("press"),
		message: z.string(),
		row: z.number().int().min(0),
		column: z.number().int().min(0),
	}),
	z.object({ act: z.literal("share-phone") }),
	z.object({ act: z.literal("share-location") }),
	z.object({ act: z.literal("send-photo"), caption: z.string().max(1024).optional() }),
	z.object({ act: z.literal("send-sticker") }),
	z.object({ act: z.literal("react"), message: z.string(), emoji: z.string().max(16) }),
	z.object({ act: z.literal("block") }),
	z.object({ act: z.literal("unblock") }),
	z.object({ act: z.literal("pay"), message: z.string() }),
]);
export type PhoneAct = z.infer<typeof phoneAct>;

/** A new phone for somebody else. */
export const newPhone = z.object({ name: z.string().trim().min(1).max(40) });
