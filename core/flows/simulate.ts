import type { ChannelName } from "#core/channel-names.ts";
import type { HeardContent } from "#core/conversations/heard.ts";
import type { Content } from "#core/delivery/content.ts";
import { wallClock } from "#core/zoned-time.ts";
import { dueDates } from "./due-occasions.ts";
import type { FlowBook } from "./flow-book.ts";
import { fingerprint } from "./note.ts";
import { isOpen, type OpenBook } from "./open-book.ts";
import { answer } from "./run.ts";
import { simulatedChannels } from "./simulated-channels.ts";
import { clockOf, planSimply } from "./simulated-planner.ts";
import { SimulatedShop } from "./simulated-shop.ts";
import { placeOf, segmentOccasions } from "./start-place.ts";
import type {
	Button,
	Cause,
	Effect,
	Entry,
	Given,
	Need,
	Occasion,
	Run,
	Say,
	Talk,
	TraceStep,
	Verdict,
} from "./talk.ts";
import { type GivenWorld, isMap } from "./test-script.ts";
import { isRecord, type RecordValue, type Value, valueFrom } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A message as the customer's phone shows it. */
export type Shown = {
	readonly id: number;
	readonly at: Date;
	readonly channel: ChannelName;
	readonly by: "bot" | "operator";
	readonly content: Content;
	readonly say?: Say;
};

/** What a simulation is made of. */
export type Stage = {
	readonly open: OpenBook;
	readonly loaded: FlowBook;
	readonly vocabulary: Vocabulary;
	readonly given: GivenWorld;
	readonly channel: ChannelName;
};

type Event = { readonly name: string; readonly at: Date; readonly data: RecordValue };

/** The engine with one customer, in virtual time: everything that a driver of turns does, in memory and at once. */
export class Simulation {
	now: Date;
	talk: Talk;
	readonly shop: SimulatedShop;
	readonly shown: Shown[] = [];
	readonly entries = new Map<string, Entry>();
	readonly trace: TraceStep[] = [];
	readonly routes: string[] = [];
	/** Every run there was, newest last. */
	readonly runs = new Map<string, Run>();
	/** What happened at which steps, as `file:step kind`. */
	readonly reached = new Set<string>();
	readonly #stage: Stage;
	readonly #buttons = new Map<string, Button>();
	readonly #keys = new Set<string>();
	readonly #diary: Event[] = [];
	readonly #assignments = new Map<string, string>();
	#causes = 0;

	constructor(stage: Stage) {
		this.#stage = stage;
		const { given, open, channel } = stage;
		this.now = new Date(given.now ?? "2026-03-10T12:00:00+03:00");
		this.shop = new SimulatedShop(given, stage.loaded.offers, stage.vocabulary);
		for (const [split, variant] of Object.entries(given.splits ?? {})) this.#assignments.set(split, variant);
		const { id, language } = this.shop.roots.customer;
		this.talk = {
			conversation: "simulated",
			customer: typeof id === "string" ? id : "customer",
			control: { by: "bot" },
			channel,
			abilities: simulatedChannels,
			zone: given.zone ?? open.settings.zone,
			language: typeof language === "string" ? language : open.settings.language,
			runs: [],
			roots: this.shop.roots,
			book: open.book,
			settings: open.settings,
			seal: (text) => fingerprint(text) + fingerprint(`${text}.`),
			link: (run) => `https://t.me/simulated?start=${run}`,
		};
	}

