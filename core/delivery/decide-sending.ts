import { share } from "#core/chance.ts";
import type { ChannelName } from "#core/channel-names.ts";
import { mayLeave } from "#core/conversations/may-leave.ts";
import type { Candidate, PlanVerdict } from "#core/flows/talk.ts";
import { type AuctionRules, auction, type Bid } from "./auction.ts";
import { roomFrom } from "./caps.ts";
import type { LinkedChannel } from "./channel-facts.ts";
import { dialogEnds } from "./permit.ts";
import { channelsForMarketing, type PreferenceFacts, preferredChannel } from "./preferred-channel.ts";
import { awakeFrom, isQuiet, parseQuietHours, type QuietHours } from "./quiet-hours.ts";
import { consentFor, type SendingRules } from "./sending-rules.ts";
import {
	isWithinBudget,
	netWorth,
	priceNow,
	reactionWorth,
	type Worth,
	type WorthRules,
	worthWaiting,
} from "./worth.ts";

/** How things stand with a customer whom nobody has asked to be written to. */
export type PlanFacts = {
	readonly customerId: string;
	readonly control: "bot" | "asked" | "human" | "parked";
	readonly liveAt: Date | null;
	readonly heardAt: Date | null;
	/** Zone of their calendar days, and all in which they may be living: quiet hours hold in each. */
	readonly zone: string;
	readonly zones: readonly string[];
	readonly flowPaused: boolean;
	/** The last word of the consent that the purpose needs, by channel; null stands for all channels. */
	readonly consents: readonly Consented[];
	/** Channels with a linked chat, reachable or not. */
	readonly linked: readonly Linked[];
	readonly preference: Pick<PreferenceFacts, "said" | "language">;
	/** What was measured of writing to them in this programme; null: what the files say. */
	readonly worth: Worth | null;
	/** Their other marketing messages that wait for a time of their own. */
	readonly rivals: readonly Bid[];
	/** The programme whose message was the last to take a place under the caps. */
	readonly outbidBy: string | null;
	/** Channels that the shop has switched off for this programme's family. */
	readonly switchedOff: readonly ChannelName[];
	/** Marketing that was tried, arrived, may have arrived, is about to leave, or would have (the held-out). */
	readonly marketingAt: readonly Date[];
	/** Marketing of the last year that the messengers have billed. */
	readonly marketingPaid: readonly { readonly channel: ChannelName; readonly count: number }[];
};

export type Consented = { readonly channel: string | null; readonly state: "given" | "withdrawn"; readonly at: Date };

/** A verdict with what the decision log and the customer's card say of it. */
export type Decided = {
	readonly verdict: PlanVerdict;
	readonly detail: Readonly<Record<string, unknown>>;
};

export type DecideRules = Pick<SendingRules, "caps" | "live"> &
	WorthRules & {
		/** Milliseconds of a length as files write it: `20m`. */
		length(written: string): number;
	};

/**
 * Whether a message that nobody has asked for may leave now, and where to (channels-and-delivery.md §7). The order of the
 * questions is that of the design; the first no ends it. The held-out go through all of them.
 */
export function decideSending(candidate: Candidate, facts: PlanFacts, now: Date, rules: DecideRules): Decided {
	return (
		refuseLate(candidate, facts, now) ??
		refuseOutright(candidate, facts) ??
		waitForQuietTalk(candidate, facts, now, rules) ??
		chooseAndTime(candidate, facts, now, rules)
	);
}

/** What has waited for a place under the caps until it was of no use is told apart: others were worth more. */
function refuseLate({ usefulUntil, waited }: Candidate, { outbidBy }: PlanFacts, now: Date): Decided | undefined {
	if (now < usefulUntil) return undefined;
	return waited === "waits_cap" ? ends("outbid", { rival: outbidBy }) : ends("stale", { waited });
}

function refuseOutright(candidate: Candidate, facts: PlanFacts): Decided | undefined {
	if (facts.flowPaused) return ends("paused");
	const needed = consentFor(candidate.purpose);
	if (needed && !facts.linked.some(({ channel }) => consentOn(channel, facts) === "given")) {
		const general = facts.consents.find(({ channel }) => channel === null);
		const isWithdrawn = facts.consents.some(({ state }) => state === "withdrawn");
		if (isWithdrawn) return ends("opted_out", { needed });
		// Without any linked chat the consent may stand, and what is missing is the chat.
		if (facts.linked.length > 0 || general?.state !== "given") return ends("no_consent", { needed });
	}
	return facts.linked.some(({ reachable }) => reachable) ? undefined : ends("no_channel");
}

