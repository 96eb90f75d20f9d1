import type { Heard, HeardContent } from "./heard.ts";

/** What a customer did, as a line of the thread and an entry of the diary. */
export type HeardLine = {
	/** The messenger's id of it; a press has none. */
	readonly external: string | null;
	readonly text: string;
	readonly kind: "message" | "pressed" | "command" | "link" | "contact" | "location" | "paid";
	readonly content: unknown;
	readonly media: unknown;
	readonly album: string | null;
	readonly replyTo: string | null;
	readonly at: Date;
	/** For the list of conversations, where a picture has no words. */
	readonly summary: string;
};

/** Reads what was heard as a line of the thread; `label` is the caption of a pressed button. Undefined: nobody said anything. */
export function readHeard({ what, at }: Heard, label?: string): HeardLine | undefined {
	switch (what.kind) {
		case "message":
			return { ...contentLine(what), external: what.id, replyTo: what.replyTo ?? null, at };
		case "command":
			return plain("command", what.id, `/${what.name}${what.argument && ` ${what.argument}`}`, at);
		case "link":
			return plain("link", what.id, "/start", at);
		case "pressed":
			return plain("pressed", null, label ?? "…", at);
		case "picked": {
			const picked = what.lines.map(({ product, qty }) => `🛒 ${product} × ${qty}`);
			const text = [what.text, ...picked].filter(Boolean).join("\n");
			return { ...plain("message", what.id, text, at), content: { picked: what.lines } };
		}
		case "paid":
			return plain("paid", what.id, "", at, "💳");
		default:
			return undefined;
	}
}

/** A message's words: its own, or what a contact or a place says of itself. */
export function contentLine(content: HeardContent) {
	const { contact, location, media, album } = content;
	const kind = contact ? ("contact" as const) : location ? ("location" as const) : ("message" as const);
	const text = wordsOf(content);
	return {
		kind,
		text,
		content: contact || location || content.forwarded ? { contact, location, forwarded: content.forwarded } : null,
		media: media.length > 0 ? media : null,
		album: album ?? null,
		summary: text || (media[0] ? MARKS[media[0].kind] : ""),
	};
}

function wordsOf({ text, contact, location }: HeardContent): string {
	if (text) return text;
	if (contact) return wordsOfContact(contact);
	return location ? wordsOfPlace(location) : "";
}

const MARKS = {
	photo: "📷",
	video: "🎬",
	document: "📄",
	voice: "🎤",
	audio: "🎵",
	sticker: "🙂",
	animation: "🎞",
	video_note: "📹",
} as const;

function plain(kind: HeardLine["kind"], external: string | null, text: string, at: Date, summary = text): HeardLine {
	return { external, text, kind, content: null, media: null, album: null, replyTo: null, at, summary };
}

function wordsOfContact({ name, phone }: NonNullable<HeardContent["contact"]>): string {
	return `${name} ${phone}`.trim();
}

function wordsOfPlace({ title, address, lat, lon }: NonNullable<HeardContent["location"]>): string {
	return [title, address].filter(Boolean).join(", ") || `${lat}, ${lon}`;
}
