import { setTimeout as sleep } from "node:timers/promises";
import { anObject } from "#core/json.ts";
import { type PhoneEvent, secondsOf } from "./linked-hear.ts";
import { type InPage, type Letters, openLetters } from "./linked-letters.ts";
import { type Client, type Library, type Message, openClient } from "./linked-page.ts";
import { endOrphan, makeFolder } from "./linked-profile.ts";
import type { FromPhone, GoneWhy, PhoneAnswer, PhoneSettings, ToPhone } from "./linked-protocol.ts";

/** One life of a linked phone, inside its process. */
export type Phone = {
	hear(asked: Exclude<ToPhone, { ask: "begin" }>): void;
	/** Ends the browser and then the process. */
	end(why: GoneWhy, detail?: string): Promise<void>;
};

/** Begins a life; `tell` is how it speaks to the shop. */
export function openPhone(settings: PhoneSettings, tell: (told: FromPhone) => void): Phone {
	const { limits, folder } = settings;
	let client: Client | undefined;
	let letters: Letters | undefined;
	let ending: Promise<void> | undefined;
	let hasLoaded = false;
	let wasScanned = false;
	let pairedAt = 0;
	const phones = new Map<string, string>();

	/** Whatever the page does, a call into it ends in time; one that does not has found a page that hangs. */
	const inPage: InPage = async (calling, limit = limits.call) => {
		const tooLong = new AbortController();
		const out = sleep(limit, undefined, { signal: tooLong.signal }).then(
			() => {
				void end("hung");
				throw new Error("The page did not answer in time.");
			},
			() => new Promise<never>(() => {}),
		);
		try {
			return await Promise.race([calling, out]);
		} finally {
			tooLong.abort();
		}
	};

	async function begin(): Promise<void> {
		await makeFolder(folder);
		await endOrphan(folder);
		const library = await loadLibrary();
		if (!library) return end("no-library");
		client = openClient(library, settings, { gone: () => void end("browser"), crashed: () => void end("crash") });
		letters = openLetters({ library, client }, { limits, inPage, now: Date.now });
		listen(client, letters);
		setTimeout(() => hasLoaded || void end("not-loaded"), limits.load).unref();
		await client.initialize();
		keepLooking(client);
	}

	function listen(client: Client, letters: Letters): void {
		client.on("qr", (qr) => {
			hasLoaded = wasScanned = true;
			tell({ tell: "qr", qr });
		});
		client.on("code", (code) => tell({ tell: "code", code }));
		client.on("authenticated", () => {
			if (wasScanned) pairedAt = Date.now();
		});
		client.on("ready", () => {
			hasLoaded = true;
			tell({
				tell: "ready",
				number: client.info.wid.user,
				...(client.info.pushname && { name: client.info.pushname }),
			});
			// A reload makes the page ready again: what came meanwhile is in its history only.
			void catchUp(client).catch((error) => end("failed", String(error)));
		});
		client.on("change_state", (state) => tell({ tell: "state", state }));
		client.on("disconnected", (reason) => void end(whyOf(String(reason)), String(reason)));
		client.on("message_create", (message) => {
			if (message.fromMe) letters.sift(message, () => void hear("message", message));
			else void hear("message", message);
		});
		client.on("message_edit", (message) => void hear("edited", message));
		client.on("message_reaction", (reaction) => {
			const { reaction: reactionText, msgId: parentMsgKey, senderId: senderUserJid, timestamp } = reaction;
			tellHeard([{ event: "reaction", reaction: { reactionText, parentMsgKey, senderUserJid, timestamp } }]);
		});
		client.on("message_ack", (message, ack) => {
			const letter = letters.acked(message.id._serialized, ack);
			if (letter) tellHeard([{ event: "ack", message: message.rawData, letter, ack }]);
		});
	}

	const tellHeard = (events: readonly PhoneEvent[]) => tell({ tell: "heard", events });

	async function hear(event: "message" | "edited", message: Message): Promise<void> {
		tellHeard([await eventOf(event, message)]);
	}

	async function eventOf(event: "message" | "edited", message: Message): Promise<PhoneEvent> {
		const chat = message.fromMe ? message.to : message.from;
		const phone = await phoneOf(chat);
		return { event, message: message.rawData, ...(phone && { phone }) };
	}

	/** The phone behind a LID, where the service tells it. Asked once for each. */
	async function phoneOf(chat: string): Promise<string | undefined> {
		if (!chat.endsWith("@lid") || !client) return undefined;
		const known = phones.get(chat);
		if (known) return known;
		const [found] = await inPage(client.getContactLidAndPhone([chat])).catch(() => []);
		const digits = found?.pn?.split("@")[0];
		if (digits) phones.set(chat, digits);
		return digits;
	}

	/** What came while nobody listened: the library tells only what appears after it is ready. */
	async function catchUp(client: Client): Promise<void> {
		const { since } = settings;
		if (since === undefined) return;
		const chats = await inPage(client.getChats());
		for (const chat of chats.filter(({ timestamp, isGroup }) => !isGroup && timestamp >= since).slice(0, MOST_CHATS)) {
			const messages = await inPage(chat.fetchMessages({ limit: MOST_MESSAGES }));
			const missed = messages.filter(({ timestamp, ...message }) => timestamp >= since && !isOfAPage(message));
			const events = await Promise.all(missed.map((message) => eventOf("message", message)));
			if (events.length > 0) tellHeard(events.sort((a, b) => (secondsOf(a) ?? 0) - (secondsOf(b) ?? 0)));
		}
	}

	/** The page says nothing when it loses its service, or when it hangs: so it is asked, for ever. */
	function keepLooking(client: Client): void {
		const look = async () => {
			const state = await inPage(client.getState());
			// The library tells of a block only while it listens: a page that was blocked before that is found by looking.
			if (whyOf(String(state)) === "banned") return end("banned", String(state));
			tell({ tell: "state", state: state ?? "OPENING" });
			// The QR code is renewed for a few minutes only; a new page begins anew.
			if (String(state) === "UNPAIRED_IDLE" && client.pupPage) await inPage(client.pupPage.reload());
		};
		setInterval(() => void look().catch(() => {}), limits.look).unref();
	}

	async function end(why: GoneWhy, detail?: string): Promise<void> {
		ending ??= close(why, detail);
		await ending;
	}

	async function close(why: GoneWhy, detail: string | undefined): Promise<void> {
		const keepOpen = why === "ended" ? pairedAt + limits.keepOpen - Date.now() : 0;
		if (keepOpen > 0) await sleep(keepOpen);
		tell({ tell: "gone", why, ...(detail && { detail: detail.slice(0, 200) }) });
		const browser = client?.pupBrowser;
		if (browser) {
			const { pid } = browser.process() ?? {};
			await Promise.race([browser.close().catch(() => {}), sleep(CLOSES_WITHIN)]);
			if (pid) endQuietly(pid);
		}
		await endOrphan(folder).catch(() => {});
		process.exit(0);
	}

	async function answer(asked: Exclude<ToPhone, { ask: "begin" | "end" | "typing" }>): Promise<PhoneAnswer> {
		if (!client || !letters) return NOT_LINKED;
		if (asked.ask === "code") {
			// The library tells the code as an event, now and each three minutes from now on.
			await inPage(client.requestPairingCode(asked.phone));
			return { answer: "done" };
		}
		if (!client.info) return NOT_LINKED;
		switch (asked.ask) {
			case "deliver":
				return letters.deliver(asked);
			case "fetch":
				return fetchFile(client, asked);
			case "look":
				return { answer: "state", state: (await inPage(client.getState())) ?? "OPENING" };
			case "log-out":
				await inPage(client.logout());
				return { answer: "done" };
		}
	}

	async function fetchFile(client: Client, asked: Extract<ToPhone, { ask: "fetch" }>): Promise<PhoneAnswer> {
		const message = /^(true|false)_[^_]+_[^_]+$/.test(asked.message)
			? await inPage(client.getMessageById(asked.message))
			: undefined;
		if (!message?.hasMedia) return { answer: "no-file", why: "gone" };
		if (Number(anObject(message.rawData)?.size ?? 0) > asked.limit) return { answer: "no-file", why: "too-large" };
		const media = await inPage(message.downloadMedia(), limits.upload);
		if (!media) return { answer: "no-file", why: "gone" };
		if (media.data.length * 0.75 > asked.limit + 2) return { answer: "no-file", why: "too-large" };
		return { answer: "file", bytes: media.data, mime: media.mimetype, name: media.filename ?? "" };
	}

	/** Politeness: nobody waits for it, and it may fail. */
	async function type(chat: string): Promise<void> {
		if (!client?.info) return;
		await inPage(client.getChatById(chat).then((there) => there.sendStateTyping())).catch(() => {});
	}

	begin().catch((error) => end(isMissingBrowser(error) ? "no-chromium" : "failed", String(error)));

	return {
		end,
		hear(asked) {
			switch (asked.ask) {
				case "end":
					return void end("ended");
				case "typing":
					return void type(asked.chat);
				default:
					answer(asked)
						.catch((error): PhoneAnswer => failed(asked, error))
						.then((said) => tell({ tell: "answer", call: asked.call, answer: said }));
			}
		},
	};
}

