import type { Duration } from "#core/flows/durations.ts";
import type { Node, NodeOf } from "#core/flows/formula-tree.ts";
import { isSegmentFunction, type SegmentFunction } from "#core/flows/segment-words.ts";
import { isDuration } from "#core/flows/types.ts";
import type { Writing } from "./condition-sql.ts";
import { type Piece, ZONE } from "./segment-fields.ts";

/** The SQL of a function's call. */
export function callSql(writing: Writing, { fn, args }: NodeOf<"call">): Piece {
	if (!isSegmentFunction(fn)) throw new Error(`${fn}() was accepted in a segment but has no SQL.`);
	return FUNCTIONS[fn](writing, args);
}

/** A length that stands in the formula. */
export function lengthOf(node: Node | undefined): Duration | undefined {
	if (node?.kind === "minus") {
		const length = lengthOf(node.of);
		return length && { days: -length.days, seconds: -length.seconds };
	}
	return node?.kind === "literal" && isDuration(node.value) ? node.value : undefined;
}

type Translate = (writing: Writing, args: readonly Node[]) => Piece;

const TODAY = `($1::timestamptz AT TIME ZONE ${ZONE})::date`;

/** Each says of all customers what core/flows/built-in-functions.ts and shop-functions.ts say of one. */
const FUNCTIONS: Readonly<Record<SegmentFunction, Translate>> = {
	days_since: (writing, [of]) => number(`(${TODAY} - ${day(writing, of)})::numeric`),
	age(writing, [born]) {
		const then = day(writing, born);
		const thisYear = `extract(year FROM ${TODAY})::int`;
		const short = `extract(day FROM make_date(${thisYear}, 3, 1) - 1) = 28`;
		const birthday = `CASE WHEN to_char(${then}, 'MM-DD') = '02-29' AND ${short} THEN '02-28' ELSE to_char(${then}, 'MM-DD') END`;
		const before = `CASE WHEN to_char(${TODAY}, 'MM-DD') COLLATE "C" < (${birthday}) THEN 1 ELSE 0 END`;
		return number(`(${thisYear} - extract(year FROM ${then}) - ${before})::numeric`);
	},
	size(writing, [of]) {
		if (!of) return NOTHING;
		const { kind, sql } = writing.piece(of);
		if (kind === "none") return NOTHING;
		return number(kind === "texts" ? `cardinality(${sql})::numeric` : `char_length(${sql})::numeric`);
	},
	hour(writing, [at]) {
		const sql = at && writing.piece(at).sql;
		return sql === undefined ? NOTHING : number(`extract(hour FROM (${sql}) AT TIME ZONE ${ZONE})`);
	},
	weekday: (writing, [of]) => number(`extract(isodow FROM ${day(writing, of)})`),
	in_segment: (writing, [name]) => ({ kind: "yesno", sql: writing.segment(written(name)) }),
	bought(writing, [goods, within]) {
		const wanted = written(goods);
		const which = /^[0-9a-f-]{36}$/i.test(wanted)
			? `l.variant_id = ${writing.bind(wanted, "uuid")}`
			: `l.sku = ${writing.bind(wanted, "text")}`;
		return number(`(SELECT count(*)::numeric FROM shop_order o WHERE o.customer_id = u.id AND o.paid_at IS NOT NULL
			AND o.state NOT IN ('cancelled', 'returned')${since(writing, within, "o.created_at")}
			AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND ${which}))`);
	},
	happened: (writing, [event, within]) =>
		number(`(SELECT count(*)::numeric FROM diary d WHERE d.customer_id = u.id
			AND d.name = ${writing.bind(written(event), "text")}${since(writing, within, "d.at")})`),
};

const NOTHING: Piece = { kind: "none", sql: "NULL" };

function number(sql: string): Piece {
	return { kind: "number", sql };
}

/** The calendar day of a day or a moment, at the customer's place. */
function day(writing: Writing, node: Node | undefined): string {
	const piece = node ? writing.piece(node) : NOTHING;
	return piece.kind === "datetime" ? `((${piece.sql}) AT TIME ZONE ${ZONE})::date` : `(${piece.sql})::date`;
}

function since(writing: Writing, within: Node | undefined, column: string): string {
	const length = lengthOf(within);
	if (!length) return "";
	return ` AND ${column} >= ${writing.later("$1::timestamptz", { days: -length.days, seconds: -length.seconds })}`;
}

function written(node: Node | undefined): string {
	return node?.kind === "literal" ? String(node.value) : "";
}
