import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";
import { z } from "zod";
import { asShown } from "./as-shown.ts";
import { keyOf, type Person, type Sight, type StoredMessage, World } from "./world.ts";

/** How far the service goes with what the page sends: to nobody, to itself, to the customer's phone, to their eyes. */
export type AckMode = "none" | "server" | "device" | "read" | "error";

/** States of the socket that tests set: as WhatsApp Web names them. */
export type SocketState =
	| "CONNECTED"
	| "CONFLICT"
	| "OPENING"
	| "PAIRING"
	| "TIMEOUT"
	| "UNPAIRED"
	| "UNPAIRED_IDLE"
	| "TOS_BLOCK"
	| "SMB_TOS_BLOCK"
	| "PROXYBLOCK"
	| "DEPRECATED_VERSION";

/** Something that a customer, or the shop on its own phone, puts into a chat. */
export type Said = {
	readonly text?: string;
	readonly type?: string;
	readonly file?: { readonly bytes: Uint8Array; readonly mime: string; readonly name?: string };
	readonly place?: { readonly lat: number; readonly lng: number; readonly name?: string };
	/** The key of the message answered. */
	readonly replyTo?: string;
	readonly forwarded?: boolean;
};

/** The service behind the page: WhatsApp's servers and the shop's phone in one. */
export class Service {
	readonly world: World;
	readonly #now: () => number;
	readonly #pages = new Set<WebSocket>();
	#acks: AckMode = "device";
	/** What new pages meet instead of the usual. */
	#state: SocketState | undefined;
	#ref = newRef();
	#code: string | undefined;
	/** Accepted by the page and not by the service yet. */
	#unsent: StoredMessage[] = [];
	readonly #watchers = new Set<() => void>();
	/** What a well-kept program would not have sent. */
	readonly violations: string[] = [];

	constructor({ phone, pushname, now }: { phone: string; pushname: string; now: () => number }) {
		this.world = new World(phone, pushname);
		this.#now = now;
	}

	/** Hears of everything that changes, so that tests can wait without sleeping. The answer ends it. */
	watch(watcher: () => void): () => void {
		this.#watchers.add(watcher);
		return () => void this.#watchers.delete(watcher);
	}

	/** Pages that are open. */
	get pages(): number {
		return this.#pages.size;
	}

	/** What the phone's owner would type in: the last pairing code that was asked for. */
	get code(): string | undefined {
		return this.#code;
	}

	get unsent(): readonly StoredMessage[] {
		return this.#unsent;
	}

