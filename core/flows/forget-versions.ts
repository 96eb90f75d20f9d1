import type { Shop } from "#core/shop.ts";
import { REVIVABLE_MS } from "./load-talk.ts";

/**
 * Forgets lines of traces written before that moment, in small transactions: one of a million rows would hold up
 * everybody. Numbers follow time, so the oldest lines are found without looking at the younger ones.
 */
export async function forgetTraces(shop: Shop, { before }: { before: Date }): Promise<void> {
	const [young] = await shop.db.written<{ id: bigint }>(FIRST_YOUNG, [before]);
	const end = young?.id ?? null;
	while ((await shop.db.written(FORGET_STEPS, [before, end, AT_ONCE])).length > 0);
}

/**
 * Forgets versions that were put into use before that moment and that nothing needs any more: no dialog stands in their
 * logic (nor may a link take one up again), no line of a trace names them, and they are not the newest of their flow.
 */
export async function forgetVersions(shop: Shop, { before }: { before: Date }): Promise<void> {
	await shop.db.written(FORGET_VERSIONS, [before, new Date(shop.now().getTime() - REVIVABLE_MS)]);
}

const AT_ONCE = 5_000;

const FIRST_YOUNG = { name: "steps-first-young", text: "SELECT id FROM flow_step WHERE at >= $1 ORDER BY id LIMIT 1" };

const FORGET_STEPS = {
	name: "steps-forget",
	text: `DELETE FROM flow_step WHERE id IN (
			SELECT id FROM flow_step WHERE at < $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id LIMIT $3::int)
		RETURNING id`,
};

/** Young versions are out of the question, so most nights nothing is left to look for in the traces. */
const FORGET_VERSIONS = {
	name: "versions-forget",
	text: `WITH old AS MATERIALIZED (
			SELECT v.id, v.flow, v."full", v.logic FROM flow_version v
			WHERE v.activated_at < $1
				AND EXISTS (SELECT 1 FROM flow_version n WHERE n.flow = v.flow
					AND (n.activated_at, n.id) > (v.activated_at, v.id))
		), stand AS MATERIALIZED (
			SELECT f->>'flow' AS flow, f->>'logic' AS logic FROM flow_run r,
				jsonb_array_elements(coalesce(r.state->'revive'->'frames', '[]') || coalesce(r.state->'frames', '[]')) f
			WHERE r.status NOT IN ('ended', 'failed') OR (r.status = 'ended' AND r.ended_at > $2 AND r.state->'revive' IS NOT NULL)
			UNION
			SELECT flow, logic FROM flow_run WHERE status NOT IN ('ended', 'failed')
		)
		DELETE FROM flow_version v USING old o
		WHERE v.id = o.id
			AND NOT EXISTS (SELECT 1 FROM stand s WHERE s.flow = o.flow AND s.logic = o.logic)
			AND NOT EXISTS (SELECT 1 FROM flow_step t WHERE t.flow = o.flow AND t."full" = o."full")`,
};
