import type { PhoneAct, PhoneMessage, PhoneView } from "#admin/contract/phones.ts";
import type { Phones } from "#admin/server/demo.ts";
import { Refusal } from "#core/refusal.ts";
import type { Deed } from "../telegram/deeds.ts";
import type { TelegramStandin } from "../telegram/server.ts";
import type { FileFacts, Message, ReplyKeyboard } from "../telegram/shapes.ts";
import type { Person } from "../telegram/world.ts";

/** How long a phone shows that the bot is typing. */
const TYPING_MS = 5_000;

/** The demo's phones on the Telegram stand-in: their screens for the page `/try`, and what their owners do. */
export function openPhones(standin: TelegramStandin, { botName }: { botName: string }): Phones {
	const people = new Map<string, Person>();
	const typingUntil = new Map<string, number>();
	const watchers = new Set<(phone: string) => void>();
	standin.watch((happening) => {
		const chat = happening.kind === "sight" ? happening.sight.chat : happening.chat;
		const phone = String(chat);
		if (happening.kind === "sight") noteTyping(phone, happening.sight.kind);
		for (const watcher of watchers) watcher(phone);
	});

	function noteTyping(phone: string, kind: string) {
		if (kind === "action") typingUntil.set(phone, standin.clock.now() + TYPING_MS);
		else typingUntil.delete(phone);
	}

	function personOf(phone: string): Person {
		const person = people.get(phone);
		if (!person) throw new Refusal("not-found", "There is no such phone.");
		return person;
	}

	function look(person: Person): PhoneView {
		const bot = standin.service.bot(undefined);
		const screen = standin.screen(person.id);
		const state = bot.chats.get(person.id)?.state ?? "never started";
		return {
			id: String(person.id),
			name: person.user.first_name,
			channel: "Telegram",
			bot: botName,
			started: state !== "never started",
			blocked: state === "blocked",
			messages: screen.messages.map((message) => lookOf(message, person)),
			keyboard: keysOf(screen.keyboard),
			menu: menuOf(bot.profile.commands),
			typing: (typingUntil.get(String(person.id)) ?? 0) > standin.clock.now(),
			topics: null,
		};
	}

	return {
		list: () => [...people.values()].map(look),
		add(name) {
			const person = standin.addCustomer({ name, language: "ru" });
			people.set(String(person.id), person);
			return look(person);
		},
		act(phone, act) {
			const person = personOf(phone);
			try {
				standin.act({ person: person.id }, deedOf(act, standin.screen(person.id).messages));
			} catch (error) {
				// The stand-in's own words say what the phone does not show.
				throw error instanceof Refusal
					? error
					: new Refusal("invalid", error instanceof Error ? error.message : String(error));
			}
		},
		watch(changed) {
			watchers.add(changed);
			return () => watchers.delete(changed);
		},
		async picture(path) {
			const file = standin.service.world.files.find(standin.service.bot(undefined).id, path);
			if (!file) throw new Refusal("not-found", "There is no such picture.");
			return { bytes: file.bytes, mime: mimeOf(file.bytes) };
		},
	};
}

/** What a person holding the phone does, as the stand-in calls it. */
export function deedOf(act: PhoneAct, messages: readonly Message[]): Deed {
	switch (act.act) {
		case "start":
			return { do: "start", ...(act.payload && { payload: act.payload }) };
		case "write":
			return { do: "write", text: act.text, ...(act.replyTo && { replyTo: Number(act.replyTo) }) };
		case "edit":
			return { do: "edit", messageId: Number(act.message), text: act.text };
		case "press":
			return pressOf(act, messages);
		case "share-phone":
			return { do: "contact" };
		case "share-location":
			return { do: "locate", latitude: 56.8587, longitude: 35.9176 };
		case "send-photo":
			return { do: "send", what: { kind: "photo" }, ...(act.caption && { caption: act.caption }) };
		case "send-sticker":
			return { do: "send", what: { kind: "sticker", emoji: "👍" } };
		case "react":
			return { do: "react", messageId: Number(act.message), emoji: act.emoji || null };
		case "block":
		case "unblock":
			return { do: act.act };
		case "pay":
			return { do: "pay", messageId: Number(act.message) };
	}
}

/** A button is named by its place: two of one message may bear the same label. */
function pressOf({ message, row, column }: PhoneAct & { act: "press" }, messages: readonly Message[]): Deed {
	const shown = messages.find(({ message_id }) => String(message_id) === message);
	const button = shown?.reply_markup?.inline_keyboard[row]?.[column];
	if (!shown || !button) throw new Refusal("not-found", "This button is not there any more.");
	if (button.pay) return { do: "pay", messageId: shown.message_id };
	return { do: "press", button: button.callback_data ?? button.text, messageId: shown.message_id };
}

/** A message as this person's phone shows it. */
export function lookOf(message: Message, owner: Person): PhoneMessage {
	return {
		id: String(message.message_id),
		from: message.from.id === owner.id ? "customer" : "bot",
		at: new Date(message.date * 1000).toISOString(),
		text: message.text ?? message.caption ?? "",
		styles: (message.entities ?? message.caption_entities ?? []).map(({ type, offset, length, url }) => ({
			type,
			offset,
			length,
			...(url && { url }),
		})),
		photos: largest(message.photo),
		files: filesOf(message),
		extra: extraOf(message),
		buttons: (message.reply_markup?.inline_keyboard ?? []).map((row) =>
			row.map((button) => ({ label: button.text, url: button.url ?? null })),
		),
		edited: message.edit_date !== undefined,
		reactions: [],
		replyTo: message.reply_to_message ? String(message.reply_to_message.message_id) : null,
	};
}

function largest(sizes: readonly FileFacts[] | undefined): string[] {
	const file = sizes?.at(-1);
	return file ? [`/api/demo/pictures/${file.file_id}`] : [];
}

function filesOf({ document, video, voice, audio, animation }: Message): string[] {
	return [document, video, voice, audio, animation].flatMap((file) =>
		file ? [file.file_name ?? file.mime_type ?? "file"] : [],
	);
}

function extraOf({ location, contact, sticker, invoice, successful_payment }: Message): string | null {
	if (location) return `📍 ${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`;
	if (contact) return `👤 ${contact.first_name} ${contact.phone_number}`;
	if (sticker) return sticker.emoji ?? "🏷";
	if (invoice) return `🧾 ${invoice.title}: ${invoice.total_amount / 100} ${invoice.currency}`;
	if (successful_payment) return `✅ ${successful_payment.total_amount / 100} ${successful_payment.currency}`;
	return null;
}

function keysOf(keyboard: ReplyKeyboard | undefined): PhoneView["keyboard"] {
	return (keyboard?.keyboard ?? []).map((row) =>
		row.map((button) => ({
			label: button.text,
			asks: button.request_contact
				? ("phone" as const)
				: button.request_location
					? ("location" as const)
					: ("text" as const),
		})),
	);
}

function menuOf(commands: ReadonlyMap<string, unknown>): PhoneView["menu"] {
	const [first] = commands.values();
	if (!Array.isArray(first)) return [];
	return first.flatMap((entry: unknown) => {
		if (typeof entry !== "object" || entry === null || !("command" in entry) || !("description" in entry)) return [];
		return [{ command: String(entry.command), title: String(entry.description) }];
	});
}

function mimeOf(bytes: Uint8Array): string {
	if (bytes[0] === 0x89) return "image/png";
	if (bytes[0] === 0xff) return "image/jpeg";
	return bytes[0] === 0x47 ? "image/gif" : "image/webp";
}
