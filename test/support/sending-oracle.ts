/** What a person may be sent at one moment goes by this, and by nothing of the product's. */
export type OracleFacts = {
	/** Of the calendar days; `zones` are all in which they may be living. */
	readonly zone: string;
	readonly zones: readonly string[];
	readonly purpose: "transactional" | "service" | "marketing";
	/** As written: `21:00-10:00`. */
	readonly quiet: string;
	readonly usefulUntil: Date;
	/** Lines of the ledger up to now, oldest first. */
	readonly advertising: readonly { readonly at: Date; readonly given: boolean }[];
	readonly processing: boolean;
	readonly withOperator: boolean;
	/** When the customer last wrote. */
	readonly heardAt: Date | null;
	/** Marketing that has left, or may have. */
	readonly marketingAt: readonly Date[];
	/** Whether a WhatsApp window has closed there, or Meta's own cap holds; null for a channel that knows neither. */
	readonly window: {
		readonly until: Date | null;
		readonly template: boolean;
		readonly cappedUntil: Date | null;
	} | null;
};

export type BrokenRule =
	| "stale"
	| "window"
	| "consent"
	| "operator"
	| "dialog"
	| "hours"
	| "platform cap"
	| "day cap"
	| "week cap";

/**
 * The rule that a message would break at that moment, worked out the slow way: the wall clock's letters are looked up in a list
 * of all quiet minutes, calendar days are compared as they are written. It shares no line with the planner that it judges.
 */
export function ruleBrokenAt(at: Date, facts: OracleFacts): BrokenRule | undefined {
	if (at >= facts.usefulUntil) return "stale";
	if (isShut(at, facts)) return "window";
	if (lacksConsent(facts)) return "consent";
	const sinceHeard = facts.heardAt ? at.getTime() - facts.heardAt.getTime() : Number.POSITIVE_INFINITY;
	const isTalking = sinceHeard < 30 * 60_000;
	const isQuiet = facts.zones.some((zone) => quietMinutes(facts.quiet).has(onTheWall(at, zone).minute));
	if (facts.purpose === "transactional") return isQuiet && !isTalking ? "hours" : undefined;
	if (facts.withOperator) return "operator";
	if (isTalking) return "dialog";
	if (isQuiet) return "hours";
	return facts.purpose === "marketing" ? capBroken(at, facts) : undefined;
}

/**
 * Whether it was right to wait until then for a window that makes a message free: a hundred thousand small steps of a customer
 * who writes now and then give the chance that they write before it is of no use.
 */
export function isWorthWaiting({ price, value, writesPerDay, until, usefulUntil }: Waiting): boolean {
	const days = (usefulUntil.getTime() - until.getTime()) / 86_400_000;
	let silent = 1;
	for (let step = 0; step < 10_000; step++) silent *= 1 - (writesPerDay * days) / 10_000;
	return price * 3 > value && 1 - silent > 0.499;
}

type Waiting = {
	readonly price: number;
	/** What the message brings, without its price. */
	readonly value: number;
	readonly writesPerDay: number;
	readonly until: Date;
	readonly usefulUntil: Date;
};

/** A message that wants one of the places that `1 per day` and `2 per 7 days` leave. */
export type OracleBid = {
	readonly net: number;
	readonly readyAt: Date;
	readonly usefulUntil: Date;
	readonly quiet: string;
};

/**
 * The most that messages can bring together: each is put on each day of the next days, or on none, in all ways there are, and a
 * day is looked at hour by hour.
 */
export function mostFromPlaces(
	now: Date,
	bids: readonly OracleBid[],
	{ zone, sent, days }: { zone: string; sent: readonly Date[]; days: number },
): number {
	const hours = Array.from({ length: days * 24 }, (_, hour) => new Date(now.getTime() + hour * 3_600_000));
	const goodDays = bids.map(({ readyAt, usefulUntil, quiet }) => {
		const good = hours.filter((at) => at >= readyAt && at < usefulUntil && isAwakeAt(at, quiet, zone));
		return [...new Set(good.map((at) => onTheWall(at, zone).day))];
	});
	const taken = sent.map((at) => onTheWall(at, zone).day);
	const most = (index: number, days: readonly string[]): number => {
		const bid = bids[index];
		if (!bid) return 0;
		const ways = (goodDays[index] ?? []).filter((day) => keepsCaps([...days, day]));
		return Math.max(most(index + 1, days), ...ways.map((day) => bid.net + most(index + 1, [...days, day])));
	};
	return most(0, taken);
}

function isAwakeAt(at: Date, quiet: string, zone: string): boolean {
	return !quietMinutes(quiet).has(onTheWall(at, zone).minute);
}

function keepsCaps(days: readonly string[]): boolean {
	if (new Set(days).size < days.length) return false;
	return days.every((last) => days.filter((day) => lastSevenDays(last).includes(day)).length <= 2);
}

function isShut(at: Date, { window }: OracleFacts): boolean {
	return window !== null && !window.template && !(window.until && at < window.until);
}

function lacksConsent({ purpose, advertising, processing }: OracleFacts): boolean {
	if (purpose === "marketing") return !advertising.at(-1)?.given;
	return purpose === "service" && !processing;
}

function capBroken(at: Date, { window, marketingAt, zone }: OracleFacts): BrokenRule | undefined {
	if (window?.cappedUntil && at < window.cappedUntil) return "platform cap";
	const today = onTheWall(at, zone).day;
	const days = marketingAt.map((moment) => onTheWall(moment, zone).day);
	if (days.includes(today)) return "day cap";
	const week = lastSevenDays(today);
	return days.filter((day) => week.includes(day)).length >= 2 ? "week cap" : undefined;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `minute` as `09:05`, `day` as `2028-02-29`. */
function onTheWall(at: Date, zone: string): { minute: string; day: string } {
	const clock =
		clocks.get(zone) ??
		new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short", hourCycle: "h23" });
	clocks.set(zone, clock);
	const [day = "", minute = ""] = clock.format(at).split(" ");
	return { day, minute };
}

const quietLists = new Map<string, ReadonlySet<string>>();

function quietMinutes(written: string): ReadonlySet<string> {
	const known = quietLists.get(written);
	if (known) return known;
	const [from = "", to = ""] = written.split("-");
	const minutes = new Set<string>();
	const clock = new Date(`2000-01-01T${from}:00Z`);
	while (clock.toISOString().slice(11, 16) !== to) {
		minutes.add(clock.toISOString().slice(11, 16));
		clock.setUTCMinutes(clock.getUTCMinutes() + 1);
	}
	quietLists.set(written, minutes);
	return minutes;
}

function lastSevenDays(day: string): string[] {
	const noon = Date.parse(`${day}T12:00:00Z`);
	return [0, 1, 2, 3, 4, 5, 6].map((back) => new Date(noon - back * 86_400_000).toISOString().slice(0, 10));
}
