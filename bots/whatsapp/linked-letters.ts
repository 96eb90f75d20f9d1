import { anInteger, anObject } from "#core/json.ts";
import { findOwn, type OwnMessage } from "./linked-history.ts";
import type { Client, Library, Message } from "./linked-page.ts";
import type { PhoneAnswer, PhoneLimits, ToPhone } from "./linked-protocol.ts";
import type { Say } from "./linked-say.ts";

type Deliver = Extract<ToPhone, { ask: "deliver" }>;

/** Sends letters through the page, and knows which of the page's own messages are ours. */
export type Letters = {
	deliver(letter: Deliver): Promise<PhoneAnswer>;
	/** The service, or a customer's phone, has taken a message; gives the letter it belongs to. */
	acked(id: string, ack: number): string | undefined;
	/** Calls back if an own message that appeared was not ours: somebody wrote it on the phone. */
	sift(message: Message, notOurs: () => void): void;
};

/** A call into the page with a limit of its own. */
export type InPage = <T>(calling: Promise<T>, limit?: number) => Promise<T>;

/** `now` in milliseconds: the clock that the page's messages bear. */
export function openLetters(
	{ library, client }: { library: Library; client: Client },
	{ limits, inPage, now }: { limits: PhoneLimits; inPage: InPage; now: () => number },
): Letters {
	/** Letters by message, and the other way round. */
	const letters = new Map<string, string>();
	const messages = new Map<string, string>();
	const acks = new Map<string, number>();
	const begun = new Map<string, number>();
	const waiting = new Map<string, (ack: number) => void>();
	/** Sends under way, by chat: what appears there meanwhile may be theirs. */
	const underWay = new Map<string, Set<Promise<unknown>>>();

	async function deliver(letter: Deliver): Promise<PhoneAnswer> {
		const since = begunAt(letter);
		const earlier = letter.attempt > 1 ? await lookBack(letter, since) : undefined;
		if (earlier) return earlier;
		const message = await send(letter);
		if (!message) return { answer: "unreachable", why: "This number has no WhatsApp." };
		if (typeof message === "string") return { answer: "refused", why: message };
		const id = message.id._serialized;
		// An edit and a reaction are told to nobody by an ack.
		if (letter.say.say === "edit" || letter.say.say === "react") return { answer: "sent", ref: id };
		return acknowledged(id, acks.get(id) ?? (await firstAck(id)));
	}

	/** When the first try began; where another life of ours tried, some time ago. */
	function begunAt({ letter, attempt }: Deliver): number {
		const since = begun.get(letter) ?? now() - (attempt > 1 ? LOOK_BACK : 0);
		remember(begun, letter, since);
		return since;
	}

	/** Undefined: nothing shows that it has left, so it is sent again. */
	async function lookBack({ letter, chat, say }: Deliver, since: number): Promise<PhoneAnswer | undefined> {
		const known = messages.get(letter);
		if (known && (acks.get(known) ?? 0) >= 1) return { answer: "sent", ref: known };
		const text = wordsOf(say);
		if (text === "") return undefined;
		// What is known to be another letter of the same words is no proof.
		const candidates = (await ownMessages(chat)).filter(({ id }) => (letters.get(id) ?? letter) === letter);
		const finding = findOwn(candidates, text, Math.floor(since / 1000));
		switch (finding.found) {
			case "sent":
				return { answer: "sent", ref: finding.ref };
			case "held":
				return { answer: "held" };
			case "several":
				return { answer: "unclear", why: "Several messages with this text have left." };
			case "nothing":
				return undefined;
		}
	}

	async function ownMessages(chat: string): Promise<OwnMessage[]> {
		const there = await inPage(client.getChatById(chat));
		const own = await inPage(there.fetchMessages({ limit: 30, fromMe: true }));
		return own.map(({ id, body, timestamp, ack }) => ({ id: id._serialized, text: body, t: timestamp, ack }));
	}

	/** A text is why it cannot be done. */
	async function send({ letter, chat, say }: Deliver): Promise<Message | string | undefined> {
		const sending = perform(chat, say);
		const beside = underWay.get(chat) ?? new Set();
		underWay.set(chat, beside.add(sending));
		try {
			const message = await inPage(sending, say.say === "file" ? limits.upload : limits.call);
			if (message && typeof message !== "string") {
				remember(letters, message.id._serialized, letter);
				remember(messages, letter, message.id._serialized);
			}
			return message;
		} finally {
			beside.delete(sending);
		}
	}

	async function perform(chat: string, say: Say): Promise<Message | string | undefined> {
		switch (say.say) {
			case "text":
				return sent(await client.sendMessage(chat, say.text, { ...PLAIN, ...quoting(say.quotes) }));
			case "file": {
				const media = new library.MessageMedia(say.mime, say.bytes, say.name);
				const as = { sendMediaAsDocument: say.asDocument, sendAudioAsVoice: say.asVoice };
				const options = { ...PLAIN, caption: say.caption, ...as, ...quoting(say.quotes) };
				return sent(await client.sendMessage(chat, media, options));
			}
			case "edit": {
				const message = await findOr(say.message);
				if (typeof message === "string") return message;
				// A quarter of an hour later nothing can be corrected any more: then it is said anew.
				return (await message.edit(say.text, PLAIN)) ?? perform(chat, { say: "text", text: say.text });
			}
			case "react": {
				const message = await findOr(say.message);
				if (typeof message === "string") return message;
				await message.react(say.emoji);
				return message;
			}
		}
	}

	async function findOr(id: string): Promise<Message | string> {
		const missing = "There is no such message on the phone.";
		if (!/^(true|false)_[^_]+_[^_]+$/.test(id)) return missing;
		return (await client.getMessageById(id)) ?? missing;
	}

	function firstAck(id: string): Promise<number | undefined> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => {
				waiting.delete(id);
				resolve(undefined);
			}, limits.ack);
			waiting.set(id, (ack) => {
				clearTimeout(timer);
				waiting.delete(id);
				resolve(ack);
			});
		});
	}

	return {
		deliver,
		acked(id, ack) {
			remember(acks, id, ack);
			waiting.get(id)?.(ack);
			return letters.get(id);
		},
		async sift(message, notOurs) {
			// The page shows a message before it says which one it was: only then can it be told from others.
			await Promise.allSettled([...(underWay.get(message.to) ?? [])]);
			await null;
			if (!letters.has(message.id._serialized)) notOurs();
		},
	};
}

function acknowledged(ref: string, ack: number | undefined): PhoneAnswer {
	if (ack === undefined) return { answer: "held" };
	return ack < 0 ? { answer: "refused", why: "WhatsApp did not take the message." } : { answer: "sent", ref };
}

function wordsOf(say: Say): string {
	if (say.say === "text") return say.text;
	return say.say === "file" ? say.caption : "";
}

/** Back-offs of ten tries and their calls come to less. */
const LOOK_BACK = 10 * 60_000;

/** No previews: they would fetch whatever address a text names. */
const PLAIN = { linkPreview: false, parseVCards: false };

function quoting(quotes: string | undefined) {
	return quotes ? { quotedMessageId: quotes } : {};
}

/** The library's types promise a message; where a number has no WhatsApp there is none. */
function sent(message: Message | undefined | null): Message | undefined {
	return message && anInteger(anObject(message)?.ack) !== undefined ? message : undefined;
}

const MOST = 5_000;

function remember<T>(map: Map<string, T>, key: string, value: T): void {
	map.delete(key);
	map.set(key, value);
	const [oldest] = map.keys();
	if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