/** A person of the shop in charge, or a dialog under way, is not talked over; news of an order is part of the talk. */
function waitForQuietTalk(candidate: Candidate, facts: PlanFacts, now: Date, rules: DecideRules): Decided | undefined {
	if (candidate.purpose === "transactional") return undefined;
	if (mayLeave({ by: facts.control }, "planned") === "held")
		return { verdict: { verdict: "waits_dialog" }, detail: { control: facts.control } };
	const over = dialogEnds(candidate.liveAt ?? facts.liveAt, rules);
	return over && over > now ? waits("waits_dialog", over, candidate, {}) : undefined;
}

function chooseAndTime(candidate: Candidate, facts: PlanFacts, now: Date, rules: DecideRules): Decided {
	const open = playable(candidate, facts, now).map((one) => ({
		...one,
		cost: priceNow(one, candidate.purpose, now, rules),
	}));
	if (open.length === 0) return nothingInPlay(candidate, facts);
	if (isWeary(candidate, open, now)) return ends("not_worth", { why: "unanswered" });
	const worth = facts.worth ?? rules.worth(candidate.flow);
	const inPlay = affordable(open, candidate, { worth, paid: facts.marketingPaid }, rules);
	if (inPlay.length === 0) return overBudget(candidate, open, facts, now, rules);
	const choice = choose(candidate, facts, inPlay, worth, now);
	if (!choice) return ends("no_channel", { wanted: candidate.channels });

	const quiet = isAwake(candidate, facts, now, rules) ? undefined : quietOf(candidate);
	const awake = awakeFrom(now, quiet, facts.zones);
	if (!awake) return waits("waits_hours", candidate.usefulUntil, candidate, { quiet: candidate.quiet });
	if (quiet && awake > now) {
		const release = spreadOut(awake, quiet, candidate, facts, rules);
		return waits("waits_hours", release, candidate, { zone: facts.zone, net: netWorth(worth, choice.cost) });
	}
	const chosen = inPlay.find(({ channel }) => channel === choice.channel);
	const waiting = candidate.purpose === "marketing" && compete(candidate, facts, { worth, chosen, quiet }, now, rules);
	if (waiting) return waiting;
	if (candidate.arm === "held_out") return ends("held_out", { channel: choice.channel });
	return { verdict: { verdict: "go", channel: choice.channel }, detail: { ...choice, ...termsOf(worth, choice.cost) } };
}

/** Either the shop has switched off what there was, or the window is closed and no template may go instead. */
function nothingInPlay(candidate: Candidate, facts: PlanFacts): Decided {
	const reachable = facts.linked.filter((one) => one.reachable);
	const isOff = reachable.every(({ channel }) => isSwitchedOff(channel, candidate, facts));
	return isOff ? ends("no_channel", { switchedOff: facts.switchedOff }) : ends("no_template");
}

/** Of marketing, the channels that the year's budget for this person still pays for. */
function affordable<One extends { readonly cost: number }>(
	inPlay: readonly One[],
	{ purpose }: Candidate,
	{ worth, paid }: { worth: Worth; paid: PlanFacts["marketingPaid"] },
	rules: DecideRules,
): readonly One[] {
	if (purpose !== "marketing" || rules.contact === undefined) return inPlay;
	const spent = spentOn(paid, rules);
	return inPlay.filter(({ cost }) => isWithinBudget({ cost, spent, year: worth.year }, rules));
}

function spentOn(paid: PlanFacts["marketingPaid"], rules: DecideRules): number {
	return paid.reduce((sum, { channel, count }) => sum + count * rules.price(channel, "marketing"), 0);
}

/** Another billed message is more than this person is worth in a year; if they are about to write, it will be free. */
function overBudget(
	candidate: Candidate,
	inPlay: readonly (Linked & { readonly cost: number })[],
	facts: PlanFacts,
	now: Date,
	rules: DecideRules,
): Decided {
	const writesPerDay = Math.max(...inPlay.map((one) => one.writesPerDay ?? 0));
	const cost = Math.min(...inPlay.map((one) => one.cost));
	const paidAt = worthWaiting({ cost, value: 0, writesPerDay }, now, candidate.usefulUntil);
	const detail = { cost, spent: spentOn(facts.marketingPaid, rules) };
	return paidAt > now ? waits("waits_window", paidAt, candidate, detail) : ends("over_budget", detail);
}

