import { snapshot } from "../snapshot.ts";
import { sha256 } from "./media.ts";
import { deliverAll, readAll } from "./send.ts";
import type { Service } from "./service.ts";
import type { ChatMessage, Choice, MediaKind } from "./shapes.ts";
import { tellMessage, tellPreference } from "./tell.ts";
import type { Person } from "./world.ts";

/** What a person can do with WhatsApp. */
export type Deed =
	| { do: "write"; text: string; replyTo?: string }
	/** Comes through an advertisement, whose button opens the chat with this text. */
	| { do: "enter"; text: string; title?: string; click?: string }
	/** A choice by its words or its id; of the newest message that has it, unless one is named. */
	| { do: "press"; choice: string; wamid?: string }
	/** A press that a modified client makes up. */
	| { do: "forge"; id: string; wamid: string }
	| { do: "send"; kind: MediaKind | "voice"; caption?: string; bytes?: Uint8Array; mime?: string; name?: string }
	| { do: "locate"; latitude: number; longitude: number; name?: string; address?: string }
	/** One's own contact card, or somebody else's. */
	| { do: "contact"; of?: { name: string; phone: string } }
	/** Sends what was picked in the business's catalogue. */
	| { do: "order"; items: { product: string; qty: number }[]; text?: string }
	| { do: "react"; wamid: string; emoji: string | null }
	| { do: "read" }
	| { do: "offline" }
	| { do: "online" }
	| { do: "block" }
	| { do: "unblock" }
	/** Stops this business's marketing, in WhatsApp's own settings; or lets it through again. */
	| { do: "stop" }
	| { do: "resume" };

/** Does what a person does, and answers the message that came of it, if one did. */
export function act(service: Service, person: Person, deed: Deed): ChatMessage | undefined {
	const message = perform(service, person, deed);
	service.journal.happen({ kind: "deed", at: service.clock.now(), person: person.waId, words: deed.do });
	return message;
}

function perform(service: Service, person: Person, deed: Deed): ChatMessage | undefined {
	switch (deed.do) {
		case "write":
			return say(service, person, { type: "text", text: { body: deed.text } }, { text: deed.text }, deed.replyTo);
		case "enter":
			return enter(service, person, deed);
		case "press":
			return press(service, person, deed);
		case "forge":
			return answer(service, person, { id: deed.id, title: "forged", as: "reply" }, deed.wamid);
		case "send":
			return send(service, person, deed);
		case "locate": {
			const { do: _, ...location } = deed;
			const asked = person.chat.findLast(({ asksLocation }) => asksLocation);
			const extra = `📍 ${deed.latitude.toFixed(4)}, ${deed.longitude.toFixed(4)}`;
			return say(service, person, { type: "location", location }, { extra }, asked?.wamid);
		}
		case "contact":
			return contact(service, person, deed);
		case "order":
			return order(service, person, deed);
		case "react":
			return react(service, person, deed);
		case "read":
			readAll(service, person);
			return;
		case "offline":
			person.online = false;
			return;
		case "online":
			person.online = true;
			deliverAll(service, person);
			return;
		case "block":
		case "unblock":
			// Nobody tells the business.
			person.blocked = deed.do === "block";
			return;
		case "stop":
		case "resume":
			person.stopped = deed.do === "stop";
			tellPreference(service, person);
			return;
	}
}

/** Puts a message of the person's into the chat, and tells the program. Whoever writes has read what came before. */
function say(
	service: Service,
	person: Person,
	part: Readonly<Record<string, unknown>>,
	look: Partial<ChatMessage>,
	context?: string,
): ChatMessage {
	const at = service.clock.now();
	const wamid = service.nextWamid();
	person.lastWroteAt = at;
	if (person.capped !== "no") person.capped = "no";
	if (person.reads) readAll(service, person);
	const message: ChatMessage = {
		wamid,
		from: "customer",
		at,
		type: String(part.type),
		text: "",
		choices: [],
		...(context !== undefined && { context }),
		...look,
		reactions: {},
	};
	person.chat.push(message);
	const quoted = context === undefined ? {} : { context: { from: service.facts.phone, id: context } };
	tellMessage(service, person, { id: wamid, ...quoted, ...part });
	return message;
}

