import type { Shop } from "#core/shop.ts";
import type { DayOccasion } from "./date-occasions.ts";
import { dateOccasions, everyOccasions, type Stretch } from "./date-occasions.ts";
import type { TurnParts, Turns } from "./drive-turn.ts";
import { inSeconds, parseDuration } from "./durations.ts";
import { evaluate, knownFormula } from "./expression.ts";
import type { Hands, Who } from "./hands.ts";
import type { Program, Start } from "./program.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import { placeOf } from "./start-place.ts";
import { type Value, valueFrom } from "./types.ts";
import { Wanting } from "./world.ts";

export type DayParts = Pick<TurnParts, "flows" | "hands"> & { readonly turns: Pick<Turns, "drive"> };

type DayStart = Extract<Start, { by: "date" | "every" }>;
type Wanted = { readonly program: Program; readonly start: DayStart };

/**
 * Looks for the day's `date:` and `every:` starts and makes an entry for each customer whom one concerns; the sweep fires them at
 * their moment. It looks a day and a half ahead, since customers live by their own clocks, and back as far as an
 * occasion that was missed is still of use. Looking twice makes nothing twice: the entry's key is the day.
 */
export async function beginDay(shop: Shop, parts: DayParts): Promise<void> {
	const { book, settings } = parts.flows();
	const wanted = [...book.newest.values()].flatMap((program) =>
		program.start.flatMap((start) => (start.by === "date" || start.by === "every" ? [{ program, start }] : [])),
	);
	for (const one of wanted) {
		const stale = parseDuration(one.program.send.stale ?? settings.send.stale ?? "1 day");
		const now = shop.now().getTime();
		const after = new Date(now - (stale ? inSeconds(stale) : 86_400) * 1000);
		await beginFor(shop, parts, one, { after, until: new Date(now + AHEAD_MS) });
	}
}

const AHEAD_MS = 36 * 3600 * 1000;
const PAGE = 200;

async function beginFor(shop: Shop, parts: DayParts, wanted: Wanted, stretch: Stretch): Promise<void> {
	if (isFarForAll(shop, parts, wanted.start, stretch)) return;
	const only = narrowing(wanted.start, stretch);
	for (let after = FIRST; ; ) {
		const page = await shop.db.written<Candidate>(only.statement, [after, PAGE, ...only.values]);
		await Promise.all(page.map((candidate) => consider(shop, parts, { wanted, stretch, candidate })));
		const last = page.at(-1);
		if (!last || page.length < PAGE) return;
		after = last.customer_id;
	}
}

