import type { Shop, Statement } from "#core/shop.ts";
import {
	DUE,
	ENDED,
	HANDED_BACK,
	LATE,
	MET,
	OF_BOT,
	OUTCOME,
	OVER,
	RESOLVED_BY_BOT,
	SCORED,
	SOLD,
	WAITING,
	WAITING_SINCE,
} from "./measures-sql.ts";
import type { Period } from "./period.ts";

/** Names of the lists behind the numbers. */
export const BEHIND = [
	"orders",
	"repeat_orders",
	"new_customers",
	"waiting",
	"first",
	"next",
	"human",
	"handling",
	"resolution",
	"handed",
	"resolved",
	"repeats",
	"promises",
	"lost",
	"won",
	"csat",
] as const;
export type BehindName = (typeof BEHIND)[number];

/** A line of such a list: whom it is about and what was counted. */
export type Behind = {
	readonly conversationId: string | null;
	/** Whose conversation it is; null: anybody's. */
	readonly team: string | null;
	readonly customer: {
		readonly id: string;
		readonly firstName: string | null;
		readonly lastName: string | null;
		readonly phone: string | null;
	};
	readonly at: Date;
	/** A length by the clock, and of opening time. */
	readonly wall: number | null;
	readonly open: number | null;
	/** A state, a reason, a promise's text, a score. */
	readonly note: string | null;
	readonly orderNumber: number | null;
	/** Minor units. */
	readonly total: number | null;
};

/** What stands behind a number, the most telling first: the longest waits, the promises that were not kept. */
export async function listBehind(
	shop: Shop,
	{ name, period, limit }: { name: BehindName; period: Period; limit: number },
): Promise<Behind[]> {
	const { statement, needs } = LISTS[name];
	const values: Record<Need, readonly unknown[]> = { period: [period.from, period.until], now: [shop.now()] };
	const rows = await shop.db.written<Row>(statement, [...needs.flatMap((need) => values[need]), limit]);
	return rows.map(({ customerId, firstName, lastName, phone, ...row }) => ({
		...row,
		customer: { id: customerId, firstName, lastName, phone },
	}));
}

type Row = Omit<Behind, "customer"> & {
	readonly customerId: string;
	readonly firstName: string | null;
	readonly lastName: string | null;
	readonly phone: string | null;
};

type Need = "period" | "now";
type List = { readonly statement: Statement; readonly needs: readonly Need[] };

const PERIOD: readonly Need[] = ["period"];
const WITH_NOW: readonly Need[] = ["period", "now"];

/** Columns of a line; each list says where they come from. */
type Columns = { readonly at: string; wall?: string; open?: string; note?: string; number?: string; total?: string };

/** What a list consists of, and what is looked up for those of its lines that are shown. */
type Matter = { readonly table: string; readonly joins: string };

const WITH_CUSTOMER = "JOIN customer k ON k.id = c.customer_id";
const EPISODES: Matter = {
	table: "episode e",
	joins: `JOIN conversation c ON c.id = e.conversation_id ${WITH_CUSTOMER}`,
};
const WAITS: Matter = {
	table: "episode_wait w",
	joins: `JOIN conversation c ON c.id = w.conversation_id ${WITH_CUSTOMER}`,
};
const HANDOFFS: Matter = {
	table: "handoff h",
	joins: `JOIN conversation c ON c.id = h.conversation_id ${WITH_CUSTOMER}`,
};
const PROMISES: Matter = {
	table: "promise p",
	joins: "JOIN conversation c ON c.id = p.conversation_id JOIN customer k ON k.id = p.customer_id",
};
const ORDERS: Matter = {
	table: "shop_order o",
	joins: "JOIN customer k ON k.id = o.customer_id LEFT JOIN conversation c ON c.id = o.conversation_id",
};
const OUTCOMES: Matter = {
	table: "outcome u",
	joins: `JOIN customer k ON k.id = u.customer_id LEFT JOIN shop_order o ON o.id = u.order_id
		LEFT JOIN conversation c ON c.id = coalesce(u.conversation_id, o.conversation_id)`,
};
const SCORES: Matter = {
	table: "feedback f",
	joins: "JOIN customer k ON k.id = f.customer_id LEFT JOIN conversation c ON c.customer_id = k.id",
};
const CONVERSATIONS: Matter = { table: "conversation c", joins: WITH_CUSTOMER };
const CUSTOMERS: Matter = { table: "customer k", joins: "LEFT JOIN conversation c ON c.customer_id = k.id" };

const ORDER: Columns = { at: "o.created_at", note: "o.state::text", number: "o.number", total: "o.total" };
const EPISODE: Columns = { at: "e.began_at", note: "e.team" };

