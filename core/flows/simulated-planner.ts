import type { ChannelName } from "#core/channel-names.ts";
import { isoDay, nextTimeOfDay, wallClock } from "#core/zoned-time.ts";
import { addDuration, subtractDuration } from "./durations.ts";
import { lengthOf } from "./lengths.ts";
import type { Candidate, PlanVerdict } from "./talk.ts";

/** What the planner of a simulation looks at. */
export type PlanFacts = {
	readonly now: Date;
	readonly zone: string;
	readonly channel: ChannelName;
	readonly consent: boolean;
	/** How long a conversation counts as live. */
	readonly live: string;
	readonly customerAt: Date | undefined;
	/** `1 per day`, `2 per 7 days`. */
	readonly caps: readonly string[];
	/** When marketing messages went out. */
	readonly sent: readonly Date[];
};

/** Consent, live dialog, window, hours and caps, as the send planner knows them; all else may go (§16). */
export function planSimply(candidate: Candidate, facts: PlanFacts): PlanVerdict {
	const marketing = candidate.purpose === "marketing";
	if (facts.now >= candidate.usefulUntil) return { verdict: candidate.waited === "waits_cap" ? "outbid" : "stale" };
	if (marketing && !facts.consent) return { verdict: "no_consent" };
	const quietened = dialogUntil(candidate, facts);
	if (quietened) return { verdict: "waits_dialog", until: quietened };
	const wakes = quietUntil(candidate, facts);
	if (wakes) return { verdict: "waits_hours", until: wakes };
	if (lacksTemplate(candidate, facts)) return { verdict: "no_template" };
	const free = marketing && !candidate.offer ? capUntil(facts) : undefined;
	if (free) return { verdict: "waits_cap", until: free };
	if (candidate.arm === "held_out") return { verdict: "held_out" };
	return { verdict: "go", channel: facts.channel };
}

function dialogUntil({ liveAt }: Candidate, { live, zone, now }: PlanFacts): Date | undefined {
	const ends = liveAt && addDuration(liveAt, lengthOf(live), zone);
	return ends && ends > now ? ends : undefined;
}

function lacksTemplate({ templates }: Candidate, facts: PlanFacts): boolean {
	return needsTemplate(facts) && !templates.includes(facts.channel);
}

function quietUntil({ quiet, urgent }: Candidate, { now, zone }: PlanFacts): Date | undefined {
	if (!quiet || urgent) return undefined;
	const [from = "", to = ""] = quiet.split("-").map((time) => time.trim().padStart(5, "0"));
	const clock = clockOf(now, zone);
	const isQuiet = from <= to ? clock >= from && clock < to : clock >= from || clock < to;
	return isQuiet ? nextTimeOfDay(now, to, zone) : undefined;
}

/** WhatsApp's window: free words only within a day of the customer's last message. */
function needsTemplate({ channel, customerAt, now }: PlanFacts): boolean {
	return channel === "whatsapp" && (!customerAt || now.getTime() - customerAt.getTime() >= 24 * 3_600_000);
}

/** When the first full cap has room again: caps count calendar days of the customer. */
function capUntil({ caps, sent, now, zone }: PlanFacts): Date | undefined {
	const full = caps.some((cap) => {
		const [most = "1", , ...length] = cap.split(" ");
		const days = length.join(" ") === "day" ? 1 : lengthOf(length.join(" ")).days;
		const first = isoDay(subtractDuration(now, { days: days - 1, seconds: 0 }, zone), zone);
		return sent.filter((at) => isoDay(at, zone) >= first).length >= Number(most);
	});
	return full ? nextTimeOfDay(new Date(now.getTime() + 60_000), "00:00", zone) : undefined;
}

/** `18:30`, as a clock at the customer's place shows it. */
export function clockOf(at: Date, zone: string): string {
	const { hour, minute } = wallClock(at, zone);
	return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
