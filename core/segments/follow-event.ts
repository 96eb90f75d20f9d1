import type { Errands } from "#core/errands.ts";
import type { Shop, Statement } from "#core/shop.ts";
import { segmentQuery } from "./condition-sql.ts";
import { isMember } from "./is-member.ts";
import { type Move, promiseStarts, type SegmentParts } from "./move-members.ts";
import { changedBy, needsOf } from "./segment-needs.ts";

/**
 * In the wake of what happened to a customer: looks at the segments that such an event can change, for this customer alone.
 * A segment that was never counted under its present condition is counted whole first, as nobody has entered it by this event.
 */
export async function followEvent(
	shop: Shop,
	parts: SegmentParts,
	{ customerId, name }: Pick<Errands["tell-flows"], "customerId" | "name">,
): Promise<void> {
	if (customerId === null) return;
	const changed = changedBy(name);
	const conditions = parts.conditions();
	const touched = [...conditions.keys()].filter((segment) => {
		const needs = needsOf(segment, conditions);
		return changed.some((one) => needs.has(one));
	});
	if (touched.length === 0) return;
	const rows = await shop.db.segmentCount.findMany({ where: { segment: { in: touched } } });
	const counted = new Map(rows.map(({ segment, condition }) => [segment, condition]));
	for (const segment of touched) {
		if (counted.get(segment) === segmentQuery(segment, conditions).hash)
			await refresh(shop, parts, segment, customerId);
		else await shop.later("count-segments", {}, { key: "count-segments" });
	}
}

async function refresh(shop: Shop, parts: SegmentParts, segment: string, customerId: string): Promise<void> {
	const is = await isMember(shop, parts, { segment, customerId });
	await shop.atomically(async (inside) => {
		const values = [segment, customerId, inside.now()];
		const moved = await inside.db.written<{ id: bigint }>(is ? ENTER : LEAVE, values);
		const move: Move = { customer: customerId, trigger: is ? "enters" : "leaves", at: inside.now() };
		if (moved.length > 0) await promiseStarts(inside, parts, segment, [move]);
	});
}

const ENTER: Statement = {
	name: "segment-enter",
	text: `INSERT INTO segment_spell (segment, customer_id, entered_at) VALUES ($1, $2::uuid, $3::timestamptz)
		ON CONFLICT (segment, customer_id) WHERE left_at IS NULL DO NOTHING RETURNING id`,
};

const LEAVE: Statement = {
	name: "segment-leave",
	text: `UPDATE segment_spell SET left_at = $3::timestamptz
		WHERE segment = $1 AND customer_id = $2::uuid AND left_at IS NULL RETURNING id`,
};
