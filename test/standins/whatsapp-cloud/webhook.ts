import { createHmac } from "node:crypto";
import { Agent, request } from "undici";
import type { Clock } from "../clock.ts";
import type { Dice } from "../dice.ts";
import type { Journal } from "./journal.ts";

/** Something to be told: one `value` of a change, with the field it belongs to. */
export interface News {
	field: string;
	value: Readonly<Record<string, unknown>>;
	/** For the journal: `message wamid…`, `status wamid… read`. */
	held: string;
}

/** How the webhook misbehaves, as Meta's does. */
export interface Habits {
	/** News in one POST at most. */
	batch: number;
	/** How likely each piece of news is told twice, 0 to 1. */
	duplicates: number;
	/** Tells in random order. */
	shuffle: boolean;
	/** Nothing is told until it is released. */
	held: boolean;
}

interface WebhookParts {
	clock: Clock;
	dice: Dice;
	journal: Journal;
	/** The app's, which signs. */
	secret: string;
	business: string;
}

interface Errand extends News {
	since: number;
	tries: number;
}

const DAY = 86_400_000;
/** Ever more rarely, for seven days. */
const PAUSES = [1, 5, 30, 120, 600, 3600, 6 * 3600, 12 * 3600].map((seconds) => seconds * 1000);

/** Brings news to the program: signed, again until it is taken, for seven days. */
export class Webhook {
	readonly #parts: WebhookParts;
	readonly habits: Habits = { batch: 1, duplicates: 0, shuffle: false, held: false };
	#agent = new Agent({ connections: 4, headersTimeout: 60_000 });
	#url: string | undefined;
	#queue: Errand[] = [];
	#later = 0;
	#isBusy = false;
	#stopped = false;

	constructor(parts: WebhookParts) {
		this.#parts = parts;
	}

	/** News that nobody has taken yet, those waiting for another try included. */
	get waiting(): number {
		return this.#queue.length + this.#later + (this.#isBusy ? 1 : 0);
	}

	/** Nothing can be told just now: all is taken, held, or waits for the clock. */
	get isResting(): boolean {
		return !this.#isBusy && (this.#queue.length === 0 || this.habits.held || !this.#url);
	}

	/** Asks whether this is the place, as Meta does once, and brings news there from now on. */
	async subscribe(url: string, verifyToken: string): Promise<void> {
		const challenge = String(this.#parts.dice.between(1_000_000_000, 1_999_999_999));
		const asked = new URL(url);
		asked.searchParams.set("hub.mode", "subscribe");
		asked.searchParams.set("hub.challenge", challenge);
		asked.searchParams.set("hub.verify_token", verifyToken);
		const { statusCode, body } = await request(asked, { dispatcher: this.#agent });
		const said = await body.text();
		if (statusCode !== 200 || said !== challenge) {
			throw new Error(`The callback URL or verify token couldn't be validated: ${statusCode} ${said.slice(0, 100)}`);
		}
		this.#url = url;
		void this.#pump();
	}

	tell(news: News): void {
		const { clock, dice } = this.#parts;
		const errand = { ...news, since: clock.now(), tries: 0 };
		this.#queue.push(errand);
		if (this.habits.duplicates > 0 && dice.draw() < this.habits.duplicates) this.#queue.push({ ...errand });
		void this.#pump();
	}

	/** Lets go what was held. */
	release(): void {
		this.habits.held = false;
		void this.#pump();
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		await this.#agent.destroy();
	}

	async #pump(): Promise<void> {
		if (this.#isBusy) return;
		this.#isBusy = true;
		// News that come in one breath may travel together.
		await Promise.resolve();
		while (this.#url && !this.#stopped && !this.habits.held && this.#queue.length > 0) {
			await this.#bring(this.#url, this.#take());
		}
		this.#isBusy = false;
		this.#parts.journal.changed();
	}

	#take(): Errand[] {
		const { batch, shuffle } = this.habits;
		const { dice } = this.#parts;
		const taken: Errand[] = [];
		while (taken.length < batch && this.#queue.length > 0) {
			const place = shuffle ? dice.between(0, this.#queue.length - 1) : 0;
			taken.push(...this.#queue.splice(place, 1));
		}
		return taken;
	}

	async #bring(url: string, errands: Errand[]): Promise<void> {
		const body = JSON.stringify(envelope(errands, this.#parts.business));
		const status = await this.#post(url, body);
		if (this.#stopped) return;
		this.#parts.journal.visit({ at: this.#parts.clock.now(), held: errands.map(({ held }) => held), status });
		if (status === 200) return;
		for (const errand of errands) this.#tryLater(errand);
	}

	async #post(url: string, body: string): Promise<number | "no answer"> {
		const signature = createHmac("sha256", this.#parts.secret).update(body).digest("hex");
		const headers = { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` };
		try {
			const answer = await request(url, { method: "POST", headers, body, dispatcher: this.#agent });
			await answer.body.dump();
			return answer.statusCode;
		} catch {
			return "no answer";
		}
	}

	#tryLater(errand: Errand): void {
		const { clock } = this.#parts;
		const pause = PAUSES[Math.min(errand.tries, PAUSES.length - 1)] ?? DAY;
		if (clock.now() + pause - errand.since > 7 * DAY) return;
		this.#later += 1;
		clock.after(pause, () => {
			this.#later -= 1;
			this.#queue.push({ ...errand, tries: errand.tries + 1 });
			void this.#pump();
		});
	}
}

/** News of one field travel as one change; several make an entry. */
function envelope(errands: readonly Errand[], business: string) {
	const changes = errands.map(({ field, value }) => ({ field, value }));
	return { object: "whatsapp_business_account", entry: [{ id: business, changes }] };
}
