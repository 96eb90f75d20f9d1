import { REOPENED } from "#core/conversations/reopen.ts";
import type { ControlChange, Moment } from "./timeline.ts";

/** An episode, with all that the reports count of it (operators.md §7). Lengths in seconds: by the clock, and of opening time. */
export type Episode = {
	readonly beganAt: Date;
	readonly channel: string | null;
	readonly lastAt: Date;
	/** The last close; null while a person is asked for, leads, or has given a promise. */
	readonly closedAt: Date | null;
	/** `silence`: the bot leads and has had the last word; that is a close once a day has passed. */
	readonly closedBy: "staff" | "silence" | null;
	readonly reopened: boolean;
	readonly botTurn: boolean;
	readonly handed: boolean;
	readonly questionLeft: boolean;
	readonly flows: readonly string[];
	readonly team: string | null;
	readonly memberId: string | null;
	readonly handling: Length;
	/** From its first message to its last close; none where no person came and nobody closed it. */
	readonly resolution: (Length & { readonly promised: number | null }) | null;
	readonly handoffs: readonly Handoff[];
	readonly waits: readonly Wait[];
	/** Nothing of its first moment belongs to the episode before: counted from that moment on, it comes out the same. */
	readonly apart: boolean;
	/** The run of the bot's last words, while it may go on: `questionLeft` may still change with it. */
	readonly run: string | null;
};

/** A stretch away from the bot. */
export type Handoff = {
	readonly at: Date;
	readonly flow: string | null;
	readonly step: string | null;
	readonly reason: string;
	readonly team: string | null;
	readonly memberId: string | null;
	readonly humanAt: Date | null;
	readonly backAt: Date | null;
	readonly repeated: boolean;
};

/** `first` and `next`: for an answer of a person; `human`: for a person to take over. */
export type Wait = Length & {
	readonly kind: "first" | "next" | "human";
	readonly since: Date;
	readonly at: Date;
	readonly memberId: string | null;
	readonly team: string | null;
	readonly promised: number | null;
};

export type Length = { readonly wall: number; readonly open: number };

/** What lengths are measured by. Milliseconds. */
export type Measures = {
	/** How long the shop was open between the two. */
	openBetween(from: Date, to: Date): number;
	/** What a team promises: first answer, next ones, the end. */
	promised(team: string | null): { readonly first?: number; readonly next?: number; readonly resolution?: number };
};

/** Within this a customer's message reopens what was closed, and a second handoff counts as a repeat. */
export const DAY = 86_400_000;

/**
 * Divides a conversation into episodes and measures them: the one place that says what the reports' words mean. Takes
 * the whole timeline, in order, or all of it from the begin of an episode that stands `apart`: of what was before, a moment
 * changes the one episode before its own at most, where a second handoff soon after a hand-back is a repeat.
 */
export function countEpisodes(timeline: readonly Moment[], measures: Measures): Episode[] {
	const count: Count = { measures, episodes: [], lastBack: undefined, before: undefined };
	for (const moment of timeline) {
		take(count, moment);
		count.before = moment.at;
	}
	return count.episodes.map((open) => finish(open, measures));
}

type Count = {
	readonly measures: Measures;
	readonly episodes: Open[];
	/** The last hand-back: a handoff soon after it is a repeat. */
	lastBack: Draft<Handoff> | undefined;
	/** When the moment before this one was. */
	before: Date | undefined;
};

type Draft<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** An episode while it is counted. */
type Open = Draft<Omit<Episode, "handoffs" | "waits" | "flows" | "handling" | "resolution">> & {
	readonly flows: Set<string>;
	readonly handoffs: Draft<Handoff>[];
	readonly waits: Wait[];
	readonly led: Stretch[];
	control: string;
	/** The earliest message of the customer's that nobody has answered. */
	pending: Date | null;
	/** The bot's last line asks, and nothing was heard since. */
	asks: boolean;
	/** When a person was asked for first since the bot led, and last; and since when a person leads. */
	askedFirst: Date | null;
	asked: Date | null;
	human: Date | null;
	/** A person has answered since control left the bot. */
	answered: boolean;
};

