import type { Shop, Statement } from "#core/shop.ts";
import { type Sifted, sift } from "#core/sift.ts";
import { orderNumberMeant, peopleMeant } from "./people-meant.ts";

/** A customer as a line of the list. Sums in minor units. */
export type CustomerLine = {
	readonly id: string;
	readonly firstName: string | null;
	readonly lastName: string | null;
	readonly phone: string | null;
	readonly city: string | null;
	/** On which they were ever heard. */
	readonly channels: readonly string[];
	readonly tags: readonly string[];
	readonly ordersCount: number;
	readonly ordersTotal: bigint;
	readonly lastOrderAt: Date | null;
	readonly createdAt: Date;
	/** Fields of the shop's own that were asked for, by their ids. */
	readonly fields: Readonly<Record<string, unknown>>;
};

/** Which customers are meant; what is absent does not matter. */
export type CustomerFilter = {
	readonly search?: string | undefined;
	readonly tag?: string | undefined;
	/** On which they were ever heard. */
	readonly channel?: string | undefined;
	/** Whether they take advertising. */
	readonly consent?: "given" | "none" | undefined;
	/** Ordered last since, or not since. */
	readonly orderedSince?: Date | undefined;
	readonly quietSince?: Date | undefined;
	/** Spent so much, in minor units. */
	readonly spent?: number | undefined;
	/** Is in it now. */
	readonly segment?: string | undefined;
};

/** A page of customers, the newest first, and the mark after which the next page begins. */
export type CustomerPage = { readonly items: CustomerLine[]; readonly next: string | null };

/** Customers, all or those meant: by a part of the name (typos forgiven), of the phone, the number of an order, and by what we know. */
export async function listCustomers(
	shop: Shop,
	{
		after,
		limit = 50,
		fields = [],
		...filter
	}: CustomerFilter & { after?: string | undefined; limit?: number; fields?: readonly string[] } = {},
): Promise<CustomerPage> {
	const { name, where, values } = customersMeant({ ...filter, after }, 3);
	const rows = await shop.db.written<CustomerLine>(listOf(name, where), [limit + 1, JSON.stringify(fields), ...values]);
	const items = rows.slice(0, limit);
	return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** The filter as the database understands it. */
function customersMeant(
	{ search, consent, ...filter }: CustomerFilter & { after?: string | undefined },
	first: number,
): Sifted {
	const wishes = {
		...filter,
		tag: filter.tag || null,
		channel: filter.channel || null,
		segment: filter.segment || null,
	};
	const sifted = sift(SIEVE, { ...wishes, ...(consent && { [consent]: true }) }, first);
	const words = (search ?? "").trim().slice(0, 100);
	return words === "" ? sifted : narrowed(sifted, words, first + sifted.values.length);
}

/** Those of them whom the words may mean. */
function narrowed({ name, where, values }: Sifted, words: string, first: number): Sifted {
	const number = orderNumberMeant(words);
	const ways = [
		...peopleMeant(words).map(({ condition, ...way }) => ({
			...way,
			found: `SELECT c.id FROM customer c WHERE ${condition}`,
		})),
		...(number === undefined
			? []
			: [{ way: "order", found: "SELECT o.customer_id FROM shop_order o WHERE o.number = $::int", value: number }]),
	];
	const found = ways.map(({ found }, place) => found.replaceAll("$", () => `$${first + place}`));
	return {
		name: [name, ...ways.map(({ way }) => way)].join("-"),
		where: `${where} AND ${found.length === 0 ? "false" : `c.id IN (${found.join(" UNION ")})`}`,
		values: [...values, ...ways.map(({ value }) => value)],
	};
}

const TAKES_ADVERTISING = `coalesce((
	SELECT n.state = 'given' FROM consent n
	WHERE n.customer_id = c.id AND n.purpose = 'advertising' AND n.channel IS NULL
	ORDER BY n.at DESC, n.state DESC LIMIT 1
), false)`;

const SIEVE = {
	after: "c.id < $::uuid",
	tag: "EXISTS (SELECT FROM customer_tag t WHERE t.customer_id = c.id AND t.tag = $::text)",
	channel: "EXISTS (SELECT FROM identity i WHERE i.customer_id = c.id AND i.channel = $::text)",
	given: TAKES_ADVERTISING,
	none: `NOT ${TAKES_ADVERTISING}`,
	orderedSince: "f.last_order_at >= $::timestamptz",
	quietSince: "f.last_order_at IS NULL OR f.last_order_at < $::timestamptz",
	spent: "f.orders_total >= $::bigint",
	segment:
		"EXISTS (SELECT FROM segment_spell s WHERE s.segment = $::text AND s.customer_id = c.id AND s.left_at IS NULL)",
};

/** Ids are UUIDv7: their order is the order in which customers came. What a line shows is read for those of the page only. */
function listOf(name: string, where: string): Statement {
	return {
		name: `list-customers-${name}`,
		text: `WITH page AS MATERIALIZED (
			SELECT c.id FROM customer c LEFT JOIN customer_figures f ON f.customer_id = c.id
			WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL${where}
			ORDER BY c.id DESC LIMIT $1
		)
		SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.phone, c.city,
			ARRAY(SELECT DISTINCT channel FROM identity i WHERE i.customer_id = c.id ORDER BY channel) AS channels,
			ARRAY(SELECT tag FROM customer_tag t WHERE t.customer_id = c.id ORDER BY tag) AS tags,
			coalesce(f.orders_count, 0) AS "ordersCount", coalesce(f.orders_total, 0) AS "ordersTotal",
			f.last_order_at AS "lastOrderAt", c.created_at AS "createdAt",
			coalesce((
				SELECT jsonb_object_agg(a.name, a.value) FROM customer_attribute a
				WHERE a.customer_id = c.id AND a.name IN (SELECT jsonb_array_elements_text($2::jsonb))
			), '{}') AS fields
		FROM page JOIN customer c USING (id) LEFT JOIN customer_figures f ON f.customer_id = c.id
		ORDER BY c.id DESC`,
		planned: "anew",
	};
}
