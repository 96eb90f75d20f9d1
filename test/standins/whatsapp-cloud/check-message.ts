import { missingParameter, wrongParameter, wrongValue } from "./graph-error.ts";

/** A request's body, as JSON objects are. */
export type Fields = Readonly<Record<string, unknown>>;

/** Looks at a `POST messages` as Meta does before anybody is looked for: forms, lengths, counts. Throws its words. */
export function checkMessage(body: Fields): void {
	if (body.messaging_product !== "whatsapp") throw wrongParameter("The parameter messaging_product is required.");
	refuseUnknown(body, KNOWN, "");
	checkRecipient(body);
	if (body.biz_opaque_callback_data !== undefined) {
		text(body.biz_opaque_callback_data, "biz_opaque_callback_data", { most: 512 });
	}
	if (body.context !== undefined) text(object(body.context, "context").message_id, "context['message_id']");
	const type = body.type ?? "text";
	const check = typeof type === "string" ? CHECKS[type] : undefined;
	if (!check)
		throw wrongParameter(
			`Param type must be one of {${Object.keys(CHECKS).join(", ").toUpperCase()}} - got "${String(type)}".`,
		);
	check(object(body[String(type)], String(type)));
}

const KNOWN = [
	"messaging_product",
	"recipient_type",
	"to",
	"recipient",
	"type",
	"context",
	"biz_opaque_callback_data",
	"text",
	"image",
	"video",
	"document",
	"audio",
	"sticker",
	"location",
	"contacts",
	"interactive",
	"template",
	"reaction",
];

function checkRecipient({ to, recipient, recipient_type }: Fields): void {
	if (recipient_type !== undefined && recipient_type !== "individual") {
		throw wrongParameter("Param recipient_type must be one of {INDIVIDUAL, GROUP}.");
	}
	if (recipient !== undefined) checkScopedId(recipient, recipient_type);
	if (to === undefined && recipient === undefined) throw wrongParameter("The parameter to is required.");
	if (to !== undefined && (typeof to !== "string" || to === "")) throw wrongParameter("Param to must be a string.");
}

function checkScopedId(recipient: unknown, type: unknown): void {
	if (typeof recipient !== "string" || !/^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/.test(recipient)) {
		throw wrongValue("recipient is not a valid business-scoped user ID");
	}
	if (type !== "individual") throw wrongParameter("The parameter recipient_type is required.");
}

