import type { Statement } from "#core/shop.ts";
import { NEXT_TRY_AT } from "./perform-actions.ts";

/** The next moment at which time itself gives the flows work. `$1` now: what is overdue was looked at just now, and waits for something else. */
export const NEXT_DUE: Statement = {
	name: "flows-next-due",
	text: `SELECT least(
		(SELECT min(wake_at) FROM flow_run WHERE wake_at > $1::timestamptz),
		(SELECT min(fires_at) FROM flow_entry WHERE state = 'pending' AND fires_at > $1::timestamptz),
		(SELECT min(${NEXT_TRY_AT}) FROM flow_action WHERE state = 'due' AND ${NEXT_TRY_AT} > $1::timestamptz)) AS at`,
};
