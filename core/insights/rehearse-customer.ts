import type { LinkedChannel } from "#core/delivery/channel-facts.ts";
import { type DecideRules, decideSending } from "#core/delivery/decide-sending.ts";
import { plainText } from "#core/delivery/markup.ts";
import { consentFor } from "#core/delivery/sending-rules.ts";
import { dueDates, dueRounds } from "#core/flows/due-occasions.ts";
import type { Hands, Who } from "#core/flows/hands.ts";
import { fingerprint } from "#core/flows/note.ts";
import type { OpenBook } from "#core/flows/open-book.ts";
import type { Program } from "#core/flows/program.ts";
import { answer } from "#core/flows/run.ts";
import { simulatedChannels } from "#core/flows/simulated-channels.ts";
import type { Cause, Effect, Entry, Given, Need, Roots, Run, Say, Talk, Value } from "#core/flows/talk.ts";
import type { Shop } from "#core/shop.ts";
import { startOfDay } from "#core/zoned-time.ts";
import { HEARD, planFactsAt, type RecordedCustomer, rootsAt } from "./rehearsal-facts.ts";

/** What a rehearsal is given. Nothing of it is written to. */
export type RehearsalParts = {
	readonly shop: Shop;
	readonly hands: Pick<Hands, "roots" | "read" | "kind" | "event" | "open">;
	readonly open: OpenBook;
	readonly rules: DecideRules & { windowHours(channel: LinkedChannel["channel"]): number | undefined };
	/** Whether a condition held for a customer then. */
	readonly holds: (who: Who, condition: string, roots: Roots, at: Date) => Promise<boolean>;
	/** The row of an offer that would have been given then. */
	readonly offer: (
		who: Who,
		call: { offer: string; pick?: unknown },
		roots: Roots,
		at: Date,
	) => Promise<{ offer: Record<string, Value>; row: string } | null>;
	readonly segments: ReadonlyMap<string, string>;
	readonly yearly: readonly string[];
	readonly flow: string;
	readonly from: Date;
	readonly until: Date;
};

/** What would have become of one customer. */
export type CustomerRehearsal = {
	readonly customer: Pick<RecordedCustomer, "id" | "name">;
	readonly messages: readonly RehearsedMessage[];
	/** Why an occasion started nothing. */
	readonly refused: readonly string[];
	/** How runs ended; `open`: it would still be going on. */
	readonly outcomes: readonly string[];
	/** The planner's verdicts other than go, each once for one message. */
	readonly held: readonly string[];
	/** Offers that would have been made, by their row. */
	readonly offers: readonly string[];
};

/** A message that would have left. */
export type RehearsedMessage = {
	readonly at: Date;
	readonly channel: string;
	readonly step: string;
	readonly text: string;
	/** An approved template, billed by the messenger. */
	readonly billed: boolean;
	/** What the messenger would take for it, in minor units: `prices` of `_defaults.yaml`. */
	readonly cost: number;
	/** Flows whose marketing reached the same person within a day of it. */
	readonly collides: readonly string[];
};

/**
 * Takes one customer through the days once more with the rehearsed flow in place of what it was. What they did then they do
 * again; to what would be new they do not answer. Time is the diary's, so a month passes at once.
 */
export async function rehearseCustomer(parts: RehearsalParts, customer: RecordedCustomer): Promise<CustomerRehearsal> {
	const days = new Days(parts, customer);
	await days.live();
	return days.report();
}

const DAY = 86_400_000;

/** The driver of turns, in memory, for one customer and those days. */
class Days {
	readonly #parts: RehearsalParts;
	readonly #customer: RecordedCustomer;
	readonly #who: Who;
	readonly #entries = new Map<string, Entry>();
	readonly #runs = new Map<string, Run>();
	readonly #said: { at: Date; say: Say }[] = [];
	readonly #held = new Map<string, string>();
	readonly #offers: string[] = [];
	readonly #assigned: Map<string, string>;
	#now: Date;
	#talk: Talk;
	#today: Roots | undefined;
	#causes = 0;

