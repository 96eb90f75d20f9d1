import type { Control } from "#core/flows/talk.ts";

/** The shop's rules of who comes, and until when; read live from the flow files. Lengths in milliseconds of opening time. */
export type HandoffRules = {
	readonly zone: string;
	/** Who is asked for where nobody is named. */
	readonly team: string;
	/** `turns`: members who are there get requests in turn. */
	readonly assign: "turns" | "queue";
	/** The shop has words for the offer to wait, to be called back, or to go on with the bot. */
	readonly offers: boolean;
	times(team: string): HandoffTimes;
	/** The moment at which so much opening time has passed. */
	after(from: Date, milliseconds: number): Date;
	/** How long the shop was open between the two. */
	openBetween(from: Date, to: Date): number;
	isOpen(now: Date): boolean;
};

export type HandoffTimes = {
	/** Until a customer for whom nobody came is told. */
	readonly late: number;
	/** Until a silent holder loses the conversation. */
	readonly silent: number;
	/** Until the bot is back where nothing waits. */
	readonly idle: number;
	/** What the team promises: the first answer, the next ones, the end. */
	readonly first?: number;
	readonly next?: number;
	readonly resolution?: number;
};

/** How a conversation stands that the bot does not lead. */
export type Watched = {
	readonly control: Control;
	readonly team: string | null;
	readonly unansweredSince: Date | null;
	readonly staffSaidAt: Date | null;
	readonly staffTypedAt: Date | null;
	/** Of the earliest open promise. */
	readonly promiseDueAt: Date | null;
	readonly hasPlanned: boolean;
	/** Done about this wait already. */
	readonly done: readonly string[];
	readonly holderIsOnline: boolean;
};

/** What is to be done now, or when to look again; nothing where only people can change it. */
export type NextWatch =
	| { readonly now: "tell-late" | "tell-shut" | "warn" | "wake" | "hand-back" }
	| { readonly now: "ask"; readonly reason: "silent" | "offline" | "promise" }
	| { readonly at: Date }
	| undefined;

/** Who was told has eight tenths of the time behind them. */
const WARNS = 0.8;

/** What time brings to a conversation (operators.md §1). Another person must find what its holder lets lie: never the bot. */
export function nextWatch(watched: Watched, rules: HandoffRules, now: Date): NextWatch {
	const times = rules.times(watched.team ?? rules.team);
	switch (watched.control.by) {
		case "bot":
			return undefined;
		case "asked":
			return whileAsked(watched, watched.control, rules, times, now);
		case "human":
			return watched.unansweredSince || isOverdue(watched, now)
				? whileWaiting(watched, watched.control, rules, times, now)
				: whileIdle(watched, rules, times, now);
		case "parked":
			return watched.control.until <= now ? { now: "wake" } : { at: watched.control.until };
	}
}

function whileAsked(
	{ done }: Watched,
	{ since, meanwhile }: Extract<Control, { by: "asked" }>,
	rules: HandoffRules,
	{ late }: HandoffTimes,
	now: Date,
): NextWatch {
	if (meanwhile === "bot") return undefined;
	if (!rules.isOpen(now) && !done.includes("late") && !done.includes("shut")) return { now: "tell-shut" };
	if (done.includes("late")) return undefined;
	const due = rules.after(since, late);
	return due <= now ? { now: "tell-late" } : { at: due };
}

function isOverdue({ promiseDueAt }: Watched, now: Date): boolean {
	return promiseDueAt !== null && promiseDueAt <= now;
}

function whileWaiting(
	watched: Watched,
	{ since }: Extract<Control, { by: "human" }>,
	rules: HandoffRules,
	{ late, silent }: HandoffTimes,
	now: Date,
): NextWatch {
	const { unansweredSince, promiseDueAt, staffTypedAt, holderIsOnline, done } = watched;
	const waits = unansweredSince ?? promiseDueAt ?? now;
	const from = latest(waits, since, staffTypedAt);
	const lost = rules.after(from, holderIsOnline ? silent : late);
	if (lost <= now) return { now: "ask", reason: unansweredSince ? (holderIsOnline ? "silent" : "offline") : "promise" };
	if (!holderIsOnline || done.includes("warn")) return { at: lost };
	const warned = rules.after(from, silent * WARNS);
	return warned <= now ? { now: "warn" } : { at: warned };
}

/** Staff had the last word and nothing waits. Whoever took and has not spoken yet may be checking the warehouse. */
function whileIdle(
	{ staffSaidAt, staffTypedAt, promiseDueAt, hasPlanned }: Watched,
	rules: HandoffRules,
	{ idle }: HandoffTimes,
	now: Date,
): NextWatch {
	if (promiseDueAt) return { at: promiseDueAt };
	if (!staffSaidAt || hasPlanned) return undefined;
	const due = rules.after(latest(staffSaidAt, staffTypedAt), idle);
	return due <= now ? { now: "hand-back" } : { at: due };
}

function latest(first: Date, ...others: readonly (Date | null)[]): Date {
	return others.reduce<Date>((last, one) => (one && one > last ? one : last), first);
}
