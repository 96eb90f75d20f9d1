import type { Shop } from "#core/shop.ts";

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
	const rows = await shop.db.written<CustomerLine>(LIST_CUSTOMERS, [
		...searched(filter.search),
		after ?? null,
		limit + 1,
		filter.tag || null,
		filter.channel || null,
		filter.consent ?? null,
		filter.orderedSince ?? null,
		filter.quietSince ?? null,
		filter.spent ?? null,
		filter.segment || null,
		JSON.stringify(fields),
	]);
	const items = rows.slice(0, limit);
	return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** The words looked for, the end of a phone's number among them, and the number of an order. */
function searched(search = ""): [words: string, phone: string | null, order: number | null] {
	const words = search.trim().slice(0, 100);
	const digits = words.replace(/\D/g, "");
	const order = /^(№|#)?\s*\d{1,9}$/.test(words) ? Number(digits) : null;
	if (digits.length < 4) return [words, null, order];
	// «8 900 …» is written here as it is kept: +7 900 …
	return [words, digits.length >= 10 ? digits.slice(-10) : digits, order];
}

/** Ids are UUIDv7: their order is the order in which customers came. */
const LIST_CUSTOMERS = {
	name: "list-customers",
	text: `SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.phone, c.city,
			ARRAY(SELECT DISTINCT channel FROM identity i WHERE i.customer_id = c.id ORDER BY channel) AS channels,
			ARRAY(SELECT tag FROM customer_tag t WHERE t.customer_id = c.id ORDER BY tag) AS tags,
			coalesce(f.orders_count, 0) AS "ordersCount", coalesce(f.orders_total, 0) AS "ordersTotal",
			f.last_order_at AS "lastOrderAt", c.created_at AS "createdAt",
			coalesce((
				SELECT jsonb_object_agg(a.name, a.value) FROM customer_attribute a
				WHERE a.customer_id = c.id AND a.name IN (SELECT jsonb_array_elements_text($13::jsonb))
			), '{}') AS fields
		FROM customer c LEFT JOIN customer_figures f ON f.customer_id = c.id
		WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL
			AND (
				$1::text = ''
				OR (
					sounds_like($1) ~ '[a-z]'
					AND sounds_like(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')) LIKE '%' || sounds_like($1) || '%'
				)
				OR c.phone LIKE '%' || $2::text || '%'
				OR EXISTS (SELECT FROM shop_order o WHERE o.customer_id = c.id AND o.number = $3::int)
			)
			AND ($4::text IS NULL OR c.id < $4::uuid)
			AND ($6::text IS NULL OR EXISTS (SELECT FROM customer_tag t WHERE t.customer_id = c.id AND t.tag = $6))
			AND ($7::text IS NULL OR EXISTS (SELECT FROM identity i WHERE i.customer_id = c.id AND i.channel = $7))
			AND ($8::text IS NULL OR ($8 = 'given') = coalesce((
				SELECT n.state = 'given' FROM consent n
				WHERE n.customer_id = c.id AND n.purpose = 'advertising' AND n.channel IS NULL
				ORDER BY n.at DESC, n.state DESC LIMIT 1
			), false))
			AND ($9::timestamptz IS NULL OR f.last_order_at >= $9)
			AND ($10::timestamptz IS NULL OR f.last_order_at IS NULL OR f.last_order_at < $10)
			AND ($11::bigint IS NULL OR f.orders_total >= $11)
			AND ($12::text IS NULL OR EXISTS (
				SELECT FROM segment_spell s WHERE s.segment = $12 AND s.customer_id = c.id AND s.left_at IS NULL
			))
		ORDER BY c.id DESC
		LIMIT $5`,
};