type Stretch = { readonly from: Date; readonly to: Date };

function take(count: Count, moment: Moment): void {
	const open = count.episodes.at(-1);
	switch (moment.is) {
		case "heard":
			hear(count, moment);
			break;
		case "bot":
			if (open && !open.closedAt) botSpeaks(open, moment);
			break;
		case "staff":
			staffSpeaks(count, moment);
			break;
		case "control":
			controlChanges(count, moment);
			break;
		case "waived":
			if (open) open.pending = null;
			break;
		case "closed":
			if (open) Object.assign(open, { closedAt: moment.at, closedBy: "staff", pending: null });
			break;
		case "reopened":
			// It was a slip, not an end: nothing is counted as reopened.
			if (open) Object.assign(open, { closedAt: null, closedBy: null, pending: moment.since });
	}
}

function hear(count: Count, { at, channel, thanks }: Extract<Moment, { is: "heard" }>): void {
	const last = current(count, at);
	if (last?.closedAt && thanks) return;
	const open = last ?? begin(count, at, channel);
	if (open.closedAt) reopen(open);
	open.lastAt = at;
	open.channel ??= channel;
	Object.assign(open, { asks: false, run: null });
	if (!thanks) open.pending ??= at;
}

function botSpeaks(open: Open, { at, flow, asks, run }: Extract<Moment, { is: "bot" }>): void {
	open.botTurn = true;
	open.lastAt = at;
	if (flow !== null) open.flows.add(flow);
	if (open.control !== "bot") return;
	// What the bot says while a person is asked for is no answer of a person.
	Object.assign(open, { pending: null, asks, run });
}

function staffSpeaks(count: Count, { at, channel, member }: Extract<Moment, { is: "staff" }>): void {
	const open = current(count, at) ?? begin(count, at, channel);
	const isFirst = !open.answered;
	const since = isFirst ? (open.askedFirst ?? open.pending) : open.pending;
	if (since) measure(count, open, { kind: isFirst ? "first" : "next", since, at, memberId: member });
	open.answered = true;
	open.pending = null;
	open.memberId = member ?? open.memberId;
	open.lastAt = at;
}

function controlChanges(count: Count, change: ControlChange & { at: Date }): void {
	const { at, from, to, team, holder } = change;
	const known = current(count, at);
	// The bot had it all along: nothing begins by that.
	if (!known && to === "bot") return;
	const open = known ?? begin(count, at, null);
	if (open.human) open.led.push({ from: open.human, to: at });
	open.human = to === "human" ? at : null;
	open.team = team ?? open.team;
	open.memberId = holder ?? open.memberId;
	if (to === "bot") returnToBot(count, open, at);
	else stayAway(count, open, change);
	if (to === "asked" && from !== "asked" && change.cause !== REOPENED) open.asked = at;
	if (to === "human") takenOver(count, open, at, holder);
	open.control = to;
}

function stayAway(count: Count, open: Open, change: ControlChange & { at: Date }): void {
	if (open.closedAt) Object.assign(open, { closedAt: null, closedBy: null });
	if (open.control === "bot") (change.cause === REOPENED ? goOn : leaveBot)(count, open, change);
	// A promise takes the place of the answer.
	if (change.to === "parked") open.pending = null;
}

/** The stretch that a close had ended is no new one. */
function goOn(count: Count, open: Open, change: ControlChange & { at: Date }): void {
	const handoff = open.handoffs.at(-1);
	if (!handoff) {
		leaveBot(count, open, change);
		return;
	}
	handoff.backAt = null;
	if (count.lastBack === handoff) count.lastBack = undefined;
	open.answered = handoff.humanAt !== null;
	if (change.to === "asked") Object.assign(open, { askedFirst: handoff.at, asked: handoff.at });
}