const CHECKS: Record<string, (part: Fields) => void> = {
	text(part) {
		refuseUnknown(part, ["body", "preview_url"], "text");
		text(part.body, "text['body']", { most: 4096 });
	},
	image: (part) => checkMedia(part, "image", ["caption"]),
	video: (part) => checkMedia(part, "video", ["caption"]),
	document: (part) => checkMedia(part, "document", ["caption", "filename"]),
	audio: (part) => checkMedia(part, "audio", ["voice"]),
	sticker: (part) => checkMedia(part, "sticker", []),
	location(part) {
		const { latitude, longitude } = part;
		if (!inRange(latitude, 90) || !inRange(longitude, 180))
			throw wrongValue("Location latitude or longitude is not valid");
	},
	reaction(part) {
		refuseUnknown(part, ["message_id", "emoji"], "reaction");
		text(part.message_id, "reaction['message_id']");
		if (typeof part.emoji !== "string") throw wrongParameter("The parameter reaction['emoji'] is required.");
		if (
			part.emoji !== "" &&
			!/^\p{Extended_Pictographic}|\p{Regional_Indicator}|[#*0-9]\ufe0f?\u20e3/u.test(part.emoji)
		) {
			throw wrongValue("Reaction emoji is not valid");
		}
	},
	template(part) {
		text(part.name, "template['name']", { most: 512 });
		text(object(part.language, "template['language']").code, "template['language']['code']");
		for (const component of list(part.components ?? [], "template['components']")) checkComponent(component);
	},
	interactive: checkInteractive,
};

function checkMedia(part: Fields, kind: string, more: readonly string[]): void {
	refuseUnknown(part, ["id", "link", ...more], kind);
	const { id, link, caption } = part;
	if ((id === undefined) === (link === undefined)) throw wrongParameter(`Param ${kind} must have either id or link.`);
	if (link !== undefined && !/^https?:\/\//.test(String(link))) throw wrongValue(`${kind} link is not a valid URL`);
	if (caption !== undefined) text(caption, `${kind}['caption']`, { most: 1024 });
}

function checkComponent(component: unknown): void {
	const part = object(component, "template['components']");
	if (!["body", "header", "button"].includes(String(part.type))) throw wrongValue("Component type is not valid");
	for (const parameter of list(part.parameters ?? [], "parameters")) {
		const { type, text: value } = object(parameter, "parameters");
		if (type === "text" && (typeof value !== "string" || value === "")) {
			throw missingParameter("Parameter of type text is missing text value");
		}
	}
}

function checkInteractive(part: Fields): void {
	refuseUnknown(part, ["type", "header", "body", "footer", "action"], "interactive");
	const body = text(object(part.body, "interactive['body']").text, "interactive['body']['text']");
	if (part.footer !== undefined)
		text(object(part.footer, "footer").text, "interactive['footer']['text']", { most: 60 });
	const action = object(part.action, "interactive['action']");
	switch (part.type) {
		case "button":
			most(body, 1024, "Body text");
			checkReplies(action);
			checkHeader(part.header, ["text", "image", "video", "document"]);
			return;
		case "list":
			most(body, 4096, "Body text");
			checkRows(action);
			checkHeader(part.header, ["text"]);
			return;
		case "cta_url":
			most(body, 1024, "Body text");
			checkLink(action);
			checkHeader(part.header, ["text", "image", "video", "document"]);
			return;
		case "location_request_message":
			most(body, 1024, "Body text");
			if (action.name !== "send_location") throw wrongValue("Action name must be send_location");
			if (part.header !== undefined) throw wrongValue("Header is not allowed for location request messages");
			return;
		default:
			throw wrongValue("Interactive type is not valid");
	}
}

function checkHeader(value: unknown, allowed: readonly string[]): void {
	if (value === undefined) return;
	const header = object(value, "interactive['header']");
	const type = String(header.type);
	if (!allowed.includes(type)) throw wrongValue(`Header type is not valid, allowed: ${allowed.join(", ")}`);
	if (type === "text") text(header.text, "interactive['header']['text']", { most: 60 });
	else checkMedia(object(header[type], `header['${type}']`), type, ["filename"]);
}

function checkReplies(action: Fields): void {
	const buttons = list(action.buttons, "interactive['action']['buttons']").map((button) =>
		object(object(button, "buttons").reply, "reply"),
	);
	if (buttons.length < 1 || buttons.length > 3) {
		throw wrongValue("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3");
	}
	for (const { id, title } of buttons) {
		if (typeof title !== "string" || title.trim() === "" || title.length > 20) {
			throw wrongValue("Button title length invalid. Min length: 1, Max length: 20");
		}
		text(id, "reply['id']", { most: 256 });
	}
	if (new Set(buttons.map(({ title }) => title)).size < buttons.length) throw wrongValue("Duplicate button titles");
	if (new Set(buttons.map(({ id }) => id)).size < buttons.length) throw wrongValue("Duplicate button ids");
}

function checkRows(action: Fields): void {
	const button = text(action.button, "interactive['action']['button']");
	most(button, 20, "Button text");
	const sections = list(action.sections, "sections").map((section) => object(section, "section"));
	checkSections(sections);
	const rows = sections.flatMap(({ rows: own }) => list(own, "rows").map((row) => object(row, "row")));
	if (rows.length < 1 || rows.length > 10) throw wrongValue("Total row count exceed max allowed count: 10");
	for (const { id, title, description } of rows) {
		most(text(title, "row['title']"), 24, "Row title is too long. Row title");
		if (description !== undefined) most(text(description, "row['description']"), 72, "Row description");
		most(text(id, "row['id']"), 200, "Row id");
	}
	if (new Set(rows.map(({ id }) => id)).size < rows.length) throw wrongValue("Duplicate row ids");
}

function checkSections(sections: readonly Fields[]): void {
	if (sections.length < 1 || sections.length > 10) throw wrongValue("Invalid sections count. Min: 1, Max: 10");
	if (sections.length > 1 && sections.some(({ title }) => title === undefined))
		throw wrongValue("Section title is required");
	for (const { title } of sections) if (title !== undefined) most(text(title, "section['title']"), 24, "Section title");
}

function checkLink(action: Fields): void {
	const { display_text, url } = object(action.parameters, "interactive['action']['parameters']");
	if (action.name !== "cta_url") throw wrongValue("Action name must be cta_url");
	most(text(display_text, "display_text"), 20, "Button text");
	if (typeof url !== "string" || !URL.canParse(url) || !/^https?:/.test(url)) throw wrongValue("URL is not valid");
}

function object(value: unknown, name: string): Fields {
	if (value === undefined) throw wrongParameter(`The parameter ${name} is required.`);
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw wrongParameter(`Param ${name} must be a JSON object.`);
	return { ...value };
}

function list(value: unknown, name: string): readonly unknown[] {
	if (!Array.isArray(value)) throw wrongParameter(`Param ${name} must be an array.`);
	return value;
}

function text(value: unknown, name: string, { most: limit }: { most?: number } = {}): string {
	if (value === undefined || value === "") throw wrongParameter(`The parameter ${name} is required.`);
	if (typeof value !== "string") throw wrongParameter(`Param ${name} must be a string.`);
	if (value.trim() === "") throw wrongValue(`${name} can not be blank`);
	if (limit !== undefined && value.length > limit) {
		throw wrongParameter(`Param ${name} must be at most ${limit} characters long.`);
	}
	return value;
}

function most(value: string, limit: number, name: string): void {
	if (value.length > limit) throw wrongValue(`${name} length invalid. Min length: 1, Max length: ${limit}`);
}

function inRange(value: unknown, most: number): boolean {
	return value !== "" && Number.isFinite(Number(value)) && Math.abs(Number(value)) <= most;
}

function refuseUnknown(part: Fields, known: readonly string[], name: string): void {
	const unknown = Object.keys(part).find((key) => !known.includes(key));
	if (unknown) throw wrongParameter(`Unexpected key "${unknown}" on param${name && ` "${name}"`}.`);
}
