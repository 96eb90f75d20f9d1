import { nextTimeOfDay, wallClock } from "#core/zoned-time.ts";
import { findEntry, writeEntry } from "./entries.ts";
import { later } from "./lengths.ts";
import type { EntryRules, Program, Start } from "./program.ts";
import { isTrue, workOut, worldOf } from "./run-world.ts";
import { startRun } from "./start-run.ts";
import type { Entry, EntryRefusal, Occasion } from "./talk.ts";
import { type Doing, request, type Turn } from "./turn.ts";
import { isList, isRecord, type RecordValue, type Value } from "./types.ts";

/** What happened, before it is known whether a flow starts. */
export type Happening = { readonly id: string; readonly at: Date; readonly data: RecordValue };

/** An event may be an occasion for flows to start. */
export function* enterByEvent(turn: Turn, name: string, happening: Happening): Doing {
	for (const program of turn.talk.book.newest.values()) {
		for (const [at, start] of program.start.entries()) {
			if (start.by === "event" && start.event === name) yield* enter(turn, program, start, at, happening);
		}
	}
}

/** An occasion made elsewhere: a segment entered, a day that has come, a flow launched by another. */
export function* enterByOccasion(turn: Turn, occasion: Occasion): Doing {
	const program = turn.talk.book.newest.get(occasion.flow);
	const at = startOf(program, occasion);
	const entry = newEntry(turn, occasion, at);
	yield* arrive(turn, entry, program?.start[at]);
}

/** The start that an occasion is for; the file may have changed since it was promised. */
function startOf(program: Program | undefined, { trigger, start }: Occasion): number {
	if (start !== undefined && program?.start[start]?.by === trigger) return start;
	return Math.max(0, program?.start.findIndex(({ by }) => by === trigger) ?? 0);
}

/** The moment of a pending entry has come (or it never had to wait). */
export function* fire(turn: Turn, entry: Entry): Doing {
	if (entry.state !== "pending") return;
	const program = turn.talk.book.newest.get(entry.flow);
	const start = program?.start[entry.start];
	const rules = start && isRuled(start) ? start : undefined;
	const within = rules?.between && outside(turn, rules.between);
	if (within) {
		writeEntry(turn, { ...entry, firesAt: within });
		return;
	}
	const refused = yield* refusalOf(turn, program, rules, entry);
	if (refused || !program) {
		writeEntry(turn, { ...entry, state: "refused", refused: refused ?? "flow_off" });
		return;
	}
	const begun = { ...entry, state: "started", firesAt: turn.now } as const;
	writeEntry(turn, begun);
	const run = yield* startRun(turn, program, {
		entry: begun,
		...(entry.with ? { with: entry.with } : {}),
		launchedBy: entry.launchedBy,
	});
	const latest = (yield* findEntry(turn, entry.flow, entry.key)) ?? begun;
	writeEntry(turn, { ...latest, run: run.id });
}

function* enter(turn: Turn, program: Program, start: Start & EntryRules, at: number, happening: Happening): Doing {
	const world = worldOf(turn, undefined, undefined, { event: happening.data });
	const key = start.key ? keyFrom(yield* workOut(turn, start.key, world)) : happening.id;
	const moment = start.settle ?? start.wait;
	const occasion: Occasion = {
		flow: program.flow,
		trigger: "event",
		start: at,
		key: key ?? happening.id,
		firesAt: moment === undefined ? happening.at : later(turn, happening.at, moment),
		event: happening.data,
	};
	if (start.to) {
		const customers = yield* workOut(turn, start.to, world);
		if (isList(customers)) turn.effects.push({ effect: "occasions", customers, occasion });
		return;
	}
	yield* arrive(turn, newEntry(turn, occasion, at), start);
}

/** A further event with a known key moves a pending entry, revives a refused one, and is swallowed by a started one. */
function* arrive(turn: Turn, entry: Entry, start: Start | undefined): Doing {
	const known = yield* findEntry(turn, entry.flow, entry.key);
	if (known?.state === "started") return;
	const settles = start && isRuled(start) && start.settle !== undefined;
	if (known?.state === "pending" && !settles) return;
	const { refused: _, ...before } = known ?? entry;
	const event = entry.event === undefined ? {} : { event: entry.event };
	// Another start of the flow may have been refused under this key: it is this one's rules that count now.
	const pending: Entry = { ...before, ...event, start: entry.start, firesAt: entry.firesAt, state: "pending" };
	writeEntry(turn, pending);
	if (pending.firesAt <= turn.now) yield* fire(turn, pending);
}

/** The first check that says no. */
function* refusalOf(
	turn: Turn,
	program: Program | undefined,
	rules: EntryRules | undefined,
	entry: Entry,
): Doing<EntryRefusal | undefined> {
	const world = worldOf(turn, undefined, undefined, { event: entry.event ?? null });
	if (rules?.if && !(yield* isTrue(turn, rules.if, world))) return "if";
	if (!program) return "flow_off";
	if (turn.talk.book.paused.has(entry.flow)) return "flow_paused";
	if (program.purpose === "marketing" && !hasConsent(turn)) return "no_consent";
	const { audience } = program;
	if (audience?.if && !(yield* isTrue(turn, audience.if, world))) return "not_in_audience";
	if (audience?.again === undefined) return undefined;
	const { at } = yield* request({ need: "last-start", flow: entry.flow });
	return at && later(turn, at, audience.again) > turn.now ? "again" : undefined;
}

function hasConsent(turn: Turn): boolean {
	const { consent } = turn.roots.customer;
	return isRecord(consent) && consent.advertising === true;
}

/** When the hours of `between` open next, if they are closed now. */
function outside(turn: Turn, between: string): Date | undefined {
	const [from = "", to = ""] = between.split("-").map((time) => time.trim());
	const { hour, minute } = wallClock(turn.now, turn.talk.zone);
	const clock = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
	const open = from <= to ? clock >= from && clock < to : clock >= from || clock < to;
	return open ? undefined : nextTimeOfDay(turn.now, from, turn.talk.zone);
}

function newEntry(turn: Turn, occasion: Occasion, start: number): Entry {
	const { talk } = turn;
	return {
		id: talk.seal(`entry/${talk.customer}/${occasion.flow}/${occasion.key}`),
		flow: occasion.flow,
		key: occasion.key,
		trigger: occasion.trigger,
		start,
		...(occasion.event === undefined ? {} : { event: occasion.event }),
		...(occasion.with === undefined ? {} : { with: occasion.with }),
		...(occasion.launchedBy === undefined ? {} : { launchedBy: occasion.launchedBy }),
		firesAt: occasion.firesAt,
		state: "pending",
	};
}

function isRuled(start: Start): start is Extract<Start, EntryRules> & EntryRules {
	return start.by !== "says" && start.by !== "command" && start.by !== "link";
}

function keyFrom(value: Value): string | undefined {
	if (value === null) return undefined;
	if (isRecord(value) && typeof value.id === "string") return value.id;
	return typeof value === "string" ? value : JSON.stringify(value);
}
