/**
 * Who was at which step of a flow since a moment, and how it went on there: the one reading of the trace on which the
 * counts of a diagram and the lists of people behind them both stand. A run counts once a step, however often it was there.
 *
 * $1 flow, $2 since, $3 hash of the logic that is drawn, $4 keys of steps that decide (`if`, `switch`), $5 keys of steps
 * that are passed through while a question waits (handlers, silences), $6 keys of steps that end, $7 reasons that mean
 * "won".
 *
 * - A step with an id is one and the same in every version; a key made of its place is known within its logic only.
 * - A `when` that said no is a line of kind `if` at a step that decides nothing: nobody came in.
 * - A person called by `_always.yaml` was called at the step that the run stood at.
 * - The answer to "what became of them here" is the first that applies: called a person; went on to another step of the
 *   flow; went back to the flow that had called this one; still here; in the hold-out; ended as planned; dropped.
 */
export const VISITORS = `been AS (
		SELECT run_id, step, max(seq) AS seq, max(at) AS at, bool_or(kind = 'handoff') AS handed,
			max(max(seq)) FILTER (WHERE step <> ALL ($5::text[])) OVER (PARTITION BY run_id) AS furthest
		FROM flow_step
		WHERE flow = $1 AND at >= $2::timestamptz AND run_id IS NOT NULL AND (kind <> 'if' OR step = ANY ($4::text[]))
		GROUP BY run_id, step
	), called AS (
		SELECT DISTINCT h.run_id, p.step
		FROM flow_step h CROSS JOIN LATERAL (
			SELECT p.step, p.flow FROM flow_step p
			WHERE p.run_id = h.run_id AND p.seq < h.seq AND p.flow <> '_always' ORDER BY p.seq DESC LIMIT 1) p
		WHERE h.flow = '_always' AND h.at >= $2::timestamptz AND h.kind = 'handoff' AND p.flow = $1
	), visitors AS (
		SELECT b.run_id, b.step, b.at, r.customer_id, r.conversation_id, r.status, r.outcome, r.reason, CASE
			WHEN b.handed OR c.run_id IS NOT NULL THEN 'handed'
			WHEN b.step = ANY ($5::text[]) OR b.seq < b.furthest THEN 'left'
			WHEN r.flow <> $1 AND EXISTS (SELECT 1 FROM flow_step o
				WHERE o.run_id = b.run_id AND o.seq > b.seq AND o.flow NOT IN ($1, '_always', '_defaults')) THEN 'left'
			WHEN r.status NOT IN ('ended', 'failed') THEN 'here'
			WHEN r.outcome = 'held_out' THEN 'held_out'
			WHEN r.status = 'ended' AND (b.step = ANY ($6::text[]) OR r.outcome = 'done' OR r.reason = ANY ($7::text[]))
				THEN 'left'
			WHEN r.outcome = 'handed_over' THEN 'handed'
			ELSE 'dropped' END AS went
		FROM been b
		JOIN flow_run r ON r.id = b.run_id
		LEFT JOIN called c ON c.run_id = b.run_id AND c.step = b.step
		WHERE strpos(b.step, '[') = 0 OR r.flow <> $1 OR r.logic = $3
	)`;

/** What became of somebody at a step. */
export type Went = "left" | "dropped" | "handed" | "here" | "held_out";

/** What the statement has to know of the flow as it is drawn. */
export type DrawnFlow = {
	readonly flow: string;
	readonly logic: string;
	/** Steps that decide, that are passed through aside, and that end. */
	readonly deciding: readonly string[];
	readonly aside: readonly string[];
	readonly ending: readonly string[];
	/** Reasons of `_reasons.yaml` under `won`. */
	readonly won: readonly string[];
};

/** Values of $1 to $7. */
export function visitorValues(
	{ flow, logic, deciding, aside, ending, won }: DrawnFlow,
	since: Date,
): readonly unknown[] {
	return [flow, since, logic, deciding, aside, ending, won];
}