/** What marketing has to pass beyond all else: the cap, its price, its worth, and the customer's other offers. */
function compete(
	candidate: Candidate,
	facts: PlanFacts,
	{ worth, chosen, quiet }: { worth: Worth; chosen: Linked | undefined; quiet: QuietHours | undefined },
	now: Date,
	rules: DecideRules,
): Decided | undefined {
	const cost = chosen?.cost ?? 0;
	const net = netWorth(worth, cost);
	const sent = [...facts.marketingAt, ...Array.from({ length: candidate.sentNow }, () => now)];
	const room = roomFrom(now, sent, rules.caps, facts.zone);
	if (room > now) return waits("waits_cap", room, candidate, { counted: sent.length, rival: facts.outbidBy, net });

	const places: AuctionRules = { sent, caps: rules.caps, zone: facts.zone, zones: facts.zones };
	const { run: id, flow, usefulUntil } = candidate;
	const own: Bid = { id, flow, net, readyAt: now, usefulUntil, ...(quiet && { quiet }) };
	const value = netWorth(worth, 0);
	const paidAt = worthWaiting({ cost, value, writesPerDay: chosen?.writesPerDay ?? 0 }, now, usefulUntil);
	// Only if there is still a place then: a price saved is nothing against a message lost.
	if (paidAt > now && auction(now, [{ ...own, readyAt: paidAt, net: Math.max(net, 1) }], places).length > 0)
		return waits("waits_window", paidAt, candidate, { cost, net });
	if (net <= 0) return ends("not_worth", termsOf(worth, cost));

	const [first] = facts.rivals.length > 0 ? auction(now, [own, ...facts.rivals], places) : [];
	if (!first || first.bid === own) return undefined;
	const { flow: rival, net: theirs } = first.bid;
	return waits("waits_cap", new Date(first.at.getTime() + AFTER_RIVAL), candidate, { rival, theirs, net });
}

/** Who was outbid looks again when the better one should have left: it may have been dropped. */
const AFTER_RIVAL = 60_000;

function termsOf(worth: Worth, cost: number): Record<string, unknown> {
	return { net: netWorth(worth, cost), cost, worth };
}

type Linked = LinkedChannel & {
	readonly windowHours?: number;
	/** Share of days on which the customer has written there lately. */
	readonly writesPerDay?: number;
};

/** Channels that are reachable, consented to, and open: by the window, or by an approved template. */
function playable(candidate: Candidate, facts: PlanFacts, now: Date): Linked[] {
	return facts.linked.filter((linked) => {
		const { channel, reachable, cappedUntil } = linked;
		if (!reachable || isSwitchedOff(channel, candidate, facts)) return false;
		if (candidate.purpose === "marketing" && cappedUntil && cappedUntil > now) return false;
		if (consentFor(candidate.purpose) && consentOn(channel, facts) !== "given") return false;
		return isOpen(linked, candidate, now);
	});
}

function isOpen({ channel, windowHours, windowUntil }: Linked, { templates }: Candidate, now: Date): boolean {
	if (windowHours === undefined || templates.includes(channel)) return true;
	return windowUntil !== null && windowUntil > now;
}

/** One in fifty goes on where the shop has switched off, so that a channel that has become better is found out. */
const PROBED = 0.02;

function isSwitchedOff(channel: ChannelName, { purpose, occurrence }: Candidate, facts: PlanFacts): boolean {
	if (purpose !== "marketing" || !facts.switchedOff.includes(channel)) return false;
	return share(`probe:${occurrence}`, facts.customerId) >= PROBED;
}

/** Whatever a file names: who lets everything pass on every channel is not written to again until they write. */
function isWeary({ purpose }: Candidate, inPlay: readonly Linked[], now: Date): boolean {
	return purpose === "marketing" && channelsForMarketing(inPlay, now).length === 0;
}

type Choice = {
	readonly channel: ChannelName;
	readonly why: string;
	readonly cost: number;
	readonly propensity?: number;
};

/** The first wish of the file's list that can be met. */
function choose(
	candidate: Candidate,
	facts: PlanFacts,
	inPlay: readonly Linked[],
	worth: Worth,
	now: Date,
): Choice | undefined {
	for (const wish of candidate.channels) {
		if (wish === "preferred") return preferOrExplore(candidate, facts, inPlay, worth, now);
		const found = wish === "last_active" ? lastActive(inPlay) : inPlay.find(({ channel }) => channel === wish);
		if (found) return { channel: found.channel, why: wish, cost: found.cost };
	}
	return undefined;
}

