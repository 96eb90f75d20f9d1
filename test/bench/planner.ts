/**
 * `npm run bench:planner`: decisions a second of the send planner's rules, one candidate for each of `CUSTOMERS` people over
 * several rounds, and whether memory stays flat. Each round is another day, so the cache of zone offsets (core/zoned-time.ts) grows
 * by about 2 MB a round up to its bound of 43 days; nothing is kept of anybody.
 */
import { cpus } from "node:os";
import { env, memoryUsage, stdout } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { seeded } from "#core/chance.ts";
import { type Decided, decideSending, type PlanFacts } from "#core/delivery/decide-sending.ts";
import type { Candidate } from "#core/flows/talk.ts";
import { ALONE, PLANNER_RULES } from "#test/support/outbox.ts";

const CUSTOMERS = Number(env.CUSTOMERS ?? 100_000);
const ROUNDS = Number(env.ROUNDS ?? 5);
const DAY = 86_400_000;
const START = Date.parse("2026-03-10T06:00:00Z");

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");
const zones = Intl.supportedValuesOf("timeZone");
const rules = PLANNER_RULES;

print(`Node ${process.versions.node}, ${cpus()[0]?.model.trim()}; ${CUSTOMERS} customers in ${zones.length} zones\n`);
for (let round = 1; round <= ROUNDS; round++) {
	const verdicts = new Map<Decided["verdict"]["verdict"], number>();
	const began = performance.now();
	for (let index = 0; index < CUSTOMERS; index++) {
		const at = new Date(START + round * DAY + ((index * 7919) % DAY));
		const { verdict } = decideSending(candidate(index, at), someone(index, at), at, rules);
		verdicts.set(verdict.verdict, (verdicts.get(verdict.verdict) ?? 0) + 1);
	}
	const seconds = (performance.now() - began) / 1000;
	if (typeof collect === "function") collect();
	const heap = memoryUsage().heapUsed / 2 ** 20;
	const ends = [...verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(", ");
	print(`round ${round}: ${Math.round(CUSTOMERS / seconds)} decisions/s, ${heap.toFixed(1)} MB kept; ${ends}`);
}

/** Of every tenth customer another offer waits. */
function rival(at: Date): PlanFacts["rivals"][number] {
	const usefulUntil = new Date(at.getTime() + DAY);
	return { id: "other", flow: "other", net: 2, readyAt: at, usefulUntil, quiet: { from: 21 * 60, to: 10 * 60 } };
}

/** Facts are made anew for each, as the database would give them: nothing may be kept of anybody. */
function someone(index: number, at: Date): PlanFacts {
	const dice = seeded(index);
	const ago = (days: number) => new Date(at.getTime() - dice.next() * days * DAY);
	const heardAt = ago(60);
	const zone = dice.pick(zones);
	return {
		customerId: `customer-${index}`,
		control: dice.chance(0.02) ? "human" : "bot",
		liveAt: heardAt,
		heardAt,
		zone,
		zones: [zone],
		flowPaused: false,
		consents: [{ channel: null, state: dice.chance(0.9) ? "given" : "withdrawn", at: ago(200) }],
		linked: (["telegram", "whatsapp"] as const).map((channel) => ({
			channel,
			reachable: dice.chance(0.95),
			heardAt: ago(60),
			...(channel === "whatsapp" ? { windowHours: 24 } : {}),
			windowUntil: channel === "whatsapp" ? new Date(at.getTime() + dice.int(-9, 1) * DAY) : null,
			freeUntil: null,
			cappedUntil: null,
			delivered: dice.int(0, 9),
			reacted: dice.int(0, 3),
			weighedAt: ago(90),
			shop: { delivered: 900, reacted: 120 },
			unanswered: { count: dice.int(0, 6), lastAt: ago(90) },
			cost: 0,
			arriving: 1,
		})),
		preference: { said: null, language: "ru" },
		...ALONE,
		rivals: dice.chance(0.1) ? [rival(at)] : [],
		marketingPaid: [],
		marketingAt: dice.chance(0.3) ? [ago(10), ago(10)] : [],
	};
}

function candidate(index: number, at: Date): Candidate {
	return {
		run: `run-${index}`,
		flow: "win-back",
		occurrence: `entry-${index}/say/1`,
		purpose: "marketing",
		earliest: at,
		usefulUntil: new Date(at.getTime() + DAY),
		channels: ["preferred"],
		quiet: "21:00-10:00",
		spread: "20m",
		urgent: false,
		templates: ["whatsapp"],
		offer: false,
		sentNow: 0,
	};
}

function print(text: string): void {
	stdout.write(`${text}\n`);
}