const NOT_LINKED = { answer: "not-sent", why: "The phone is not linked yet." } as const;

/** A browser that does not close within this time is killed. */
const CLOSES_WITHIN = 3_000;
const MOST_CHATS = 200;
const MOST_MESSAGES = 50;

/** An optional package: without it everything else works. */
async function loadLibrary(): Promise<Library | undefined> {
	try {
		const { default: library } = await import("whatsapp-web.js");
		return library;
	} catch {
		return undefined;
	}
}

/** Ids that a page makes begin so: it was this program that wrote it, and another life of it that knew. */
function isOfAPage({ fromMe, id }: Pick<Message, "fromMe" | "id">): boolean {
	return fromMe && id.id.startsWith("3EB0");
}

function whyOf(reason: string): GoneWhy {
	if (/^(UNPAIRED|UNPAIRED_IDLE|LOGOUT)$/.test(reason)) return "unlinked";
	if (/TOS_BLOCK|PROXYBLOCK/.test(reason)) return "banned";
	return reason === "DEPRECATED_VERSION" ? "outdated" : "state";
}

function isMissingBrowser(error: unknown): boolean {
	return /Browser was not found|ENOENT|Failed to launch/.test(String(error));
}

function failed({ ask }: { ask: string }, error: unknown): PhoneAnswer {
	const why = (error instanceof Error ? error.message : String(error)).slice(0, 200);
	if (ask === "fetch") return { answer: "no-file", why: "away" };
	if (/invalid wid|No LID for user|no such user/i.test(why)) return { answer: "unreachable", why };
	return { answer: "unclear", why };
}

function endQuietly(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// It had ended already, which is what was wanted.
	}
}
