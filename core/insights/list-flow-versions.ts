import type { Shop } from "#core/shop.ts";

/** One content of a flow's file, with how many runs went or go by its logic. */
export type FlowVersionRow = {
	readonly full: string;
	readonly logic: string;
	readonly gitSha: string | null;
	readonly activatedAt: Date;
	/** Runs on this logic, whatever the wording: those under way, and all of them. */
	readonly live: number;
	readonly runs: number;
};

/** The versions of a flow, the newest first. */
export function listFlowVersions(
	shop: Shop,
	{ flow, limit }: { flow: string; limit: number },
): Promise<FlowVersionRow[]> {
	return shop.db.written<FlowVersionRow>(LIST_VERSIONS, [flow, limit]);
}

const LIST_VERSIONS = {
	name: "list-flow-versions",
	text: `SELECT v."full", v.logic, v.git_sha AS "gitSha", v.activated_at AS "activatedAt",
			coalesce(r.live, 0)::int AS live, coalesce(r.runs, 0)::int AS runs
		FROM flow_version v LEFT JOIN (
			SELECT logic, count(*) AS runs, count(*) FILTER (WHERE status NOT IN ('ended', 'failed')) AS live
			FROM flow_run WHERE flow = $1 GROUP BY logic) r ON r.logic = v.logic
		WHERE v.flow = $1 ORDER BY v.activated_at DESC, v.id DESC LIMIT $2`,
};
