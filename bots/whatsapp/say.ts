import { cutText } from "#core/cut-text.ts";
import type { Content, ContentMedia } from "#core/delivery/content.ts";
import { FEW, type FewButtons, fewButtons } from "#core/delivery/few-buttons.ts";
import { inLanguage } from "#core/in-language.ts";
import type { JsonObject } from "#core/json.ts";
import { showMoney } from "#core/money.ts";
import { fitToWhatsApp } from "./format.ts";

/** A medium as Meta takes it: the id of an upload, or an address. */
export type FileOf = (medium: ContentMedia) => { readonly id: string } | { readonly link: string };

/**
 * One content, which `parts()` has cut to one call, as the part of a message that says it. Never throws: what WhatsApp
 * cannot show is left out or shown plainly.
 */
export function say(content: Content, fileOf: FileOf): JsonObject {
	const { reaction, replyTo, media = [] } = content;
	if (reaction) return { type: "reaction", reaction: { message_id: reaction.message, emoji: reaction.emoji } };
	const quoted = replyTo === undefined ? {} : { context: { message_id: replyTo } };
	const buttons = fewButtons(content);
	const [medium] = media;
	const isTall = !medium && (buttons.as === "list" || (buttons.as === "none" && !content.request));
	const text = wordsOf(content, buttons, isTall ? TEXT : FEW.body);
	if (content.request?.kind === "location") return { ...quoted, ...askForPlace(text) };
	if (buttons.as !== "none")
		return { ...quoted, ...interactive(content, buttons, text, medium && header(medium, fileOf)) };
	if (medium) return { ...quoted, ...show(medium, text, fileOf) };
	return {
		...quoted,
		type: "text",
		text: { body: text || NOTHING, ...(text.includes("://") && { preview_url: true }) },
	};
}

/** The approved template instead, its places filled in. */
export function sayTemplate(
	{ name, params }: NonNullable<Content["template"]>,
	{ language, places }: { language: string; places: readonly string[] },
): JsonObject {
	const parameters = places.map((place, index) => ({
		type: "text",
		...(!/^\d+$/.test(place) && { parameter_name: place }),
		text: valueIn(params[index]),
	}));
	const components = parameters.length > 0 ? [{ type: "body", parameters }] : [];
	return { type: "template", template: { name, language: { code: language }, components } };
}

/** Meta refuses empty values, line breaks and gaps: they would let the words of a template be changed. */
function valueIn(value: string | undefined): string {
	return value?.replace(/\s+/g, " ").trim() || "—";
}

/** WhatsApp refuses a message without words. */
const NOTHING = "…";

/** What a text and a list may hold; all else holds `FEW.body`. */
const TEXT = 4096;

function wordsOf({ text, invoice, language }: Content, { lines }: FewButtons, limit: number): string {
	const bill = invoice
		? [invoice.title, ...invoice.lines.map((line) => billLine(line, invoice.currency, language))]
		: [];
	const below = cutText([...bill, ...lines].join("\n"), limit, "…");
	const room = below === "" ? limit : limit - below.length - 1;
	const words = [room > 0 ? fitToWhatsApp(text, room) : "", below].filter(Boolean).join("\n");
	// Meta refuses what is blank.
	return words.trim() === "" ? "" : words;
}

function billLine({ label, amount }: { label: string; amount: number }, currency: string, language?: string): string {
	return `${label}: ${showMoney({ minor: amount, currency }, language)}`;
}

function askForPlace(text: string): JsonObject {
	const action = { name: "send_location" };
	return {
		type: "interactive",
		interactive: { type: "location_request_message", body: { text: text || "📍" }, action },
	};
}

function interactive(content: Content, buttons: FewButtons, text: string, head: JsonObject | undefined): JsonObject {
	const body = { text: text || "👇" };
	const header = head && { header: head };
	switch (buttons.as) {
		case "replies": {
			const replies = buttons.pressable.map(({ title, token }) => ({ type: "reply", reply: { id: token, title } }));
			return { type: "interactive", interactive: { type: "button", ...header, body, action: { buttons: replies } } };
		}
		case "list": {
			const rows = buttons.pressable.map(({ title, about, token }) => ({
				id: token,
				title,
				...(about !== undefined && { description: about }),
			}));
			const button = inLanguage(content.language ?? "ru", { ru: "Выбрать", en: "Choose" });
			return { type: "interactive", interactive: { type: "list", body, action: { button, sections: [{ rows }] } } };
		}
		default: {
			const { label = "", url = "" } = buttons.link ?? {};
			const action = { name: "cta_url", parameters: { display_text: label.trim() || "↗", url } };
			return { type: "interactive", interactive: { type: "cta_url", ...header, body, action } };
		}
	}
}

function header(medium: ContentMedia, fileOf: FileOf): JsonObject {
	const kind = KIND[medium.kind];
	return { type: kind, [kind]: { ...fileOf(medium), ...nameOf(medium) } };
}

function show(medium: ContentMedia, caption: string, fileOf: FileOf): JsonObject {
	const kind = KIND[medium.kind];
	const under = kind === "audio" ? {} : { ...(caption && { caption }) };
	return { type: kind, [kind]: { ...fileOf(medium), ...nameOf(medium), ...under } };
}

const KIND: Record<ContentMedia["kind"], "image" | "video" | "audio" | "document"> = {
	voice: "audio",
	photo: "image",
	video: "video",
	document: "document",
};

function nameOf({ kind, name }: ContentMedia): { filename?: string } {
	return kind === "document" && name ? { filename: name } : {};
}
