import { expect, test } from "vitest";
import { type Dice, seeded } from "#core/chance.ts";
import type { Bid } from "#core/delivery/auction.ts";
import { decideSending, type PlanFacts } from "#core/delivery/decide-sending.ts";
import { type PermitFacts, type PermitRow, permit } from "#core/delivery/permit.ts";
import { parseQuietHours } from "#core/delivery/quiet-hours.ts";
import type { SendingPurpose, SendingRules } from "#core/delivery/sending-rules.ts";
import { EVEN_WORTH } from "#core/delivery/worth.ts";
import type { Candidate } from "#core/flows/talk.ts";
import { atNight } from "#test/support/at-night.ts";
import { ALONE, PLANNER_RULES, RULES } from "#test/support/outbox.ts";
import { type BrokenRule, isWorthWaiting, type OracleFacts, ruleBrokenAt } from "#test/support/sending-oracle.ts";

/**
 * P11 of channels-and-delivery.md §9. A leap year in every zone that Intl knows, each with a customer who writes, agrees,
 * changes their mind at bad moments and is sometimes led by an operator. By day a part of the year with its clock changes.
 */
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Overnight, within the hour that clock changes skip or repeat, and ending inside of it. */
const QUIET = ["21:00-10:00", "23:30-02:15", "01:00-02:30", "02:00-03:00", "22:45-09:30"];
const NEIGHBOURS = ["Asia/Kamchatka", "Europe/Kaliningrad", "America/New_York", "Australia/Lord_Howe"] as const;
const SEASONS = [
	["2028-02-25", "2028-04-10"],
	["2028-09-20", "2028-11-10"],
] as const;

const rules: SendingRules = {
	...RULES,
	of: (flow) => {
		const quiet = flow ? parseQuietHours(flow) : undefined;
		return { ...(quiet && { quiet }), urgent: false };
	},
};

/** A template costs as much as many of the messages bring. */
const PRICE = 30;
const planner = {
	...PLANNER_RULES,
	...rules,
	price: (channel: string) => (channel === "whatsapp" ? PRICE : 0),
};

test("through both clock changes, in four hundred zones, nobody gets a message outside the rules", {
	timeout: atNight ? 900_000 : 90_000,
}, () => {
	const zones = Intl.supportedValuesOf("timeZone");
	expect(zones.length).toBeGreaterThanOrEqual(400);

	const told = zones.flatMap((zone, index) => {
		const [from, to] = atNight ? ["2028-01-01", "2028-12-31"] : (SEASONS[index % 2] ?? SEASONS[0]);
		return liveThrough(zone, new Date(from), new Date(to), seeded(`p11:${zone}`));
	});

	const count = (what: string) => told.filter((line) => line.what === what).length;
	expect(told.filter(({ what }) => what === "broken").slice(0, 5)).toEqual([]);
	expect(told.filter(({ what }) => what === "needless wait").slice(0, 5)).toEqual([]);
	// Otherwise nothing was proven: each rule has had something to hold back.
	expect(count("sent")).toBeGreaterThan(zones.length * 10);
	const waits = ["waits_hours", "waits_cap", "waits_dialog", "waits_window", "yields", "outbid", "not_worth"];
	for (const word of [...waits, "opted_out too late", "hours", "cap"]) {
		const times = expect.toSatisfy((found: number) => found > 5);
		expect({ word, times: count(word) }).toEqual({ word, times });
	}
});

/** Words for a message that came too late to be of use. */
const OVER: ReadonlySet<string> = new Set(["stale", "outbid"]);

type Told = { readonly what: string; readonly zone: string; readonly at?: Date; readonly rule?: BrokenRule };

type Wish = Candidate & { readonly quiet: string /** What it brings, without its price. */; readonly value: number };

type Step = { readonly at: Date; readonly wish: Wish; readonly row?: PermitRow & { readonly planned: Date } };