/** A day that everybody shares (`each_year("12-31")`) is far away most of the year: then nobody need be looked at. */
function isFarForAll(shop: Shop, { flows }: DayParts, start: DayStart, { after, until }: Stretch): boolean {
	if (start.by !== "date" || !/^\s*each_year\s*\(/.test(start.date.formula)) return false;
	const { zone, language, currency } = flows().settings;
	const nobody = { lookup: () => undefined, call: () => null, phrase: () => undefined, now: shop.now() };
	const day = evaluate(knownFormula(start.date.formula), { ...nobody, zone, language, currency });
	// A day more on either side: customers live by their own clocks.
	const wide = { after: new Date(after.getTime() - DAY_MS), until: new Date(until.getTime() + DAY_MS) };
	return typeof day === "string" && dateOccasions(start, day, { zone, yearly: false }, wide).length === 0;
}

type Considered = { wanted: Wanted; stretch: Stretch; candidate: Candidate };

async function consider(shop: Shop, parts: DayParts, { wanted, stretch, candidate }: Considered): Promise<void> {
	const { program, start } = wanted;
	const zone = candidate.zone ?? parts.flows().settings.zone;
	const who: Who = {
		customerId: candidate.customer_id,
		conversationId: candidate.conversation_id,
		channel: "telegram",
		zone,
		language: candidate.language,
	};
	for (const { key, firesAt } of await occasionsOf(shop, parts, { start, who, stretch })) {
		await parts.turns.drive({
			conversationId: candidate.conversation_id,
			cause: {
				cause: "occasion",
				id: `${start.by}/${program.flow}/${placeOf(program, start, key).key}`,
				occasion: { flow: program.flow, trigger: start.by, ...placeOf(program, start, key), firesAt },
			},
		});
	}
}

async function occasionsOf(
	shop: Shop,
	parts: DayParts,
	{ start, who, stretch }: { start: DayStart; who: Who; stretch: Stretch },
): Promise<readonly DayOccasion[]> {
	if (start.by === "every") {
		const occasions = everyOccasions(start, who.zone, stretch);
		if (occasions.length === 0 || start.segment === undefined) return occasions;
		if ((await parts.hands.read(shop, who, "in_segment", [start.segment])) !== true) return [];
		// What is made up for was missed only by those who were in the segment by then.
		const [spell] = await shop.db.written<{ at: Date }>(ENTERED, [start.segment, who.customerId]);
		const since = spell?.at ?? shop.now();
		return occasions.filter(({ firesAt }) => firesAt >= since);
	}
	const value = await workOutFor(shop, parts, who, start.date.formula);
	const yearly = shopVocabulary.yearly.includes(start.date.formula.trim());
	return typeof value === "string" ? dateOccasions(start, value, { zone: who.zone, yearly }, stretch) : [];
}

/** The value of a formula for a customer, outside any turn. */
async function workOutFor(shop: Shop, { hands, flows }: DayParts, who: Who, source: string): Promise<Value> {
	const roots = new Map<string, unknown>(Object.entries(await hands.roots(shop, who)));
	const known = new Map<string, Value>();
	for (;;) {
		try {
			return evaluate(knownFormula(source), {
				lookup: (name) => (roots.has(name) ? valueFrom(roots.get(name)) : undefined),
				call: (fn, args) => found(known, fn, args),
				phrase: () => undefined,
				now: shop.now(),
				zone: who.zone,
				language: who.language,
				currency: flows().settings.currency,
			});
		} catch (wanting) {
			if (!(wanting instanceof Wanting)) throw wanting;
			await learn(known, shop, hands, { who, wanting });
		}
	}
}

function found(known: ReadonlyMap<string, Value>, fn: string, args: readonly Value[]): Value {
	const value = known.get(JSON.stringify([fn, args]));
	if (value === undefined) throw new Wanting(fn, args);
	return value;
}

type Asking = { who: Who; wanting: Wanting };

async function learn(known: Map<string, Value>, shop: Shop, hands: Hands, { who, wanting }: Asking): Promise<void> {
	const { fn, args } = wanting;
	known.set(JSON.stringify([fn, args]), valueFrom(await hands.read(shop, who, fn, args)));
}

type Candidate = {
	readonly customer_id: string;
	readonly conversation_id: string;
	readonly zone: string | null;
	readonly language: string;
};

const ENTERED = {
	name: "begin-day-entered",
	text: `SELECT entered_at AS at FROM segment_spell WHERE segment = $1 AND customer_id = $2::uuid AND left_at IS NULL`,
};

const FIRST = "00000000-0000-0000-0000-000000000000";

/** A formula that is one well-known field need not be worked out for everybody: the database says whom it may concern. */
function narrowing(start: DayStart, stretch: Stretch) {
	const field = start.by === "date" ? start.date.formula.trim() : "";
	const condition = FIELDS[field];
	if (!condition) return { statement: ALL, values: [] };
	// The date stands away from the moment by `before` or `after`, and a day for zones.
	const moved = start.by === "date" ? inDays(start.after) - inDays(start.before) : 0;
	const from = new Date(stretch.after.getTime() - (moved + 2) * DAY_MS);
	const to = new Date(stretch.until.getTime() - (moved - 2) * DAY_MS);
	return { statement: candidates(`begin-day-${field}`, condition), values: [from, to] };
}

const DAY_MS = 86_400_000;

function inDays(length: string | undefined): number {
	const duration = length === undefined ? undefined : parseDuration(length);
	return duration ? Math.ceil(inSeconds(duration) / 86_400) : 0;
}

const FIELDS: Readonly<Record<string, string>> = {
	// The days of the stretch as month and day; 29 February counts as its neighbour too.
	"customer.birthday": `u.birthday IS NOT NULL AND (to_char(u.birthday, 'MM-DD') = '02-29' OR to_char(u.birthday, 'MM-DD') IN (
		SELECT to_char(d, 'MM-DD') FROM generate_series($3::timestamptz, $4::timestamptz, '1 day') d))`,
	"customer.next_order_at": `EXISTS (SELECT 1 FROM customer_figures f
		WHERE f.customer_id = u.id AND f.next_order_at BETWEEN $3::timestamptz AND $4::timestamptz)`,
};

const candidates = (name: string, condition: string) => ({
	name,
	text: `SELECT u.id AS customer_id, c.id AS conversation_id, u.zone, u.language
		FROM customer u JOIN conversation c ON c.customer_id = u.id
		WHERE u.id > $1::uuid AND u.erased_at IS NULL AND u.merged_into_id IS NULL AND ${condition} ORDER BY u.id LIMIT $2`,
});

const ALL = candidates("begin-day-all", "true");