function enter(service: Service, person: Person, { text, title, click }: Extract<Deed, { do: "enter" }>): ChatMessage {
	person.enteredAt = service.clock.now();
	const referral = {
		source_type: "ad",
		source_id: "120200000000000000",
		source_url: "https://fb.me/stand-in",
		...(title !== undefined && { headline: title }),
		...(click !== undefined && { ctwa_clid: click }),
	};
	return say(service, person, { type: "text", text: { body: text }, referral }, { text });
}

function press(service: Service, person: Person, { choice, wamid }: Extract<Deed, { do: "press" }>): ChatMessage {
	const shown = person.chat.filter((message) => wamid === undefined || message.wamid === wamid);
	const carrier = shown.findLast(({ choices }) => choices.some((one) => fits(one, choice)));
	const pressed = carrier?.choices.find((one) => fits(one, choice));
	if (!carrier || !pressed) throw new Error(`${person.name} sees nothing to press that reads "${choice}".`);
	return answer(service, person, pressed, carrier.wamid);
}

function fits({ id, title, about }: Choice, words: string): boolean {
	return title === words || about === words || id === words;
}

function answer(service: Service, person: Person, { id, title, about, as }: Choice, carrier: string): ChatMessage {
	if (as === "quick") {
		return say(service, person, { type: "button", button: { payload: id, text: title } }, { text: title }, carrier);
	}
	const reply = { id, title, ...(about !== undefined && { description: about }) };
	const interactive =
		as === "row" ? { type: "list_reply", list_reply: reply } : { type: "button_reply", button_reply: reply };
	return say(service, person, { type: "interactive", interactive }, { text: title }, carrier);
}

function send(service: Service, person: Person, deed: Extract<Deed, { do: "send" }>): ChatMessage {
	const kind: MediaKind = deed.kind === "voice" ? "audio" : deed.kind;
	const mime = deed.mime ?? USUAL[kind];
	const bytes = deed.bytes ?? snapshot;
	const file = service.media.keep(mime, bytes, deed.name, service.clock.now() + 7 * 86_400_000);
	const part = {
		id: file.id,
		mime_type: mime,
		sha256: sha256(bytes),
		...(deed.kind === "voice" && { voice: true }),
		...(deed.caption !== undefined && { caption: deed.caption }),
		...(deed.name !== undefined && { filename: deed.name }),
	};
	const media = { kind, source: file.id, ...(deed.name !== undefined && { name: deed.name }) };
	return say(service, person, { type: kind, [kind]: part }, { text: deed.caption ?? "", media });
}

function contact(service: Service, person: Person, { of }: Extract<Deed, { do: "contact" }>): ChatMessage {
	const { name, phone } = of ?? { name: person.name, phone: person.waId };
	const digits = phone.replace(/\D/g, "");
	const card = {
		name: { formatted_name: name, first_name: name },
		phones: [{ phone: `+${digits}`, wa_id: digits, type: "CELL" }],
	};
	return say(service, person, { type: "contacts", contacts: [card] }, { extra: `👤 ${name} +${digits}` });
}

function order(service: Service, person: Person, { items, text }: Extract<Deed, { do: "order" }>): ChatMessage {
	const picked = {
		catalog_id: "800000000000001",
		...(text !== undefined && { text }),
		product_items: items.map(({ product, qty }) => ({
			product_retailer_id: product,
			quantity: qty,
			item_price: 1,
			currency: "RUB",
		})),
	};
	const extra = items.map(({ product, qty }) => `🛒 ${product} × ${qty}`).join("\n");
	return say(service, person, { type: "order", order: picked }, { text: text ?? "", extra });
}

function react(service: Service, person: Person, { wamid, emoji }: Extract<Deed, { do: "react" }>): undefined {
	const target = person.chat.find((message) => message.wamid === wamid);
	if (!target) throw new Error(`${person.name} sees no message ${wamid}.`);
	if (emoji === null) delete target.reactions.customer;
	else target.reactions.customer = emoji;
	// Taking a reaction back is told without an emoji.
	const reaction = { message_id: wamid, ...(emoji !== null && { emoji }) };
	tellMessage(service, person, { id: service.nextWamid(), type: "reaction", reaction });
}

const USUAL: Record<MediaKind, string> = {
	image: "image/png",
	video: "video/mp4",
	document: "application/pdf",
	audio: "audio/ogg; codecs=opus",
	sticker: "image/webp",
};