/** One customer's time: each candidate is planned, waits, is claimed some time later, and leaves or does not. */
function liveThrough(zone: string, from: Date, to: Date, dice: Dice): Told[] {
	const person = aPerson(zone, from, to, dice);
	const told: Told[] = [];
	const pending = new Set<Step>();
	/** What has been planned and waits, and for what. */
	const waiting = new Map<Wish, { readonly word: string; readonly until: Date }>();
	const sent: Date[] = [];
	const steps = candidates(from, to, dice);
	const queue = (step: Step) => {
		const place = steps.findIndex(({ at }) => at > step.at);
		steps.splice(place < 0 ? steps.length : place, 0, step);
	};

	for (let step = steps.shift(); step; step = steps.shift()) {
		const { at, wish, row } = step;
		if (row) claim(step, row);
		else plan(at, wish);
	}
	return told;

	function plan(at: Date, wish: Wish) {
		const about = [...pending].map((other) => other.row?.planned ?? other.at);
		// Now and then another turn has not committed yet: what it is about to send only the claim sees.
		const counted = dice.chance(0.2) ? [...sent] : [...sent, ...about];
		const waited = waiting.get(wish)?.word;
		waiting.delete(wish);
		const rivals = [...waiting].flatMap(([other, { until }]) => bidOf(other, until));
		const facts = person.planFacts(at, counted, wish, rivals);
		const { verdict, detail } = decideSending({ ...wish, ...(waited && { waited }) }, facts, at, planner);
		told.push({ what: verdict.verdict, zone, at });
		if (OVER.has(verdict.verdict) !== at >= wish.usefulUntil) told.push({ what: "broken", zone, at, rule: "stale" });
		if (verdict.verdict === "go") return toTheOutbox(at, wish);
		if (!("until" in verdict) || !verdict.until) return;
		waiting.set(wish, { word: verdict.verdict, until: verdict.until });
		lookAtWait(at, wish, { word: "theirs" in detail ? "yields" : verdict.verdict, until: verdict.until, counted });
		queue({ at: verdict.until, wish });
	}

	function lookAtWait(at: Date, wish: Wish, wait: { word: string; until: Date; counted: readonly Date[] }) {
		if (wait.word === "yields") told.push({ what: "yields", zone, at });
		else if (wait.word === "waits_window") lookAtPrice(at, wait.until, wish);
		else if (!wish.spread) lookBetween(at, wait.until, person.oracle(at, wish, wait.counted));
	}

	function toTheOutbox(at: Date, wish: Wish) {
		const delay = dice.pick([0, 5_000, 5 * MINUTE, 180 * MINUTE]);
		if (wish.purpose === "marketing" && dice.chance(0.1)) person.changeMind(new Date(at.getTime() + delay / 2));
		const { purpose, flow, usefulUntil } = wish;
		const row = { kind: "proactive", purpose, flow, due: at, lease: 1, usefulUntil, planned: at } as const;
		again({ at: new Date(at.getTime() + delay), wish, row });
	}

	function again(next: Step) {
		pending.add(next);
		queue(next);
	}

	function claim(step: Step, row: PermitRow & { readonly planned: Date }) {
		const { at, wish } = step;
		pending.delete(step);
		const oracle = person.oracle(at, wish, sent);
		const verdict = permit(row, person.permitFacts(at, sent, wish), at, rules);
		const rule = ruleBrokenAt(at, oracle);
		if (verdict.permit === "allow") return leave(at, wish, rule);
		told.push({ what: verdict.reason === "opted_out" ? "opted_out too late" : verdict.reason, zone, at });
		if (verdict.permit === "never") {
			if (!rule) told.push({ what: "needless wait", zone, at });
			return;
		}
		lookBetween(at, verdict.due, oracle);
		again({ at: verdict.due, wish, row });
	}

	function leave(at: Date, wish: Wish, rule: BrokenRule | undefined) {
		if (rule) told.push({ what: "broken", zone, at, rule });
		told.push({ what: "sent", zone, at });
		if (wish.purpose === "marketing") sent.push(at);
	}

	function lookAtPrice(at: Date, until: Date, { value, usefulUntil }: Wish) {
		const facts = { price: PRICE, value, writesPerDay: person.writesPerDay, until, usefulUntil };
		if (!isWorthWaiting(facts)) told.push({ what: "needless wait", zone, at });
	}

	/** A wait is right if at no moment of it the message might have gone. */
	function lookBetween(at: Date, until: Date, oracle: OracleFacts) {
		for (const part of [0, dice.next(), dice.next(), 1]) {
			const moment = new Date(Math.floor(at.getTime() + part * (until.getTime() - at.getTime() - 1)));
			if (!ruleBrokenAt(moment, oracle)) told.push({ what: "needless wait", zone, at: moment });
		}
	}
}

/** As the log would tell of it to others. */
function bidOf(wish: Wish, readyAt: Date): Bid[] {
	if (wish.purpose !== "marketing") return [];
	const { run: id, flow, value: net, usefulUntil } = wish;
	const quiet = parseQuietHours(wish.quiet);
	return [{ id, flow, net, readyAt, usefulUntil, ...(quiet && { quiet }) }];
}

function candidates(from: Date, to: Date, dice: Dice): Step[] {
	const steps: Step[] = [];
	for (let at = from.getTime(); at < to.getTime(); at += dice.int(1, 2 * DAY)) {
		const purpose: SendingPurpose = dice.pick(["marketing", "marketing", "marketing", "service", "transactional"]);
		const quiet = dice.pick(QUIET);
		const wish: Wish = {
			run: `run-${at}`,
			flow: quiet,
			occurrence: `${at}`,
			purpose,
			earliest: new Date(at),
			usefulUntil: new Date(at + dice.pick([120 * MINUTE, DAY / 2, DAY, 4 * DAY])),
			channels: ["preferred"],
			quiet,
			...(dice.chance(0.3) ? { spread: "20m" } : {}),
			urgent: false,
			templates: dice.chance(0.5) ? ["whatsapp"] : [],
			offer: false,
			sentNow: 0,
			value: dice.int(1, 100),
		};
		steps.push({ at: new Date(at), wish });
	}
	return steps;
}