function leaveBot(
	count: Count,
	open: Open,
	{ at, to, flow, step, reason, cause, team, holder }: ControlChange & { at: Date },
) {
	const { lastBack } = count;
	if (lastBack?.backAt && at.getTime() - lastBack.backAt.getTime() < DAY) lastBack.repeated = true;
	open.handed = true;
	open.answered = false;
	if (to === "asked") open.askedFirst = at;
	open.handoffs.push({
		...{ at, flow, step, reason: reason ?? cause, team },
		...{ memberId: holder, humanAt: null, backAt: null, repeated: false },
	});
}

function takenOver(count: Count, open: Open, at: Date, memberId: string | null): void {
	const handoff = open.handoffs.at(-1);
	if (handoff) {
		handoff.humanAt ??= at;
		handoff.memberId = memberId ?? handoff.memberId;
	}
	if (open.asked && open.control === "asked") measure(count, open, { kind: "human", since: open.asked, at, memberId });
}

function returnToBot(count: Count, open: Open, at: Date): void {
	const handoff = open.handoffs.at(-1);
	if (handoff && !handoff.backAt) {
		handoff.backAt = at;
		if (handoff.humanAt) count.lastBack = handoff;
	}
	Object.assign(open, { pending: null, askedFirst: null, asked: null, answered: false });
}

/** The episode that a moment belongs to, if the last one is not over by then. */
function current({ episodes }: Count, at: Date): Open | undefined {
	const last = episodes.at(-1);
	if (!last) return undefined;
	if (last.control !== "bot") return last;
	return at.getTime() - (last.closedAt ?? last.lastAt).getTime() < DAY ? last : undefined;
}

function reopen(open: Open): void {
	Object.assign(open, { closedAt: null, closedBy: null, reopened: true });
}

function begin({ episodes, before }: Count, at: Date, channel: string | null): Open {
	const open: Open = {
		...{ beganAt: at, lastAt: at, channel, closedAt: null, closedBy: null, reopened: false },
		...{ botTurn: false, handed: false, questionLeft: false, team: null, memberId: null },
		...{ apart: before === undefined || before < at, run: null },
		...{ flows: new Set<string>(), handoffs: [], waits: [], led: [] },
		...{ control: "bot", pending: null, asks: false, askedFirst: null, asked: null, human: null, answered: false },
	};
	episodes.push(open);
	return open;
}

function measure({ measures }: Count, open: Open, wait: Pick<Wait, "kind" | "since" | "at" | "memberId">): void {
	const promised = wait.kind === "human" ? undefined : measures.promised(open.team)[wait.kind];
	const length = lengthOf([{ from: wait.since, to: wait.at }], measures);
	open.waits.push({ ...wait, ...length, team: open.team, promised: inSeconds(promised) });
}

function finish(open: Open, measures: Measures): Episode {
	const { flows, led, control, pending, asks, askedFirst, asked, human, answered, ...counted } = open;
	const closedAt = open.closedAt ?? (control === "bot" ? open.lastAt : null);
	const closedBy = open.closedBy ?? (control === "bot" ? ("silence" as const) : null);
	const counts = closedAt !== null && (open.handed || closedBy === "staff");
	return {
		...counted,
		...{ closedAt, closedBy },
		questionLeft: pending !== null || asks,
		flows: [...flows],
		handling: lengthOf(led, measures),
		resolution: counts
			? {
					...lengthOf([{ from: open.beganAt, to: closedAt }], measures),
					promised: inSeconds(measures.promised(open.team).resolution),
				}
			: null,
	};
}

function lengthOf(stretches: readonly Stretch[], { openBetween }: Measures): Length {
	const wall = stretches.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0);
	const open = stretches.reduce((sum, { from, to }) => sum + openBetween(from, to), 0);
	return { wall: Math.round(wall / 1000), open: Math.round(open / 1000) };
}

function inSeconds(milliseconds: number | undefined): number | null {
	return milliseconds === undefined ? null : Math.round(milliseconds / 1000);
}