	constructor(parts: RehearsalParts, customer: RecordedCustomer) {
		this.#parts = parts;
		this.#customer = customer;
		this.#now = parts.from;
		this.#assigned = new Map(customer.assignments);
		const { settings, book } = parts.open;
		const channel = customer.linked[0]?.channel ?? "telegram";
		const { id, conversationId, zone, language } = customer;
		this.#who = { customerId: id, conversationId, channel, zone, language };
		this.#talk = {
			conversation: conversationId,
			customer: id,
			control: { by: "bot" },
			channel,
			abilities: Object.fromEntries(customer.linked.map(({ channel: name }) => [name, simulatedChannels[name]])),
			zone,
			language,
			runs: [],
			roots: { customer: {}, cart: {}, catalogue: {}, shop: {} },
			book,
			settings,
			seal: (text) => fingerprint(`${id}${text}`) + fingerprint(`${text}.`),
		};
	}

	async live(): Promise<void> {
		const { from, until } = this.#parts;
		const program = this.#parts.open.book.newest.get(this.#parts.flow);
		if (!program) throw new Error(`There is no flow ${this.#parts.flow}.`);
		const concerned = this.#customer.events.filter(({ name }) => HEARD.has(name) || mentions(program, name));
		const moments = [
			...concerned.map((event) => ({ at: event.at, happens: () => this.#relive(event) })),
			...(await this.#days(program)),
		].sort((one, other) => one.at.getTime() - other.at.getTime());
		if (moments.length === 0) return;
		for (const { at, happens } of moments) {
			if (at <= from || at > until) continue;
			await this.#passTo(at);
			await happens();
		}
		await this.#passTo(until);
	}

	report(): CustomerRehearsal {
		const { id, name } = this.#customer;
		return {
			customer: { id, name },
			messages: this.#said.map((said) => this.#asReported(said)),
			refused: [...this.#entries.values()].flatMap(({ refused }) => refused ?? []),
			outcomes: [...this.#runs.values()].map(({ status, outcome }) =>
				status === "ended" || status === "failed" ? (outcome ?? status) : "open",
			),
			held: [...this.#held.values()],
			offers: this.#offers,
		};
	}

	#asReported({ at, say }: { at: Date; say: Say }): RehearsedMessage {
		const billed = say.channel === "whatsapp" && say.template !== undefined && !this.#windowOpen(at);
		return {
			at,
			channel: say.channel,
			step: say.step ?? "—",
			text: plainText(say.content.text),
			billed,
			cost: billed ? this.#parts.rules.price(say.channel, say.purpose) : 0,
			collides: this.#collisions(at),
		};
	}

	/** Days of the calendar, rounds and segments that start the flow. */
	async #days(program: Program): Promise<{ at: Date; happens: () => Promise<void> }[]> {
		const { from, until, yearly } = this.#parts;
		const stretch = { since: from, until };
		const world = this.#world(await this.#rootsAt(from), from);
		const occasions = [
			...dueDates(program, world, stretch, yearly),
			...dueRounds(program, this.#customer.zone, stretch),
			...(await this.#crossings(program)),
		];
		return occasions.map((occasion) => ({
			at: occasion.firesAt,
			happens: async () => {
				const segment = "segment" in occasion ? occasion.segment : undefined;
				if (typeof segment === "string" && !(await this.#isIn(segment, occasion.firesAt))) return;
				await this.#cause({ cause: "occasion", id: this.#id(), occasion });
			},
		}));
	}

	/** Segments are counted once a night, so whoever enters one is found the next morning. */
	async #crossings(program: Program) {
		const crossings: { flow: string; trigger: "enters" | "leaves"; key: string; firesAt: Date }[] = [];
		for (const start of program.start) {
			if (start.by !== "enters" && start.by !== "leaves") continue;
			let before: boolean | undefined;
			for (let at = startOfDay(this.#parts.from, this.#customer.zone); at <= this.#parts.until; ) {
				const is = await this.#isIn(start.segment, at);
				if (before !== undefined && is !== before && is === (start.by === "enters"))
					crossings.push({
						flow: program.flow,
						trigger: start.by,
						key: `${start.segment}/${at.toISOString()}`,
						firesAt: at,
					});
				before = is;
				at = new Date(at.getTime() + DAY);
			}
		}
		return crossings;
	}

	async #isIn(segment: string, at: Date): Promise<boolean> {
		const condition = this.#parts.segments.get(segment);
		return condition !== undefined && this.#parts.holds(this.#who, condition, await this.#rootsAt(at), at);
	}

	async #relive({ id, name, at, data, actor }: RecordedCustomer["events"][number]): Promise<void> {
		if (HEARD.has(name)) {
			this.#talk = { ...this.#talk, customerAt: at, liveAt: at };
			if (!this.#waitsForWord()) return;
			await this.#cause({ cause: "event", id: this.#id(), name: "customer.replied", at, data: {} });
			return;
		}
		const seen = this.#parts.hands.event({ id, name, data, actor });
		await this.#cause({ cause: "event", id: this.#id(), name, at, data: seen });
	}

	#waitsForWord(): boolean {
		return this.#talk.runs.some(({ waitingFor }) => waitingFor?.includes("customer.replied"));
	}

	async #passTo(end: Date): Promise<void> {
		for (let due = this.#nextDue(end); due; due = this.#nextDue(end)) {
			if (due.at > this.#now) this.#now = due.at;
			await this.#cause(due.cause);
		}
		this.#now = end;
	}

	#nextDue(end: Date): { at: Date; cause: Cause } | undefined {
		const due: { at: Date; cause: Cause }[] = [];
		for (const entry of this.#entries.values())
			if (entry.state === "pending" && entry.firesAt <= end)
				due.push({ at: entry.firesAt, cause: { cause: "entry", id: this.#id(), entry } });
		for (const { id, wakeAt } of this.#talk.runs)
			if (wakeAt && wakeAt <= end) due.push({ at: wakeAt, cause: { cause: "timer", id: this.#id(), run: id } });
		return due.sort((one, other) => one.at.getTime() - other.at.getTime())[0];
	}

	async #cause(cause: Cause): Promise<void> {
		this.#talk = { ...this.#talk, roots: await this.#rootsAt(this.#now) };
		const turn = answer(this.#talk, cause, this.#now);
		let step = turn.next();
		while (!step.done) step = turn.next(await this.#give(step.value));
		for (const effect of step.value) await this.#keep(effect);
	}

	async #give(need: Need): Promise<Given> {
		const { hands } = this.#parts;
		const then = { ...this.#parts.shop, now: () => this.#now };
		switch (need.need) {
			case "read":
				return { given: "read", value: await hands.read(then, this.#who, need.name, need.args) };
			case "action":
				// What an action would do is not known, and nothing is done.
				return { given: "action", ended: "done", result: null, effect: hands.kind(need.name)?.effect ?? "idempotent" };
			case "offer": {
				const made = await this.#parts.offer(this.#who, need, this.#talk.roots, this.#now);
				if (made) this.#offers.push(`${need.offer}: ${made.row}`);
				return { given: "offer", offer: made?.offer ?? null, ...(made && { row: made.row }) };
			}
			case "plan":
				return this.#plan(need);
			case "assignment":
				return { given: "assignment", variant: this.#assigned.get(need.name) ?? null };
			case "diary":
				return { given: "diary", events: this.#eventsSince(need) };
			case "entry":
				return { given: "entry", entry: this.#entries.get(need.key) ?? this.#oldEntry(need.key) };
			case "last-start": {
				const own = [...this.#runs.values()].map(({ startedAt }) => startedAt).at(-1);
				return { given: "last-start", at: own ?? this.#customer.lastStart };
			}
			case "goals":
				return { given: "goals", entries: [...this.#entries.values()] };
			case "open":
				return { given: "open", open: hands.open(need.team, this.#now) };
		}
	}

	/** What started before those days has started. */
	#oldEntry(key: string): Entry | null {
		if (!this.#customer.keys.has(key)) return null;
		const { flow, from } = this.#parts;
		return { id: key, flow, key, trigger: "event", start: 0, firesAt: from, state: "started" };
	}

	#plan({ candidate }: Extract<Need, { need: "plan" }>): Given {
		const sent = this.#said.filter(({ say }) => say.purpose === "marketing").map(({ at }) => at);
		const { liveAt, customerAt } = this.#talk;
		const asked = { at: this.#now, liveAt, customerAt, sent, purpose: consentFor(candidate.purpose) };
		const facts = planFactsAt(this.#customer, asked, this.#parts.rules.windowHours);
		const { verdict } = decideSending(candidate, facts, this.#now, this.#parts.rules);
		if (verdict.verdict !== "go") this.#held.set(`${candidate.occurrence} ${verdict.verdict}`, verdict.verdict);
		return { given: "plan", verdict };
	}

	#eventsSince({ event, since }: Extract<Need, { need: "diary" }>) {
		return this.#customer.events
			.filter(({ name, at }) => name === event && at >= since && at <= this.#now)
			.map(({ id, name, at, data, actor }) => ({ at, data: this.#parts.hands.event({ id, name, data, actor }) }));
	}

	async #keep(effect: Effect): Promise<void> {
		switch (effect.effect) {
			case "say":
				if (effect.class === "proactive" || effect.flow === this.#parts.flow)
					this.#said.push({ at: this.#now, say: effect });
				return;
			case "run":
				this.#runs.set(effect.run.id, effect.run);
				this.#talk = {
					...this.#talk,
					runs: [...this.#runs.values()].filter(({ status }) => status !== "ended" && status !== "failed"),
				};
				return;
			case "entry":
				if (!this.#customer.keys.has(effect.entry.key)) this.#entries.set(effect.entry.key, effect.entry);
				return;
			case "assignment":
				this.#assigned.set(effect.name, effect.variant);
				return;
			case "occasions":
				if (effect.customers.some((one) => one === this.#who.customerId || idIn(one) === this.#who.customerId))
					await this.#cause({ cause: "occasion", id: this.#id(), occasion: effect.occasion });
				return;
			default:
				return;
		}
	}

	async #rootsAt(at: Date): Promise<Roots> {
		this.#today ??= await this.#parts.hands.roots(this.#parts.shop, this.#who);
		return rootsAt(this.#parts.shop, this.#customer, this.#today, at);
	}

	#world(roots: Roots, now: Date) {
		const names = new Map<string, Value>(Object.entries(roots));
		const { zone, language } = this.#who;
		return {
			lookup: (name: string) => names.get(name),
			call: () => null,
			phrase: () => undefined,
			now,
			zone,
			language,
			currency: this.#parts.open.settings.currency,
		};
	}

	#windowOpen(at: Date): boolean {
		const hours = this.#parts.rules.windowHours("whatsapp") ?? 0;
		return this.#customer.events.some(
			(one) =>
				one.channel === "whatsapp" &&
				HEARD.has(one.name) &&
				one.at <= at &&
				at.getTime() - one.at.getTime() < hours * 3_600_000,
		);
	}

	#collisions(at: Date): string[] {
		const near = this.#customer.marketing.filter((other) => Math.abs(other.at.getTime() - at.getTime()) < DAY);
		return [...new Set(near.flatMap(({ flow }) => flow ?? []))];
	}

	#id(): string {
		this.#causes += 1;
		return `rehearsal/${this.#causes}`;
	}
}

function idIn(value: Value): Value {
	return typeof value === "object" && value !== null && "id" in value ? (value.id ?? null) : null;
}

/** Whether the flow starts, stops, waits or counts by such an event. */
function mentions(program: Program, name: string): boolean {
	return JSON.stringify(program).includes(JSON.stringify(name));
}