const LISTS: Readonly<Record<BehindName, List>> = {
	orders: list("orders", PERIOD, ORDER, ORDERS, SOLD, "o.created_at DESC"),
	repeat_orders: list(
		"repeat-orders",
		PERIOD,
		ORDER,
		ORDERS,
		`${SOLD} AND EXISTS (SELECT 1 FROM shop_order b WHERE b.customer_id = o.customer_id
			AND b.created_at < o.created_at AND b.state <> 'cancelled')`,
		"o.created_at DESC",
	),
	new_customers: list(
		"new-customers",
		PERIOD,
		{ at: "k.created_at", note: "k.source" },
		CUSTOMERS,
		MET,
		"k.created_at DESC",
	),
	waiting: list(
		"waiting",
		["now"],
		{ at: WAITING_SINCE, wall: `extract(epoch FROM $1::timestamptz - ${WAITING_SINCE})::int`, note: "c.ask_reason" },
		CONVERSATIONS,
		WAITING,
		WAITING_SINCE,
	),
	first: waits("first"),
	next: waits("next"),
	human: waits("human"),
	handling: list(
		"handling",
		WITH_NOW,
		{ at: "e.closed_at", wall: "e.handling", open: "e.handling_open", note: "e.team" },
		EPISODES,
		`${ENDED} AND e.handling > 0`,
		"e.handling DESC",
	),
	resolution: list(
		"resolution",
		WITH_NOW,
		{ at: "e.closed_at", wall: "e.resolution", open: "e.resolution_open", note: "e.team" },
		EPISODES,
		`${ENDED} AND e.resolution IS NOT NULL`,
		"e.resolution DESC",
	),
	handed: list("handed", PERIOD, EPISODE, EPISODES, `${OF_BOT} AND e.handed`, "e.began_at DESC"),
	resolved: list(
		"resolved",
		WITH_NOW,
		{ at: "e.began_at", note: `CASE WHEN ${RESOLVED_BY_BOT} THEN 'resolved' ELSE 'unresolved' END` },
		EPISODES,
		`${OF_BOT} AND ${OVER}`,
		`(${RESOLVED_BY_BOT}), e.began_at DESC`,
	),
	repeats: list(
		"repeats",
		PERIOD,
		{ at: "h.back_at", note: "h.reason" },
		HANDOFFS,
		`${HANDED_BACK} AND h.repeated`,
		"h.back_at DESC",
	),
	promises: list(
		"promises",
		WITH_NOW,
		{ at: "p.due_at", note: "p.state || ': ' || p.text" },
		PROMISES,
		DUE,
		`(${LATE}) DESC, p.due_at DESC`,
	),
	lost: outcomes("lost"),
	won: outcomes("won"),
	csat: list(
		"csat",
		PERIOD,
		{ at: "f.at", note: "f.score || coalesce(': ' || f.comment, '')" },
		SCORES,
		SCORED,
		"f.score, f.at DESC",
	),
};

function waits(kind: "first" | "next" | "human"): List {
	return list(
		kind,
		PERIOD,
		{ at: "w.at", wall: "w.wall", open: "w.open", note: "w.team" },
		WAITS,
		`w.kind = '${kind}' AND w.at >= $1::timestamptz AND w.at < $2::timestamptz`,
		"w.wall DESC",
	);
}

function outcomes(which: "lost" | "won"): List {
	return list(
		which,
		PERIOD,
		{ at: "u.at", note: "u.reason || coalesce(': ' || u.note, '')", number: "o.number", total: "o.total" },
		OUTCOMES,
		`${OUTCOME} AND u.result = '${which}'`,
		"(u.reason = 'unknown') DESC, u.at DESC",
	);
}

/** The lines are picked first, and only then looked up whom they are about: else all that a month brought was joined with all customers. */
function list(
	name: string,
	needs: readonly Need[],
	{
		at,
		wall = "NULL::int",
		open = "NULL::int",
		note = "NULL::text",
		number = "NULL::int",
		total = "NULL::int",
	}: Columns,
	{ table, joins }: Matter,
	where: string,
	order: string,
): List {
	const limit = `$${needs.reduce((sum, need) => sum + (need === "now" ? 1 : 2), 0) + 1}`;
	const [, alias] = table.split(" ");
	const text = `SELECT c.id AS "conversationId", c.team, k.id AS "customerId", k.first_name AS "firstName",
			k.last_name AS "lastName", k.phone, ${at} AS at, ${wall} AS wall, ${open} AS open, (${note})::text AS note,
			${number} AS "orderNumber", ${total} AS total
		FROM (SELECT * FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT ${limit}) ${alias} ${joins}
		ORDER BY ${order}, k.id`;
	return { statement: { name: `behind-${name}`, text }, needs };
}
