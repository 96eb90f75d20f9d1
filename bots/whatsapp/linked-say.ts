import type { Content, ContentButton, ContentMedia } from "#core/delivery/content.ts";
import { toWhatsApp } from "./format.ts";

/** One thing that the page is asked to do. */
export type Say =
	| { readonly say: "text"; readonly text: string; readonly quotes?: string }
	| {
			readonly say: "file";
			/** Base64. */
			readonly bytes: string;
			readonly mime: string;
			readonly name: string;
			readonly caption: string;
			readonly asDocument: boolean;
			/** Spoken words, not a piece of music. */
			readonly asVoice: boolean;
			readonly quotes?: string;
	  }
	| { readonly say: "edit"; readonly message: string; readonly text: string }
	| { readonly say: "react"; readonly message: string; readonly emoji: string };

/** A file, read. */
export type SayFile = { readonly bytes: Uint8Array; readonly name: string };

/** What is to be done for one content, and the tokens behind the numbers it shows. */
export type Spoken =
	| { readonly say: Say; readonly tokens: readonly string[] }
	| { readonly say: "nothing"; readonly why: string };

/** One content as one deed of the page. `file` is the content's medium, read by whoever asks. */
export function sayLinked(content: Content, file?: SayFile): Spoken {
	const { reaction, edits, invoice, media = [], buttons = [], replyTo } = content;
	if (reaction) return { say: { say: "react", message: reaction.message, emoji: reaction.emoji }, tokens: [] };
	if (invoice) return { say: "nothing", why: "A linked phone takes no payments." };
	const text = linesOf(content);
	const tokens = buttons.filter((button) => "token" in button).map(({ token }) => token);
	const quotes = replyTo === undefined ? {} : { quotes: replyTo };
	const [medium] = media;
	if (medium && file) return { say: { ...fileOf(medium, file), caption: text, ...quotes }, tokens };
	if (text.trim() === "") return { say: "nothing", why: "There is nothing to send." };
	if (edits !== undefined) return { say: { say: "edit", message: edits, text }, tokens };
	return { say: { say: "text", text, ...quotes }, tokens };
}

/** A file that lies elsewhere is told by its address: this program fetches nothing that it is told to. */
export function isAddress({ source }: ContentMedia): boolean {
	return source.startsWith("https://") || source.startsWith("http://");
}

function linesOf({ text, media = [], buttons = [] }: Content): string {
	const pressable = buttons.filter((button) => "token" in button);
	return [
		...(text === "" ? [] : [toWhatsApp(whole(text))]),
		...media.filter(isAddress).map(({ source }) => source),
		...pressable.map(({ label }, index) => `${index + 1}. ${whole(label)}`),
		...buttons.filter(isLink).map(({ label, url }) => `${whole(label)}: ${url}`),
	].join("\n");
}

function isLink(button: ContentButton): button is Extract<ContentButton, { url: string }> {
	return "url" in button;
}

function fileOf({ kind, name }: ContentMedia, file: SayFile) {
	const shownName = name ?? file.name;
	const mime = mimeOf(file.name);
	const asDocument = kind === "document" || mime === "application/octet-stream";
	const bytes = Buffer.from(file.bytes).toString("base64");
	return { say: "file", bytes, mime, name: shownName, asDocument, asVoice: kind === "voice" } as const;
}

function mimeOf(name: string): string {
	return MIME.get(name.slice(name.lastIndexOf(".") + 1).toLowerCase()) ?? "application/octet-stream";
}

const MIME = new Map([
	["jpg", "image/jpeg"],
	["jpeg", "image/jpeg"],
	["png", "image/png"],
	["gif", "image/gif"],
	["webp", "image/webp"],
	["mp4", "video/mp4"],
	["ogg", "audio/ogg"],
	["mp3", "audio/mpeg"],
	["pdf", "application/pdf"],
]);

/** Halves of characters would break the page's own JSON; control characters are nobody's text. */
function whole(text: string): string {
	return text.replace(/\p{Surrogate}/gu, "\ufffd").replace(/[^\P{Cc}\n\t]/gu, "");
}
