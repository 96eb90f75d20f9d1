import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Abilities, Channel, ChannelHealth, Letter, Outcome, Receive } from "#core/delivery/channel.ts";
import { Refusal } from "#core/refusal.ts";
import { CONSOLE_ACCOUNT, hear, type Menu } from "./hear.ts";
import { printable, say } from "./say.ts";

/** What a terminal can show and take: words. */
export const CONSOLE_ABILITIES: Abilities = {
	channel: "console",
	buttons: "none",
	page: 8,
	textLimit: 4096,
	captionLimit: 4096,
	album: 10,
	edits: true,
	requests: [],
};

/** The streams to talk over; `styled` for a terminal that knows bold. */
export type ConsoleOptions = {
	readonly input: Readable;
	readonly output: Writable;
	readonly now: () => Date;
	readonly styled: boolean;
	/** Told once when the input has ended and all of it is in the inbox: the person has left. */
	readonly left?: () => void;
};

/** The shop's bot at a terminal: one person, no account, no network. */
export function consoleChannel(options: ConsoleOptions): Channel {
	return new ConsoleChannel(options);
}

const NOBODY: Menu = { message: "", tokens: [] };

class ConsoleChannel implements Channel {
	readonly name = "console";
	readonly account = CONSOLE_ACCOUNT;
	readonly abilities = CONSOLE_ABILITIES;
	readonly #options: ConsoleOptions;
	/** Ids go on where no earlier run can have been. */
	readonly #run: string;
	#count = 0;
	#menu = NOBODY;
	#health: ChannelHealth;
	#lines: Interface | undefined;
	#reading: Promise<void> | undefined;

	constructor(options: ConsoleOptions) {
		this.#options = options;
		this.#run = options.now().getTime().toString(36);
		this.#health = { state: "connecting", since: options.now() };
	}

	async start(receive: Receive): Promise<void> {
		const { input, now, left } = this.#options;
		this.#lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
		this.#health = { state: "ok", since: now() };
		this.#reading = this.#read(this.#lines, receive).then(() => left?.());
	}

	async stop(): Promise<void> {
		this.#lines?.close();
		await this.#reading;
	}

	/** Each line is in the inbox before the next is looked at. */
	async #read(lines: Interface, receive: Receive): Promise<void> {
		for await (const text of lines) {
			if (text.trim() !== "") await this.#take(text, receive);
		}
	}

	async #take(text: string, receive: Receive): Promise<void> {
		const { now } = this.#options;
		const heard = hear({ text, id: this.#nextId(), at: now(), menu: this.#menu });
		try {
			await receive([{ heard, raw: Buffer.from(text) }]);
			if (this.#health.state !== "ok") this.#health = { state: "ok", since: now() };
		} catch (error) {
			this.#health = { state: "down", since: now(), detail: String(error) };
			await this.#print("✗");
		}
	}

	async deliver({ content }: Letter): Promise<Outcome> {
		const { text, tokens } = say(content, this.#options);
		const failure = await this.#print(text);
		if (failure) return { outcome: "not-sent", reason: failure.message };
		if (content.reaction) return { outcome: "accepted", refs: [] };
		const message = content.edits ?? this.#nextId();
		// Numbers belong to what was said last: it may hold numbered lines of its own, which the shop reads as words.
		this.#menu = { message, tokens };
		return { outcome: "accepted", refs: [message] };
	}

	async typing(): Promise<void> {}

	async answerPress(_: string, note?: string): Promise<void> {
		if (note) await this.#print(`(${printable(note)})`);
	}

	async answerCheckout(): Promise<Outcome> {
		return { outcome: "refused", reason: "A terminal takes no payments." };
	}

	async fetchMedia(): Promise<never> {
		throw new Refusal("not-found", "No files come over a terminal.");
	}

	async setMenu(): Promise<void> {}

	async probe(): Promise<boolean> {
		return this.#health.state === "ok";
	}

	health(): ChannelHealth {
		return this.#health;
	}

	#nextId(): string {
		this.#count += 1;
		return `${this.#run}-${this.#count}`;
	}

	/** Resolves with what went wrong, if something did: a closed terminal takes nothing. */
	#print(text: string): Promise<Error | undefined> {
		const { output } = this.#options;
		if (!output.writable) return Promise.resolve(new Error("The terminal is closed."));
		return new Promise((resolve) => output.write(`${text}\n\n`, (error) => resolve(error ?? undefined)));
	}
}
