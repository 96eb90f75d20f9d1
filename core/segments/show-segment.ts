import { didYouMean, nearest } from "#core/flows/nearest.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { named, type SegmentQuery, segmentQuery } from "./condition-sql.ts";
import { valuesOf, withinLimit } from "./count-segments.ts";

/** What a marketer asks of a segment before using it, as lines: its SQL, its size, whom we reach, some of them, and what has changed. */
export async function showSegment(
	shop: Shop,
	{
		segment,
		conditions,
		place,
		plan = false,
	}: {
		segment: string;
		conditions: ReadonlyMap<string, string>;
		place: { readonly zone: string; readonly currency: string };
		/** How the database goes about it, instead of who is in it. */
		plan?: boolean;
	},
): Promise<readonly string[]> {
	if (!conditions.has(segment))
		throw new Refusal(
			"not-found",
			`There is no segment "${segment}"${didYouMean(nearest(segment, conditions.keys()))}.`,
		);
	const query = segmentQuery(segment, conditions);
	const values = valuesOf(shop, place, query);
	const head = [query.text.replace(/\t/g, "  "), `values: ${JSON.stringify(values)}`, ""];
	return shop.atomically(async (inside) => {
		await inside.db.written(READ_ONLY, []);
		if (plan) {
			const rows = await inside.db.written<Record<string, string>>(named(`EXPLAIN ${query.text}`), values);
			return [...head, ...rows.flatMap((row) => Object.values(row))];
		}
		const [sum, samples, before] = await withinLimit(segment, inside, async () => [
			(await inside.db.written<Sum>(named(sumOf(query, values.length)), [...values, segment]))[0],
			await inside.db.written<Sample>(named(samplesOf(query)), values),
			await inside.db.segmentCount.findUnique({ where: { segment } }),
		]);
		const size = Number(sum?.size ?? 0);
		return [
			...head,
			`in it: ${size}, of whom we reach ${Number(sum?.reachable ?? 0)}`,
			...samples.map(({ id, name }) => `  ${name || "—"}  ${id}`),
			before
				? `since ${before.countedAt.toISOString()}${before.condition === query.hash ? "" : ", under another condition"}: ` +
					`+${Number(sum?.entering ?? 0)} −${Number(sum?.leaving ?? 0)}`
				: "never counted yet: the next night does, and whoever is in it then starts nothing by that",
		];
	});
}

type Sum = { size: bigint; reachable: bigint; entering: bigint; leaving: bigint };
type Sample = { id: string; name: string };

const READ_ONLY = { name: "segment-read-only", text: "SET TRANSACTION READ ONLY" };

function sumOf({ text }: SegmentQuery, count: number): string {
	const open = `SELECT s.customer_id FROM segment_spell s WHERE s.segment = $${count + 1}::text AND s.left_at IS NULL`;
	return `WITH members AS MATERIALIZED (${text})
		SELECT (SELECT count(*) FROM members) AS size,
			(SELECT count(*) FROM members m WHERE EXISTS (SELECT 1 FROM identity i
				WHERE i.customer_id = m.id AND i.reachability = 'reachable')) AS reachable,
			(SELECT count(*) FROM members m WHERE m.id NOT IN (${open})) AS entering,
			(SELECT count(*) FROM (${open}) s WHERE s.customer_id NOT IN (SELECT id FROM members)) AS leaving`;
}

function samplesOf({ text }: SegmentQuery): string {
	return `SELECT c.id::text AS id, concat_ws(' ', c.first_name, c.last_name) AS name
		FROM customer c WHERE c.id IN (${text}) ORDER BY c.id LIMIT 5`;
}
