import { Bucket } from "../bucket.ts";
import type { Clock } from "../clock.ts";
import { type Dice, someDice } from "../dice.ts";
import { Faults } from "../faults.ts";
import { Journal } from "./journal.ts";
import { MediaShelf } from "./media.ts";
import type { Template } from "./shapes.ts";
import { Webhook } from "./webhook.ts";
import { World } from "./world.ts";

/** The one business number of a stand-in, and the secrets that go with it. */
export interface BusinessFacts {
	phoneId: string;
	/** Digits, as they are dialled. */
	phone: string;
	/** The WhatsApp Business Account. */
	business: string;
	token: string;
	appSecret: string;
}

/** Everything a stand-in is made of; no HTTP in here. */
export class Service {
	readonly facts: BusinessFacts;
	readonly clock: Clock;
	readonly dice: Dice;
	readonly faults: Faults;
	readonly journal = new Journal();
	readonly world = new World();
	readonly media = new MediaShelf();
	readonly webhook: Webhook;
	readonly templates: Template[] = [];
	readonly #limits: boolean;
	readonly #number: Bucket;
	readonly #pairs = new Map<string, Bucket>();
	readonly #seed: number;
	#count = 0;

	constructor({ facts, clock, seed, limits }: { facts: BusinessFacts; clock: Clock; seed: number; limits: boolean }) {
		this.facts = facts;
		this.clock = clock;
		this.dice = someDice(seed);
		this.faults = new Faults(this.dice);
		this.webhook = new Webhook({
			clock,
			dice: this.dice,
			journal: this.journal,
			secret: facts.appSecret,
			business: facts.business,
		});
		this.#limits = limits;
		this.#number = new Bucket({ size: 80, perSecond: 80 }, clock.now());
		this.#seed = seed;
	}

	/** Statuses that are never told, as far as a test wishes so. */
	readonly omitted = new Set<string>();

	omits(state: string): boolean {
		return this.omitted.has(state);
	}

	/** A message's id; those of another seed are others, as another day's are with Meta. */
	nextWamid(): string {
		this.#count += 1;
		return `wamid.${Buffer.from(`${this.#seed}/${this.#count}`).toString("base64url")}`;
	}

	/** Which limit is hit by one more message to this person, if any; else it is counted. */
	limitHit(person: string): "number" | "pair" | undefined {
		if (!this.#limits) return undefined;
		const now = this.clock.now();
		// One message in six seconds; a burst of 45 is borrowed from the future.
		const pair = this.#pairs.get(person) ?? new Bucket({ size: 45, perSecond: 1 / 6 }, now);
		this.#pairs.set(person, pair);
		if (this.#number.wait(now) > 0) return "number";
		if (pair.wait(now) > 0) return "pair";
		this.#number.take();
		pair.take();
		return undefined;
	}

	async stop(): Promise<void> {
		this.clock.stop();
		await this.webhook.stop();
	}
}