	/** The customer writes. A text that begins with a slash is a command. */
	write(content: HeardContent, channel: ChannelName = this.talk.channel): void {
		const { text } = content;
		if (text.startsWith("/")) {
			const [name = "", ...argument] = text.slice(1).split(" ");
			this.cause({ cause: "command", id: this.#id(), channel, name, argument: argument.join(" ") });
			return;
		}
		const verdict = this.#verdict(text);
		this.cause({ cause: "message", id: this.#id(), channel, content, ...(verdict ? { verdict } : {}) });
	}

	/** Presses a button by its token. */
	press(token: string, message: Shown): void {
		const button = this.#buttons.get(token);
		const { channel } = message;
		const found = button ? { button } : {};
		this.cause({ cause: "press", id: this.#id(), channel, message: String(message.id), token, ...found });
	}

	/** Something happens in the shop. */
	happen(name: string, data: Record<string, unknown>): void {
		const value = valueFrom(data);
		const event = { name, at: this.now, data: isRecord(value) ? value : {} };
		this.#diary.push(event);
		this.cause({ cause: "event", id: this.#id(), ...event });
	}

	/** An occasion from above: a segment entered or left, a day that has come. */
	occur(trigger: "enters" | "leaves" | "every" | "date", means: string): void {
		for (const occasion of this.#occasions(trigger, means)) {
			this.cause({ cause: "occasion", id: this.#id(), occasion });
		}
	}

	#occasions(trigger: "enters" | "leaves" | "every" | "date", means: string): Occasion[] {
		const { book } = this.talk;
		if (trigger === "enters" || trigger === "leaves")
			return segmentOccasions(book, { trigger, segment: means, at: this.now });
		return [...book.newest.values()].flatMap((program) =>
			program.start
				.filter((start) => start.by === trigger && isMeant(start, means))
				.map((start) => {
					const place = placeOf(program, start, `${means}/${this.now.toISOString()}`);
					return { flow: program.flow, trigger, firesAt: this.now, ...place };
				}),
		);
	}

	/** A colleague takes the conversation. */
	take(): void {
		const control = { by: "human", holder: "operator", since: this.now } as const;
		this.cause({ cause: "control", id: this.#id(), control });
		this.talk = { ...this.talk, control };
	}

	/** A colleague writes; the first public line takes control by itself. */
	say(text: string): void {
		if (this.talk.control.by !== "human") this.take();
		this.shown.push({
			id: this.shown.length,
			at: this.now,
			channel: this.talk.channel,
			by: "operator",
			content: { text },
		});
		this.talk = { ...this.talk, liveAt: this.now };
	}

	/** A colleague gives the conversation back. */
	close(packet: { at?: string; facts?: Record<string, unknown> } = {}): void {
		const facts = valueFrom(packet.facts ?? {});
		this.cause({
			cause: "hand-back",
			id: this.#id(),
			...(packet.at === undefined ? {} : { at: packet.at }),
			...(isRecord(facts) ? { facts: definite(facts) } : {}),
		});
	}

	/** Moves the clock, working off everything that falls due on the way, in order. */
	passTo(end: Date): void {
		for (let due = this.#nextDue(end); due; due = this.#nextDue(end)) {
			if (due.at > this.now) this.now = due.at;
			this.cause(due.cause());
		}
		this.now = end;
	}

	/** Whether the question on top takes any words, so that two messages in a row are one answer. */
	waitsForWords(): boolean {
		const top = this.talk.runs.filter(({ status }) => status === "waiting_input").at(-1);
		const frame = top?.frames.at(-1);
		const program = frame && this.talk.book.program(frame.flow, frame.logic);
		const step = frame && program?.code[frame.pc];
		return step?.op === "question" && step.question.kind === "ask" && ["text", "address"].includes(step.question.type);
	}

	/** Works off one cause, as the driver of turns does in one transaction. */
	cause(cause: Cause): void {
		this.talk = { ...this.talk, roots: this.shop.roots };
		const turn = answer(this.talk, cause, this.now);
		let step = turn.next();
		while (!step.done) step = turn.next(this.#give(step.value));
		for (const effect of step.value) this.#write(effect);
	}

	#give(need: Need): Given {
		switch (need.need) {
			case "read":
				return { given: "read", value: this.shop.read(need.name, need.args) };
			case "action":
				return { given: "action", ...this.shop.act(need.name, need.input, need.key) };
			case "offer": {
				const held = this.shop.offer(need.offer, this.#world(), need.pick);
				return { given: "offer", offer: held?.offer ?? null, ...(held ? { row: held.row } : {}) };
			}
			case "plan":
				return { given: "plan", verdict: planSimply(need.candidate, this.#planFacts()) };
			case "assignment":
				return { given: "assignment", variant: this.#variant(need.name) };
			case "diary":
				return {
					given: "diary",
					events: this.#diary.filter(({ name, at }) => name === need.event && at >= need.since),
				};
			case "entry":
				return { given: "entry", entry: this.entries.get(`${need.flow} ${need.key}`) ?? null };
			case "last-start": {
				const starts = [...this.runs.values()]
					.filter(({ flow }) => flow === need.flow)
					.map(({ startedAt }) => startedAt);
				return { given: "last-start", at: starts.at(-1) ?? null };
			}
			case "goals":
				return { given: "goals", entries: [...this.entries.values()].filter(({ flow }) => need.flows.includes(flow)) };
			case "open":
				return { given: "open", open: this.#isOpen() };
		}
	}

	#write(effect: Effect): void {
		switch (effect.effect) {
			case "say":
				this.#show(effect);
				return;
			case "run":
				this.runs.set(effect.run.id, effect.run);
				this.talk = { ...this.talk, runs: this.#kept() };
				return;
			case "trace":
				this.trace.push(effect);
				this.reached.add(`${effect.file}:${effect.step} ${effect.kind}`);
				return;
			case "routed":
				this.routes.push(`row ${effect.row}: ${effect.matched}`);
				return;
			case "control":
				this.talk = { ...this.talk, control: effect.control };
				if (effect.control.by === "asked") this.#noteHandoff(effect);
				return;
			case "entry":
				this.entries.set(`${effect.entry.flow} ${effect.entry.key}`, effect.entry);
				return;
			case "assignment":
				this.#assignments.set(effect.name, effect.variant);
				return;
			case "buttons":
				for (const button of effect.buttons) this.#buttons.set(button.token, button);
				return;
			case "save":
				this.shop.save(effect.field, effect.value);
				return;
			case "channel":
				this.talk = { ...this.talk, channel: effect.channel };
				return;
			case "noted": {
				const { effect: _, ...noted } = effect;
				this.talk = { ...this.talk, ...noted };
				return;
			}
			case "occasions":
				if (effect.customers.some((customer) => isThis(customer, this.talk.customer))) {
					this.cause({ cause: "occasion", id: this.#id(), occasion: effect.occasion });
				}
				return;
			case "diary":
				this.#diary.push({ name: effect.name, at: this.now, data: effect.data });
				return;
			case "action":
			case "defer":
			case "puzzled":
			case "unanswered":
				return;
		}
	}

	#show(say: Say): void {
		if (this.#keys.has(say.key)) throw new Error(`Two messages with the key ${say.key}.`);
		this.#keys.add(say.key);
		const { channel, content } = say;
		const edited = this.shown.findIndex(({ id }) => String(id) === content.edits);
		const message: Shown = { id: this.shown.length, at: this.now, channel, by: "bot", content, say };
		if (edited >= 0) this.shown[edited] = { ...message, id: edited };
		else this.shown.push(message);
	}

	#noteHandoff({ control, priority = "normal", note }: Extract<Effect, { effect: "control" }>): void {
		if (control.by !== "asked") return;
		const input: Record<string, Value> = { team: control.team, priority, note: note ?? null };
		this.shop.calls.push({ action: "handoff", input });
	}

	/** Runs that go on, and those that a signed link may still take up. */
	#kept(): Run[] {
		return [...this.runs.values()].filter(
			({ status, revive }) => (status !== "ended" && status !== "failed") || revive !== undefined,
		);
	}

	#nextDue(end: Date): { at: Date; cause: () => Cause } | undefined {
		const due: { at: Date; cause: () => Cause }[] = [];
		for (const entry of this.entries.values()) {
			if (entry.state === "pending" && entry.firesAt <= end) {
				due.push({ at: entry.firesAt, cause: () => ({ cause: "entry", id: this.#id(), entry }) });
			}
		}
		for (const { id, wakeAt } of this.talk.runs) {
			if (wakeAt && wakeAt <= end) due.push({ at: wakeAt, cause: () => ({ cause: "timer", id: this.#id(), run: id }) });
		}
		due.push(...this.#dueDates(end));
		return due.sort((a, b) => a.at.getTime() - b.at.getTime())[0];
	}

	/** Days of the customer that have come: a birthday, a next order. */
	#dueDates(end: Date): { at: Date; cause: () => Cause }[] {
		const stretch = { since: new Date(this.now.getTime() - 1), until: end };
		const { yearly } = this.#stage.vocabulary;
		return [...this.talk.book.newest.values()]
			.flatMap((program) => dueDates(program, this.#world(), stretch, yearly))
			.filter(({ flow, key }) => !this.entries.has(`${flow} ${key}`))
			.map((occasion) => ({ at: occasion.firesAt, cause: () => ({ cause: "occasion", id: this.#id(), occasion }) }));
	}

	#variant(name: string): string | null {
		const known = this.#assignments.get(name);
		if (known !== undefined) return known;
		if (!name.startsWith("holdout/")) return null;
		return this.#stage.given.holdout ? "held_out" : "treated";
	}

	#planFacts() {
		const { zone, channel, customerAt } = this.talk;
		const { consent } = this.shop.roots.customer;
		const { defaults } = this.#stage.loaded.settings;
		const marketing = this.shown.filter(({ say }) => say?.class === "proactive" && say.purpose === "marketing");
		return {
			now: this.now,
			zone,
			channel,
			consent: isRecord(consent) && consent.advertising === true,
			live: defaults.live,
			customerAt,
			caps: defaults.caps.marketing ?? [],
			sent: marketing.map(({ at }) => at),
		};
	}

	#isOpen(): boolean {
		const { closed } = this.#stage.given;
		if (closed !== undefined) return !closed;
		const { zone } = this.talk;
		return isOpen(this.#stage.loaded.settings.defaults, wallClock(this.now, zone).weekday, clockOf(this.now, zone));
	}

	#world() {
		const { roots } = this.shop;
		const names = new Map<string, Value>(Object.entries(roots));
		return {
			lookup: (name: string) => names.get(name),
			call: (fn: string, args: readonly Value[]) => this.shop.read(fn, args),
			phrase: () => undefined,
			now: this.now,
			zone: this.talk.zone,
			language: this.talk.language,
			currency: this.talk.settings.currency,
		};
	}

	#verdict(text: string): Verdict | undefined {
		const given = this.#stage.given.assistant?.[text];
		return isVerdict(given) ? given : undefined;
	}

	#id(): string {
		this.#causes += 1;
		return `c${this.#causes}`;
	}
}

function isMeant(start: { readonly by: string }, means: string): boolean {
	if ("segment" in start && start.segment === means) return true;
	return "every" in start && start.every === means;
}

function isVerdict(given: unknown): given is Verdict {
	return isMap(given) && typeof given.row === "number";
}

function isThis(customer: Value, id: string): boolean {
	return customer === id || (isRecord(customer) && customer.id === id);
}

function definite(record: RecordValue): Record<string, Value> {
	const values: Record<string, Value> = {};
	for (const [name, value] of Object.entries(record)) values[name] = value ?? null;
	return values;
}
