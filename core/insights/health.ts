import type { Shop, Statement } from "#core/shop.ts";

/** How the shop's machinery stands, for the health page and for alarms. */
export type ShopHealth = {
	readonly inbox: {
		readonly waiting: number;
		/** Since when the oldest message waits for its answer. */
		readonly waitingSince: Date | null;
		/** Messages that could not be answered after all tries. */
		readonly dead: number;
	};
	readonly outbox: {
		readonly pending: number;
		readonly attempting: number;
		/** Due and not sent: since when the oldest of them is. */
		readonly due: number;
		readonly dueSince: Date | null;
		/** May or may not have arrived; a person has to look. */
		readonly unknown: number;
		/** Within the last day. */
		readonly failed: number;
		readonly blocked: number;
	};
	readonly errands: { readonly due: number; readonly dueSince: Date | null; readonly dead: number };
	/** Runs of flows that should have been woken. */
	readonly runs: { readonly due: number; readonly dueSince: Date | null };
	readonly accounts: readonly AccountHealth[];
};

export type AccountHealth = {
	readonly account: string;
	readonly channel: string;
	/** `ok`, or what its driver or sender found. */
	readonly health: string;
	readonly detail: string | null;
	readonly since: Date | null;
	/** Nothing is sent before. */
	readonly pausedUntil: Date | null;
	readonly pending: number;
};

/** Two statements, each over partial indexes: it may be asked every few seconds. */
export async function readHealth(shop: Shop): Promise<ShopHealth> {
	const now = shop.now();
	const [queues] = await shop.db.written<QueuesRow>(QUEUES, [now]);
	if (!queues) throw new Error("The queues gave no answer.");
	const accounts = await shop.db.written<AccountHealth>(ACCOUNTS, [now]);
	const desks = await shop.db.written<AccountHealth>(DESKS, [now]);
	return {
		inbox: { waiting: queues.inbox_waiting, waitingSince: queues.inbox_since, dead: queues.inbox_dead },
		outbox: {
			pending: queues.outbox_pending,
			attempting: queues.outbox_attempting,
			due: queues.outbox_due,
			dueSince: queues.outbox_since,
			unknown: queues.outbox_unknown,
			failed: queues.outbox_failed,
			blocked: queues.outbox_blocked,
		},
		errands: { due: queues.errands_due, dueSince: queues.errands_since, dead: queues.errands_dead },
		runs: { due: queues.runs_due, dueSince: queues.runs_since },
		accounts: [...accounts, ...desks],
	};
}

type QueuesRow = {
	readonly inbox_waiting: number;
	readonly inbox_since: Date | null;
	readonly inbox_dead: number;
	readonly outbox_pending: number;
	readonly outbox_attempting: number;
	readonly outbox_due: number;
	readonly outbox_since: Date | null;
	readonly outbox_unknown: number;
	readonly outbox_failed: number;
	readonly outbox_blocked: number;
	readonly errands_due: number;
	readonly errands_since: Date | null;
	readonly errands_dead: number;
	readonly runs_due: number;
	readonly runs_since: Date | null;
};

const QUEUES: Statement = {
	name: "health-queues",
	text: `SELECT * FROM
		(SELECT count(*)::int AS inbox_waiting, min(received_at) AS inbox_since FROM inbox WHERE state = 'waiting') w,
		(SELECT count(*)::int AS inbox_dead FROM inbox WHERE state = 'dead') d,
		(SELECT count(*)::int AS outbox_pending, (count(*) FILTER (WHERE due <= $1::timestamptz))::int AS outbox_due,
			min(due) FILTER (WHERE due <= $1::timestamptz) AS outbox_since FROM outbox WHERE state = 'pending') p,
		(SELECT count(*)::int AS outbox_attempting FROM outbox WHERE state = 'attempting') a,
		(SELECT count(*)::int AS outbox_unknown FROM outbox WHERE state = 'unknown') u,
		(SELECT (count(*) FILTER (WHERE status = 'failed'))::int AS outbox_failed,
			(count(*) FILTER (WHERE status = 'blocked'))::int AS outbox_blocked
			FROM message WHERE created_at > $1::timestamptz - interval '1 day' AND status IN ('failed', 'blocked')) f,
		(SELECT count(*)::int AS errands_due, min(due_at) AS errands_since
			FROM errand WHERE state = 'waiting' AND due_at <= $1::timestamptz) e,
		(SELECT count(*)::int AS errands_dead FROM errand WHERE state = 'dead') x,
		(SELECT count(*)::int AS runs_due, min(wake_at) AS runs_since
			FROM flow_run WHERE wake_at IS NOT NULL AND wake_at <= $1::timestamptz) r`,
};

/** Those of customers. */
const ACCOUNTS: Statement = {
	name: "health-accounts",
	text: `SELECT a.id AS account, a.channel, a.health, coalesce(a.pause_reason, a.health_detail) AS detail, a.health_at AS since,
			CASE WHEN greatest(a.paused_until, b.paused_until) > $1::timestamptz THEN greatest(a.paused_until, b.paused_until) END AS "pausedUntil",
			(SELECT count(*)::int FROM outbox o WHERE o.account = a.id AND o.state = 'pending') AS pending
		FROM account a LEFT JOIN rate_bucket b ON b.account = a.id AND b.scope = 'account'
		WHERE a.channel <> 'desk' ORDER BY a.id`,
};

/** The operators' desk in Telegram: how its bot is, what hinders it in its group, and what of the last week it could not work off. */
const DESKS: Statement = {
	name: "health-desks",
	text: `SELECT a.id AS account, 'desk' AS channel,
			CASE WHEN a.health <> 'ok' OR (g.trouble IS NULL AND u.dead = 0) THEN a.health ELSE 'down' END AS health,
			nullif(concat_ws('; ', CASE WHEN a.health <> 'ok' THEN a.health_detail END, g.trouble,
				CASE WHEN u.dead > 0 THEN u.dead || ' updates failed: ' || u.error END), '') AS detail,
			CASE WHEN a.health <> 'ok' THEN a.health_at ELSE u.since END AS since,
			CASE WHEN g.paused_until > $1::timestamptz THEN g.paused_until END AS "pausedUntil", u.waiting AS pending
		FROM account a LEFT JOIN desk_group g ON g.account = a.id CROSS JOIN LATERAL (
			SELECT count(*) FILTER (WHERE d.state = 'dead')::int AS dead, count(*) FILTER (WHERE d.state = 'waiting')::int AS waiting,
				max(left(d.error, 200)) FILTER (WHERE d.state = 'dead') AS error,
				min(d.received_at) FILTER (WHERE d.state = 'dead') AS since
			FROM desk_update d WHERE d.state IN ('dead', 'waiting') AND d.account = a.id
				AND d.received_at > $1::timestamptz - interval '7 days') u
		WHERE a.channel = 'desk' ORDER BY a.id`,
};
