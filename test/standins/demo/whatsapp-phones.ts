import type { PhoneAct, PhoneMessage, PhoneView } from "#admin/contract/phones.ts";
import type { Phones } from "#admin/server/demo.ts";
import { Refusal } from "#core/refusal.ts";
import type { Deed } from "../whatsapp-cloud/deeds.ts";
import { readFormatting } from "../whatsapp-cloud/read-formatting.ts";
import type { WhatsAppStandin } from "../whatsapp-cloud/server.ts";
import type { ChatMessage, Choice } from "../whatsapp-cloud/shapes.ts";
import type { Person } from "../whatsapp-cloud/world.ts";

/** How long a phone shows that the shop is typing. */
const TYPING_MS = 25_000;

/** The demo's phones on the WhatsApp stand-in: their screens for the page `/try`, and what their owners do. */
export function openWhatsAppPhones(standin: WhatsAppStandin, { botName }: { botName: string }): Phones {
	const people = new Map<string, Person>();
	const typingUntil = new Map<string, number>();
	const watchers = new Set<(phone: string) => void>();
	standin.watch((happening) => {
		const waId = happening.kind === "sight" ? happening.sight.person : happening.person;
		if (happening.kind === "sight") {
			if (happening.sight.kind === "typing") typingUntil.set(waId, standin.clock.now() + TYPING_MS);
			else typingUntil.delete(waId);
		}
		for (const watcher of watchers) watcher(phoneOf(waId));
	});

	function look(person: Person): PhoneView {
		const shown = standin.screen(person.waId);
		return {
			id: phoneOf(person.waId),
			name: person.name,
			channel: "WhatsApp",
			bot: botName,
			started: true,
			blocked: person.blocked,
			messages: shown.map((message, at) => lookOf(message, at, shown)),
			keyboard: shown.at(-1)?.asksLocation ? [[{ label: "📍", asks: "location" }]] : [],
			menu: [],
			typing: (typingUntil.get(person.waId) ?? 0) > standin.clock.now(),
			topics: null,
		};
	}

	return {
		list: () => [...people.values()].map(look),
		add(name) {
			const person = standin.addCustomer({ name, reads: true });
			people.set(phoneOf(person.waId), person);
			return look(person);
		},
		act(phone, act) {
			const person = people.get(phone);
			if (!person) throw new Refusal("not-found", "There is no such phone.");
			standin.act(person.waId, deedOf(act, standin.screen(person.waId)));
		},
		watch(changed) {
			watchers.add(changed);
			return () => watchers.delete(changed);
		},
		async picture(path) {
			const file = standin.service.media.find(path, standin.clock.now());
			if (!file?.mime.startsWith("image/")) throw new Refusal("not-found", "There is no such picture.");
			return { bytes: file.bytes, mime: file.mime };
		},
	};
}

function phoneOf(waId: string): string {
	return `whatsapp-${waId}`;
}

/** Messages are named by their place on the screen. */
function deedOf(act: PhoneAct, shown: readonly ChatMessage[]): Deed {
	const wamidOf = (place: string) => {
		const message = shown[Number(place) - 1];
		if (!message) throw new Refusal("not-found", "This message is not there any more.");
		return message.wamid;
	};
	switch (act.act) {
		case "start":
			return { do: "write", text: act.payload ? `/start ${act.payload}` : "/start" };
		case "write":
			return { do: "write", text: act.text, ...(act.replyTo && { replyTo: wamidOf(act.replyTo) }) };
		case "edit":
			throw new Refusal("not-allowed", "This phone edits nothing.");
		case "press":
			return pressOf(act, wamidOf(act.message), shown);
		case "share-phone":
			return { do: "contact" };
		case "share-location":
			return { do: "locate", latitude: 56.8587, longitude: 35.9176 };
		case "send-photo":
			return { do: "send", kind: "image", ...(act.caption && { caption: act.caption }) };
		case "send-sticker":
			return { do: "send", kind: "sticker" };
		case "react":
			return { do: "react", wamid: wamidOf(act.message), emoji: act.emoji || null };
		case "block":
		case "unblock":
			return { do: act.act };
		case "pay":
			throw new Refusal("invalid", "WhatsApp takes no payments here.");
	}
}

/** One choice a row: WhatsApp stacks replies, and a list is read from above. */
function pressOf({ row }: PhoneAct & { act: "press" }, wamid: string, shown: readonly ChatMessage[]): Deed {
	const choice = shown.find((message) => message.wamid === wamid)?.choices[row];
	if (!choice) throw new Refusal("not-found", "This button is not there any more.");
	return { do: "press", choice: choice.id, wamid };
}

function lookOf(message: ChatMessage, at: number, shown: readonly ChatMessage[]): PhoneMessage {
	const { text, styles } = readFormatting(message.text);
	const { media, link, choices, reactions, context, extra } = message;
	const quoted = context === undefined ? -1 : shown.findIndex(({ wamid }) => wamid === context);
	const isPicture = media?.kind === "image";
	return {
		id: String(at + 1),
		from: message.from === "customer" ? "customer" : "bot",
		at: new Date(message.at).toISOString(),
		text,
		styles,
		photos: isPicture && /^\d+$/.test(media.source) ? [`/api/demo/pictures/${media.source}`] : [],
		files: media && !isPicture ? [media.name ?? media.kind] : [],
		extra: extra ?? null,
		buttons: [
			...choices.map((choice) => [{ label: labelOf(choice), url: null }]),
			...(link ? [[{ label: link.label, url: link.url }]] : []),
		],
		edited: false,
		reactions: [reactions.customer, reactions.business].filter((emoji) => emoji !== undefined),
		replyTo: quoted < 0 ? null : String(quoted + 1),
	};
}

function labelOf({ title, about }: Choice): string {
	return about ?? title;
}
