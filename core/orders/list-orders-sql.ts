import { lettersIn, orderNumberMeant, peopleMeant } from "#core/customers/people-meant.ts";
import type { Statement } from "#core/shop.ts";
import { type Sifted, sift } from "#core/sift.ts";
import { ON_THE_WAY, type OrderFilter } from "./order-filter.ts";
import type { OrderState } from "./order-states.ts";

/** A statement for the ids of a page, the newest first, with its values. */
export type PageOfOrders = { readonly statement: Statement; readonly values: readonly unknown[] };

type Wishes = OrderFilter & { readonly before?: number | undefined };

/**
 * Where a page of the orders meant is looked for; the first place that fills it has it. Words and warehouses mean orders by way of their lines
 * and customers. If they mean many, a page of those is among the latest orders, and to gather all of them would take seconds; if they mean
 * few, indexes find them, and to look through all orders would.
 */
export function pagesOfOrders(wishes: Wishes, { now, count }: { now: Date; count: number }): readonly PageOfOrders[] {
	const { search, wants, warehouseId, ...others } = wishes;
	const sifted = sift(SIEVE, { ...others, ...(wants && { [wants]: now }) }, 2);
	const words = search?.trim() ?? "";
	if (words === "" && warehouseId === undefined) return [page("all", count, sifted, NOTHING)];
	return PLACES.map((place) =>
		page(place, count, sifted, roundabout({ words, warehouseId }, place, sifted.values.length + 2)),
	);
}

/** Among the latest orders, looked at one by one; among all, gathered by indexes. */
const PLACES = ["latest", "found"] as const;
type Place = (typeof PLACES)[number];

/** The set of goods that a statement begins with, and the conditions that use it. */
type Roundabout = {
	readonly name: string;
	readonly sets: string;
	readonly where: string;
	readonly values: readonly unknown[];
};

const NOTHING: Roundabout = { name: "", sets: "", where: "", values: [] };

const LATEST = "(SELECT * FROM shop_order o WHERE true$WHERE ORDER BY o.number DESC LIMIT 2000)";

function page(
	place: Place | "all",
	count: number,
	sifted: Sifted,
	{ name, sets, where, values }: Roundabout,
): PageOfOrders {
	const from = place === "latest" ? LATEST.replace("$WHERE", () => sifted.where) : "shop_order";
	return {
		statement: {
			name: ["list-orders", place, sifted.name, name].join("-"),
			text: `${sets}SELECT o.id FROM ${from} o WHERE true${sifted.where}${where} ORDER BY o.number DESC LIMIT $1`,
			planned: "anew",
		},
		values: [count, ...sifted.values, ...values],
	};
}

const states = (list: readonly OrderState[]) => list.map((state) => `'${state}'`).join(", ");

const SIEVE = {
	before: "o.number < $::int",
	state: "o.state = $::order_state",
	from: "o.created_at >= $::timestamptz",
	until: "o.created_at < $::timestamptz",
	dueFrom: "o.due_from >= $::timestamptz",
	dueUntil: "o.due_from < $::timestamptz",
	slotId: "o.slot_id = $::uuid",
	channel: "o.channel = $::text",
	tag: "EXISTS (SELECT FROM customer_tag t WHERE t.customer_id = o.customer_id AND t.tag = $::text)",
	money: "o.paid_at IS NULL AND o.state NOT IN ('cancelled', 'returned')",
	late: `o.due_to < $::timestamptz AND o.state IN (${states(ON_THE_WAY)})`,
	packing: `o.state IN (${states(["placed", "confirmed", "packed", "ready"])})`,
};

type Ways = { readonly words: string; readonly warehouseId: string | undefined };

function roundabout({ words, warehouseId }: Ways, place: Place, first: number): Roundabout {
	const put = parametersFrom(first);
	const warehouse = warehouseId === undefined ? "" : ` AND (${put.in(WAREHOUSE[place], warehouseId)})`;
	const spoken = words === "" ? NOTHING : meantBy(words, place, put);
	return {
		name: [warehouse && "warehouse", spoken.name].filter(Boolean).join("-"),
		sets: spoken.sets,
		where: `${warehouse}${spoken.where}`,
		values: put.values,
	};
}

/** How people speak of an order: by its number, by whose it is, by what was bought. */
function meantBy(words: string, place: Place, put: Parameters): Roundabout {
	const people = peopleMeant(words);
	const number = orderNumberMeant(words);
	const goods = lettersIn(words) >= 3;
	const ways = [
		...people.map(({ condition, value }) =>
			put.in(
				PEOPLE[place].replace("MEANT", () => condition),
				value,
			),
		),
		...(goods ? [put.in(GOODS[place], words)] : []),
		...(number === undefined ? [] : [put.in(NUMBER[place], number)]),
	];
	const found = place === "latest" ? ways.join(" OR ") : `o.id IN (${ways.join(" UNION ALL ")})`;
	return {
		name: [...people.map(({ way }) => way), goods && "goods", number && "number"].filter(Boolean).join("-"),
		sets: goods ? `WITH ${put.in(WARES, words)} ` : "",
		where: ` AND (${ways.length > 0 ? found : "false"})`,
		values: [],
	};
}

type Parameters = { readonly values: unknown[]; in(text: string, value: unknown): string };

/** Puts a value in the place of each `$`. */
function parametersFrom(first: number): Parameters {
	const values: unknown[] = [];
	return {
		values,
		in(text, value) {
			values.push(value);
			return text.replaceAll("$", () => `$${first + values.length - 1}`);
		},
	};
}

type Spelled = Readonly<Record<Place, string>>;

/**
 * One by one, lines and customers are asked for as a value and not by EXISTS, which PostgreSQL may answer by reading those of all orders at once;
 * and `|| ''` keeps it from bringing a whole warehouse for each order.
 */
const WAREHOUSE: Spelled = {
	latest:
		"o.warehouse_id = $::text OR (SELECT true FROM order_line l WHERE l.order_id = o.id AND l.warehouse_id || '' = $::text LIMIT 1)",
	found: `o.id IN (SELECT w.id FROM shop_order w WHERE w.warehouse_id = $::text
		UNION ALL SELECT l.order_id FROM order_line l WHERE l.warehouse_id = $::text)`,
};

const NUMBER: Spelled = { latest: "o.number = $::int", found: "SELECT n.id FROM shop_order n WHERE n.number = $::int" };

const PEOPLE: Spelled = {
	latest: "(SELECT true FROM customer c WHERE c.id = o.customer_id AND (MEANT))",
	found: "SELECT p.id FROM shop_order p WHERE p.customer_id IN (SELECT c.id FROM customer c WHERE MEANT)",
};

/** Goods are found in the catalogue, and their lines by them; only of what no catalogue knows the lines themselves are read. */
const WARES =
	"wares AS MATERIALIZED (SELECT v.id FROM variant v WHERE v.sounds LIKE '%' || sounds_like($::text) || '%')";
const UNKNOWN_GOODS = "l.variant_id IS NULL AND sounds_like(l.title) LIKE '%' || sounds_like($::text) || '%'";

const GOODS: Spelled = {
	latest: `(SELECT true FROM order_line l WHERE l.order_id = o.id AND (l.variant_id IN (SELECT id FROM wares) OR ${UNKNOWN_GOODS}) LIMIT 1)`,
	found: `SELECT l.order_id FROM order_line l JOIN wares ON wares.id = l.variant_id
		UNION ALL SELECT l.order_id FROM order_line l WHERE ${UNKNOWN_GOODS}`,
};