/** One choice in twenty of marketing goes elsewhere, so that what was learned long ago can be found wrong. */
const EXPLORED = 0.05;

function preferOrExplore(
	candidate: Candidate,
	facts: PlanFacts,
	inPlay: readonly Linked[],
	worth: Worth,
	now: Date,
): Choice | undefined {
	const isMarketing = candidate.purpose === "marketing";
	const alive = inPlay.filter(({ arriving }) => arriving > 0);
	// If every account is down, its rows wait in the outbox: no other way is left anyhow.
	const wanted = alive.length > 0 ? alive : inPlay.map((one) => ({ ...one, arriving: 1 }));
	const channels = isMarketing ? channelsForMarketing(wanted, now) : wanted;
	const found = preferredChannel({ ...facts.preference, ...reactionWorth(worth), channels }, now);
	if (!found) return undefined;
	const preferred = { ...found, cost: channels.find(({ channel }) => channel === found.channel)?.cost ?? 0 };
	const others = channels.filter(({ channel }) => channel !== preferred.channel);
	if (!isMarketing || others.length === 0 || preferred.channel === facts.preference.said) return preferred;
	const draw = share(`explore:${candidate.occurrence}`, facts.customerId);
	const other = others[Math.floor((draw / EXPLORED) * others.length)];
	if (draw >= EXPLORED || !other) return { ...preferred, propensity: 1 - EXPLORED };
	return { channel: other.channel, why: "explored", cost: other.cost, propensity: EXPLORED / others.length };
}

function lastActive(inPlay: readonly Linked[]): Linked | undefined {
	return inPlay.reduce<Linked | undefined>(
		(latest, one) => ((one.heardAt?.getTime() ?? 0) > (latest?.heardAt?.getTime() ?? -1) ? one : latest),
		undefined,
	);
}

/** The last word that holds for this channel; at equal times withdrawal wins. */
function consentOn(channel: string, { consents }: PlanFacts): "given" | "withdrawn" | undefined {
	const holds = consents.filter((consent) => consent.channel === null || consent.channel === channel);
	const latest = Math.max(...holds.map(({ at }) => at.getTime()));
	const last = holds.filter(({ at }) => at.getTime() === latest);
	return last.find(({ state }) => state === "withdrawn")?.state ?? last[0]?.state;
}

/** As in `permit`: who is writing to us just now need not wait for the morning to hear of their order. */
function isAwake({ urgent, purpose }: Candidate, { heardAt }: PlanFacts, now: Date, { live }: DecideRules): boolean {
	const justHeard = heardAt !== null && now.getTime() - heardAt.getTime() < live;
	return urgent || (purpose === "transactional" && justHeard);
}

/** The checker has read the file: a window that cannot be read is our mistake. */
function quietOf({ quiet }: Candidate): QuietHours | undefined {
	if (!quiet) return undefined;
	const hours = parseQuietHours(quiet);
	if (!hours) throw new Error(`"${quiet}" is no stretch of hours such as 21:00-10:00.`);
	return hours;
}

/** Not all at once in the morning: each run has its own moment within `spread`, and keeps it. */
function spreadOut(awake: Date, quiet: QuietHours, candidate: Candidate, facts: PlanFacts, rules: DecideRules): Date {
	if (!candidate.spread) return awake;
	const moment = new Date(awake.getTime() + share("spread", candidate.run) * rules.length(candidate.spread));
	return facts.zones.some((zone) => isQuiet(moment, quiet, zone)) ? awake : moment;
}

type Ending = Exclude<PlanVerdict["verdict"], "go" | `waits_${string}`>;

function ends(verdict: Ending, detail: Record<string, unknown> = {}): Decided {
	return { verdict: { verdict }, detail };
}

/** Waiting beyond its use makes no sense: the run is told to look again when the time is up, and ends as stale. */
function waits(
	verdict: "waits_hours" | "waits_window" | "waits_dialog" | "waits_cap",
	until: Date,
	{ usefulUntil }: Candidate,
	detail: Record<string, unknown>,
): Decided {
	return { verdict: { verdict, until: until < usefulUntil ? until : usefulUntil }, detail };
}