/** What happens to a customer of itself, drawn before: the facts of any moment can then be told. */
function aPerson(zone: string, from: Date, to: Date, dice: Dice) {
	const draw = () => new Date(from.getTime() + dice.next() * (to.getTime() - from.getTime()));
	const days = (to.getTime() - from.getTime()) / DAY;
	const onWhatsapp = dice.chance(0.3);
	const writesPerDay = dice.next();
	// Of some only the country is known, and it has a clock beside this one.
	const zones = dice.chance(0.2) ? [zone, dice.pick(NEIGHBOURS)] : [zone];
	const wrote = Array.from({ length: Math.ceil(days / 2) }, draw).sort(byTime);
	const led = Array.from({ length: Math.ceil(days / 15) }, draw).map((at) => ({ at, until: at.getTime() + DAY / 3 }));
	const capped = Array.from({ length: Math.ceil(days / 20) }, draw);
	const ledger = [{ at: new Date(from.getTime() - DAY), given: true }];
	const changeMind = (at: Date) => {
		ledger.push({ at, given: false }, { at: new Date(at.getTime() + dice.int(1, 4) * DAY), given: true });
		ledger.sort((one, other) => byTime(one.at, other.at));
	};

	const heardBy = (at: Date) => wrote.findLast((moment) => moment <= at) ?? null;
	const isLed = (at: Date) => led.some((spell) => spell.at <= at && at.getTime() < spell.until);
	const linesBy = (at: Date) => ledger.filter((line) => line.at <= at);
	const windowAt = (at: Date) => {
		const heard = heardBy(at);
		return heard && new Date(heard.getTime() + DAY);
	};
	const cappedAt = (at: Date) => {
		const last = capped
			.filter((moment) => moment <= at)
			.sort(byTime)
			.at(-1);
		return last ? new Date(last.getTime() + DAY) : null;
	};

	const wordsAt = (at: Date, { templates }: Wish) => {
		if (!onWhatsapp || (windowAt(at) ?? at) > at) return "free";
		return templates.includes("whatsapp") ? "template" : "none";
	};

	return {
		changeMind,
		writesPerDay,
		planFacts(at: Date, marketingAt: readonly Date[], { value }: Wish, rivals: readonly Bid[]): PlanFacts {
			const heardAt = heardBy(at);
			const given = linesBy(at).map((line) => ({
				channel: null,
				state: line.given ? ("given" as const) : ("withdrawn" as const),
				at: line.at,
			}));
			return {
				customerId: zone,
				control: isLed(at) ? "human" : "bot",
				liveAt: heardAt,
				heardAt,
				zone,
				zones,
				flowPaused: false,
				consents: given,
				linked: [
					{
						channel: onWhatsapp ? "whatsapp" : "telegram",
						reachable: true,
						heardAt,
						...(onWhatsapp ? { windowHours: 24 } : {}),
						windowUntil: onWhatsapp ? windowAt(at) : null,
						freeUntil: null,
						cappedUntil: onWhatsapp ? cappedAt(at) : null,
						delivered: 0,
						reacted: 0,
						weighedAt: null,
						shop: { delivered: 0, reacted: 0 },
						unanswered: { count: 0, lastAt: null },
						cost: 0,
						writesPerDay,
						arriving: 1,
					},
				],
				preference: { said: null, language: "ru" },
				...ALONE,
				worth: { ...EVEN_WORTH.worth("any"), margin: value },
				rivals,
				marketingAt,
				marketingPaid: [],
			};
		},
		permitFacts(at: Date, marketingAt: readonly Date[], wish: Wish): PermitFacts {
			const heardAt = heardBy(at);
			const isGiven = linesBy(at).at(-1)?.given === true;
			return {
				unreachable: null,
				control: isLed(at) ? "human" : "bot",
				meanwhile: null,
				lease: 1,
				liveAt: heardAt,
				heardAt,
				consent: wish.purpose === "service" || isGiven ? "given" : "withdrawn",
				marketingAt,
				troubled: false,
				zone,
				zones,
				words: wordsAt(at, wish),
				cappedUntil: onWhatsapp ? cappedAt(at) : null,
			};
		},
		oracle(at: Date, wish: Wish, marketingAt: readonly Date[]): OracleFacts {
			const template = wish.templates.includes("whatsapp");
			return {
				zone,
				zones,
				purpose: wish.purpose,
				quiet: wish.quiet,
				usefulUntil: wish.usefulUntil,
				advertising: linesBy(at),
				processing: true,
				withOperator: isLed(at),
				heardAt: heardBy(at),
				marketingAt: [...marketingAt],
				window: onWhatsapp ? { until: windowAt(at), template, cappedUntil: cappedAt(at) } : null,
			};
		},
	};
}

function byTime(one: Date, other: Date): number {
	return one.getTime() - other.getTime();
}