	/** A page has opened its line. */
	connect(page: WebSocket): void {
		page.on("message", (data) => this.#answer(page, String(data)));
		page.on("close", () => {
			this.#pages.delete(page);
			this.#changed();
		});
	}

	// What the shop's owner does with the phone.

	/** Scans the QR code, or types in the pairing code: the browser is linked. */
	scan(): void {
		const session = randomBytes(16).toString("hex");
		this.world.sessions.add(session);
		this.#state = undefined;
		this.#tell({ tell: "paired", session, ...this.#paired() });
	}

	/** A QR code is good for a short while; then there is another. */
	refresh(): void {
		this.#ref = newRef();
		this.#tell({ tell: "ref", ref: this.#ref });
	}

	/** Takes the browser off the phone's list of linked devices. */
	remove(): void {
		this.world.sessions.clear();
		this.#tell({ tell: "removed" });
	}

	/** Writes to a customer on the phone itself. */
	writeOnPhone(chat: string, said: Said): StoredMessage {
		const message = this.#compose(chat, said, { fromMe: true });
		message.ack = 2;
		this.world.show(chat, sightOf(message));
		this.#tell({ tell: "message", message });
		return message;
	}

	// What customers do.

	/** A customer writes. Told to every page that is open. */
	write(chat: string, said: Said): StoredMessage {
		const message = this.#compose(chat, said, { fromMe: false });
		this.#tell({ tell: "message", message });
		return message;
	}

	/** The same message once more, as happens after a reconnect. */
	repeat(message: StoredMessage): void {
		this.#tell({ tell: "message", message });
	}

	react(chat: string, key: string, emoji: string): void {
		const message = this.world.message(key);
		if (!message) throw new Error(`There is no message ${key}.`);
		const { id, fromMe } = message;
		const about = { chat, id, fromMe, from: chat, reactionText: emoji, reactionTimestamp: this.#now() };
		this.#tell({ tell: "reaction", reaction: { ...about, read: false, orphan: 0, ack: 1 } });
	}

	edit(key: string, text: string): void {
		const message = this.world.message(key);
		if (!message) throw new Error(`There is no message ${key}.`);
		message.body = text;
		this.#tell({ tell: "edited", id: key, body: text });
	}

	/** The customer has read everything. */
	read(chat: string): void {
		for (const message of this.world.messages)
			if (message.chat === chat && message.fromMe && message.ack === 2) this.#ack(message, 3);
	}

	// What goes wrong.

	/** The socket's state becomes another; pages that open later meet it too, until it is CONNECTED again. */
	setState(state: SocketState): void {
		this.#state = state === "CONNECTED" ? undefined : state;
		this.#tell({ tell: "state", state });
	}

	/** From now on messages get so far. What waited goes on at once. */
	setAcks(mode: AckMode): void {
		this.#acks = mode;
		const waiting = this.#unsent;
		this.#unsent = [];
		for (const message of waiting) this.#pass(message);
	}

	/** What the page had accepted is gone, as when its profile is lost. */
	forgetUnsent(): void {
		const lost = new Set(this.#unsent);
		this.#unsent = [];
		const kept = this.world.messages.filter((message) => !lost.has(message));
		this.world.messages.splice(0, Number.POSITIVE_INFINITY, ...kept);
	}

	reload(): void {
		this.#tell({ tell: "reload" });
	}

	/** The page computes for ever: calls into it hang. */
	hang(): void {
		this.#tell({ tell: "hang" });
	}

	// The page's questions.

	#answer(page: WebSocket, data: string): void {
		const asked = question.parse(JSON.parse(data));
		const { number } = asked;
		const answer = (reply: object) => page.send(JSON.stringify({ answer: number, ...reply }));
		try {
			answer({ result: this.#reply(page, asked) ?? null });
		} catch (error) {
			answer({ error: error instanceof Error ? error.message : String(error) });
		}
		this.#changed();
	}

	#reply(page: WebSocket, asked: Question): unknown {
		const { world } = this;
		switch (asked.ask) {
			case "hello": {
				this.#pages.add(page);
				const isKnown = asked.session !== null && world.sessions.has(asked.session);
				if (isKnown && this.#state === undefined) return { version: VERSION, paired: this.#paired() };
				return { version: VERSION, ref: this.#ref, state: (isKnown && this.#state) || "UNPAIRED" };
			}
			case "code":
				this.#code = randomBytes(4).toString("hex").toUpperCase();
				return this.#code;
			case "refresh":
				return this.refresh();
			case "logout":
				world.sessions.clear();
				return this.#tell({ tell: "state", state: "UNPAIRED" });
			case "takeover":
			case "reconnect":
				return this.setState("CONNECTED");
			case "contact": {
				const found = world.find(asked.wid);
				return found && { wid: found.wid, phone: `${found.person.phone}@c.us`, name: found.person.name };
			}
			case "chat":
				return world.find(asked.wid) && this.#chat(asked.wid);
			case "earlier":
				return world.history(asked.wid, 20, asked.before);
			case "message":
				return world.message(asked.id);
			case "seen":
				return;
			case "typing":
				return world.show(asked.wid, { saw: "typing", text: "" });
			case "send":
				return this.#send(asked.message);
			case "react": {
				const chat = world.message(asked.id)?.chat;
				return chat && world.show(chat, { saw: "reaction", id: asked.id, text: asked.emoji });
			}
			case "edit": {
				const message = world.message(asked.id);
				if (!message) throw new Error("No such message");
				message.body = asked.body;
				return world.show(message.chat, { saw: "edit", id: asked.id, text: asShown(asked.body) });
			}
		}
	}

	#send({ id, to, body, type, t, caption, quotedId, media }: SentMessage): void {
		const words = caption ?? body;
		if (words.length > LONGEST) this.violations.push(`a message of ${words.length} characters`);
		if (words.trim() === "" && !media) this.violations.push("a message without words");
		const found = this.world.find(to);
		if (!found) throw new Error("Evaluation failed: no such user");
		const quoted = quotedId ? this.world.message(quotedId) : undefined;
		const message: StoredMessage = {
			id,
			chat: found.wid,
			fromMe: true,
			from: this.world.phone,
			to: found.wid,
			type,
			t,
			body,
			ack: 0,
			...(caption !== undefined && { caption }),
			...(media && { media }),
			...(quoted && { quoted: { id: quoted.id, body: quoted.body, from: quoted.from } }),
		};
		this.world.messages.push(message);
		// After the answer, as the true service does: the page has it as "pending" first.
		setImmediate(() => this.#pass(message));
	}

	#pass(message: StoredMessage): void {
		switch (this.#acks) {
			case "none":
				this.#unsent.push(message);
				break;
			case "error":
				this.#ack(message, -1);
				break;
			default:
				this.#ack(message, 1);
				if (this.#acks !== "server") {
					this.world.show(message.chat, sightOf(message));
					this.#ack(message, 2);
				}
				if (this.#acks === "read") this.#ack(message, 3);
		}
		this.#changed();
	}

	#ack(message: StoredMessage, ack: number): void {
		message.ack = ack;
		this.#tell({ tell: "ack", id: keyOf(message), ack });
	}

	#compose(chat: string, said: Said, { fromMe }: { fromMe: boolean }): StoredMessage {
		const person = this.world.people.get(chat);
		if (!person) throw new Error(`Nobody has the chat ${chat}.`);
		const quoted = said.replyTo ? this.world.message(said.replyTo) : undefined;
		const shop = this.world.phone;
		const message: StoredMessage = {
			id: `3A${randomBytes(9).toString("hex").toUpperCase()}`,
			chat,
			fromMe,
			...(fromMe ? { from: shop, to: chat } : { from: chat, to: shop, notifyName: person.name }),
			t: Math.floor(this.#now() / 1000),
			ack: 1,
			...this.#contentOf(said),
			...(quoted && { quoted: { id: quoted.id, body: quoted.body, from: quoted.from } }),
			...(said.forwarded && { isForwarded: true }),
		};
		this.world.messages.push(message);
		return message;
	}

	/** Words, a file with its caption, or a place. */
	#contentOf({ text = "", type, file, place }: Said): Pick<StoredMessage, "type" | "body"> & Partial<StoredMessage> {
		if (file) {
			const { bytes, mime, name } = file;
			const path = this.world.store({ bytes: Buffer.from(bytes), mime });
			const media = { path, mime, size: bytes.length, ...(name && { name }) };
			return { type: type ?? typeOf(mime), body: "", media, ...(text !== "" && { caption: text }) };
		}
		if (!place) return { type: type ?? "chat", body: text };
		const { lat, lng, name } = place;
		return { type: "location", body: "", lat, lng, ...(name && { loc: name }) };
	}

	#paired() {
		const { world } = this;
		return {
			phone: world.phone,
			pushname: world.pushname,
			contacts: [...world.people].map(([wid, { phone, name }]) => ({ wid, phone: `${phone}@c.us`, name })),
			chats: world.chatsWithMessages().map((wid) => this.#chat(wid)),
		};
	}

	#chat(wid: string) {
		const found = this.world.find(wid);
		return {
			wid: found?.wid ?? wid,
			name: found?.person.name ?? wid,
			unreadCount: 0,
			messages: this.world.history(found?.wid ?? wid, LOADED),
		};
	}

	#tell(what: object): void {
		for (const page of this.#pages) page.send(JSON.stringify(what));
		this.#changed();
	}

	#changed(): void {
		for (const watcher of this.#watchers) watcher();
	}

	/** A person of this world, with what they were shown. */
	sees(chat: string): readonly Sight[] {
		return this.world.sights.get(chat) ?? [];
	}

	addPerson(person: Person): string {
		return this.world.addPerson(person);
	}
}

const VERSION = "2.3000.1030000000";
/** WhatsApp takes no longer text. */
const LONGEST = 65_536;
/** So many messages of a chat are loaded with the page; earlier ones on demand. */
const LOADED = 20;

const sent = z.object({
	id: z.string(),
	to: z.string(),
	body: z.string(),
	type: z.string(),
	t: z.number(),
	caption: z.string().optional(),
	quotedId: z.string().optional(),
	media: z
		.object({ path: z.string(), mime: z.string(), name: z.string().exactOptional(), size: z.number() })
		.optional(),
});
type SentMessage = z.infer<typeof sent>;

const number = z.number();
const wid = z.string();
const question = z.discriminatedUnion("ask", [
	z.object({ ask: z.literal("hello"), number, session: z.string().nullable() }),
	z.object({ ask: z.literal("code"), number, phone: z.string() }),
	z.object({ ask: z.enum(["refresh", "logout", "takeover", "reconnect"]), number }),
	z.object({ ask: z.enum(["contact", "chat", "seen", "typing"]), number, wid }),
	z.object({ ask: z.literal("earlier"), number, wid, before: z.string().optional() }),
	z.object({ ask: z.literal("message"), number, id: z.string() }),
	z.object({ ask: z.literal("send"), number, message: sent }),
	z.object({ ask: z.literal("react"), number, id: z.string(), emoji: z.string() }),
	z.object({ ask: z.literal("edit"), number, id: z.string(), body: z.string() }),
]);
type Question = z.infer<typeof question>;

function newRef(): string {
	return `2@${randomBytes(24).toString("base64")}`;
}

function typeOf(mime: string): string {
	const kind = mime.split("/")[0] ?? "";
	return ["image", "video", "audio"].includes(kind) ? kind : "document";
}

function sightOf({ type, body, caption, quoted, ...message }: StoredMessage): Sight {
	const text = asShown(caption ?? body);
	return { saw: "message", id: keyOf(message), text, type, ...(quoted && { quotes: quoted.id }) };
}
