import type { Fields } from "./check-message.ts";
import type { ChatMessage, Choice, MediaKind, Template } from "./shapes.ts";

/** How a message that was sent looks on the phone. Its form has been checked. */
export function lookOf(sent: {
	body: Fields;
	wamid: string;
	at: number;
	/** The filled-in words of a template. */
	text: string | undefined;
	template: Template | undefined;
}): ChatMessage {
	const { body, wamid, at, template } = sent;
	const type = String(body.type ?? "text");
	const part = fields(body[type]);
	const context = type === "reaction" ? part.message_id : fields(body.context).message_id;
	return {
		wamid,
		from: "business",
		at,
		type,
		text: sent.text ?? wordsOf(type, part),
		choices: template ? quickReplies(template) : choicesOf(part),
		...listButtonOf(part),
		...linkOf(part),
		...(part.type === "location_request_message" && { asksLocation: true as const }),
		...mediaOf(type, part),
		...(type === "location" && { extra: `📍 ${String(part.latitude)}, ${String(part.longitude)}` }),
		...(typeof context === "string" && { context }),
		...(template && { template: template.name }),
		reactions: {},
	};
}

function wordsOf(type: string, part: Fields): string {
	switch (type) {
		case "text":
			return String(part.body);
		case "interactive":
			return String(fields(part.body).text);
		case "reaction":
			return String(part.emoji);
		default:
			return typeof part.caption === "string" ? part.caption : "";
	}
}

function choicesOf(part: Fields): Choice[] {
	const { buttons, sections } = fields(part.action);
	const replies = items(buttons).map((button): Choice => {
		const { id, title } = fields(button.reply);
		return { id: String(id), title: String(title), as: "reply" };
	});
	const rows = items(sections).flatMap((section) =>
		items(section.rows).map(
			({ id, title, description }): Choice => ({
				id: String(id),
				title: String(title),
				...(typeof description === "string" && { about: description }),
				as: "row",
			}),
		),
	);
	return [...replies, ...rows];
}

function quickReplies({ buttons = [] }: Template): Choice[] {
	return buttons.map((title) => ({ id: title, title, as: "quick" }));
}

function listButtonOf(part: Fields): { listButton?: string } {
	const { button } = fields(part.action);
	return typeof button === "string" ? { listButton: button } : {};
}

function linkOf(part: Fields): Pick<ChatMessage, "link"> {
	if (part.type !== "cta_url") return {};
	const { display_text, url } = fields(fields(part.action).parameters);
	return { link: { label: String(display_text), url: String(url) } };
}

const KINDS: readonly MediaKind[] = ["image", "video", "document", "audio", "sticker"];

function mediaOf(type: string, part: Fields): Pick<ChatMessage, "media"> {
	const header = fields(part.header);
	const kind = KINDS.find((one) => one === type || one === header.type);
	if (!kind) return {};
	const file = kind === type ? part : fields(header[kind]);
	const name = file.filename;
	return {
		media: { kind, source: String(file.id ?? file.link), ...(typeof name === "string" && { name }) },
	};
}

function items(value: unknown): Fields[] {
	return Array.isArray(value) ? value.map(fields) : [];
}

function fields(value: unknown): Fields {
	return typeof value === "object" && value !== null ? { ...value } : {};
}
