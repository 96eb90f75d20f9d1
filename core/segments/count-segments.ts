import { minorPerMajor } from "#core/money.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop, Statement } from "#core/shop.ts";
import { named, type SegmentQuery, segmentQuery } from "./condition-sql.ts";
import { isMember } from "./is-member.ts";
import { type Move, promiseStarts, type SegmentParts } from "./move-members.ts";
import { needsOf } from "./segment-needs.ts";

/** What a whole count came to. `fresh`: the first one under this condition, which moves nobody in anybody's eyes. */
export type Counted = {
	readonly segment: string;
	readonly size: number;
	readonly fresh: boolean;
	readonly entered: readonly string[];
	readonly left: readonly string[];
};

/**
 * Counts all segments whole, once a day, and after a condition has changed. Time alone moves people («days_since»), which no event
 * tells; whoever differs in a segment that does not depend on time was overlooked by a refresh, and is named in the log.
 */
export async function countSegments(shop: Shop, parts: SegmentParts): Promise<readonly Counted[]> {
	const conditions = parts.conditions();
	await forgetGone(shop, [...conditions.keys()]);
	const counts: Counted[] = [];
	for (const segment of conditions.keys()) {
		try {
			const counted = await countSegment(shop, parts, segment);
			counts.push(counted);
			await tellDifference(shop, parts, counted);
		} catch (error) {
			// One that is too heavy keeps its members; the others are counted all the same.
			if (!(error instanceof Refusal)) throw error;
			parts.log.warn(error.message, { segment });
		}
	}
	return counts;
}

/** Seconds that a segment may take of the database. */
const LONGEST_SECONDS = 5;

/** Runs something with a segment's query, which is ended when it takes too long. */
export async function withinLimit<Result>(
	segment: string,
	inside: Shop,
	work: () => Promise<Result>,
	seconds = LONGEST_SECONDS,
): Promise<Result> {
	await inside.db.written(LIMIT, [`${seconds * 1000}ms`]);
	try {
		return await work();
	} catch (error) {
		if (!/statement timeout|57014/.test(String(error))) throw error;
		throw new Refusal(
			"not-allowed",
			`The segment "${segment}" takes longer than ${seconds} seconds to count: see npm run flows -- segments show ${segment} --plan.`,
		);
	}
}

/** What a segment's query is run with: now, the zone, the money, and the values of the condition. */
export function valuesOf(shop: Shop, { zone, currency }: Pick<SegmentParts, "zone" | "currency">, query: SegmentQuery) {
	return [shop.now(), zone, minorPerMajor(currency), ...query.bound];
}

async function countSegment(shop: Shop, parts: SegmentParts, segment: string): Promise<Counted> {
	const query = segmentQuery(segment, parts.conditions());
	return shop.atomically(async (inside) => {
		const [before] = await inside.db.written<{ condition: string }>(LOCK_COUNT, [segment, inside.now()]);
		const fresh = before?.condition !== query.hash;
		const values = valuesOf(inside, parts, query);
		const moved = await withinLimit(segment, inside, () =>
			inside.db.written<Moved>(named(moveAll(query, values.length)), [...values, segment]),
		);
		const size = Number(moved.find(({ trigger }) => trigger === "size")?.size ?? 0);
		const moves = moved.flatMap(({ customer, trigger, alive }) =>
			trigger !== "size" && customer && alive ? [{ customer, trigger, at: inside.now() } satisfies Move] : [],
		);
		await inside.db.written(NOTE_COUNT, [segment, query.hash, size, inside.now()]);
		if (!fresh) await promiseStarts(inside, parts, segment, moves);
		const who = (wanted: Move["trigger"]) =>
			moves.filter(({ trigger }) => trigger === wanted).map((one) => one.customer);
		return { segment, size, fresh, entered: who("enters"), left: who("leaves") };
	});
}

async function tellDifference(shop: Shop, parts: SegmentParts, counted: Counted): Promise<void> {
	const { segment, size, fresh, entered, left } = counted;
	if (fresh || entered.length + left.length === 0) return;
	const said = { segment, size, entered: entered.length, left: left.length };
	const needs = needsOf(segment, parts.conditions());
	if (needs.has("time") || needs.has("thread")) {
		parts.log.info("a segment has moved with time", said);
		return;
	}
	const differing: string[] = [];
	for (const customerId of [...entered, ...left].slice(0, MOST_NAMED))
		if ((await isMember(shop, parts, { segment, customerId })) !== entered.includes(customerId))
			differing.push(customerId);
	const why = differing.length > 0 ? "the two ways of counting differ" : "no event told of the change";
	parts.log.warn("a segment was not up to date", {
		...said,
		why,
		customers: [...entered, ...left].slice(0, MOST_NAMED),
	});
}

const MOST_NAMED = 20;

type Moved = {
	readonly trigger: "enters" | "leaves" | "size";
	readonly customer: string | null;
	readonly size: bigint | null;
	/** Neither erased nor linked to another, who is somebody else now. */
	readonly alive: boolean;
};

/** The members, and who of them is new, and who is one no more; at the moment $1. The segment is the last value. */
function moveAll({ text }: SegmentQuery, count: number): string {
	const segment = `$${count + 1}::text`;
	return `WITH members AS MATERIALIZED (${text}), entered AS (
			INSERT INTO segment_spell (segment, customer_id, entered_at)
			SELECT ${segment}, m.id, $1::timestamptz FROM members m
			WHERE NOT EXISTS (SELECT 1 FROM segment_spell s
				WHERE s.segment = ${segment} AND s.customer_id = m.id AND s.left_at IS NULL)
			ON CONFLICT DO NOTHING RETURNING customer_id
		), gone AS (
			UPDATE segment_spell SET left_at = $1::timestamptz
			WHERE segment = ${segment} AND left_at IS NULL AND NOT EXISTS (SELECT 1 FROM members m WHERE m.id = customer_id)
			RETURNING customer_id
		)
		SELECT 'size' AS trigger, NULL AS customer, (SELECT count(*) FROM members) AS size, true AS alive
		UNION ALL SELECT 'enters', customer_id::text, NULL, true FROM entered
		UNION ALL SELECT 'leaves', g.customer_id::text, NULL, EXISTS (SELECT 1 FROM customer u
			WHERE u.id = g.customer_id AND u.erased_at IS NULL AND u.merged_into_id IS NULL) FROM gone g`;
}

/** Segments whose file is gone have nobody in them, and start nothing by that. */
async function forgetGone(shop: Shop, known: readonly string[]): Promise<void> {
	await shop.atomically(async ({ db, now }) => {
		const gone = { segment: { notIn: [...known] } };
		await db.segmentSpell.updateMany({ where: { ...gone, leftAt: null }, data: { leftAt: now() } });
		await db.segmentCount.deleteMany({ where: gone });
	});
}

const LIMIT: Statement = { name: "segment-limit", text: "SELECT set_config('statement_timeout', $1::text, true)" };

/** Gives the condition of the last count. The row is the lock: two counts of one segment follow each other. */
const LOCK_COUNT: Statement = {
	name: "segment-lock",
	text: `INSERT INTO segment_count AS c (segment, condition, size, counted_at) VALUES ($1, 'none', 0, $2::timestamptz)
		ON CONFLICT (segment) DO UPDATE SET counted_at = c.counted_at
		RETURNING condition`,
};

const NOTE_COUNT: Statement = {
	name: "segment-note",
	text: "UPDATE segment_count SET condition = $2, size = $3::int, counted_at = $4::timestamptz WHERE segment = $1",
};
