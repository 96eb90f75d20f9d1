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
};

/** A page of customers, the newest first, and the mark after which the next page begins. */
export type CustomerPage = { readonly items: CustomerLine[]; readonly next: string | null };

/** Customers, all or those meant by a part of the name (typos forgiven), of the phone, or by the number of an order. */
export async function listCustomers(
	shop: Shop,
	{ search = "", after, limit = 50 }: { search?: string | undefined; after?: string | undefined; limit?: number } = {},
): Promise<CustomerPage> {
	const words = search.trim().slice(0, 100);
	const digits = words.replace(/\D/g, "");
	const rows = await shop.db.written<CustomerLine>(LIST_CUSTOMERS, [
		words,
		// «8 900 …» is written here as it is kept: +7 900 …
		digits.length >= 10 ? digits.slice(-10) : digits.length >= 4 ? digits : null,
		/^(№|#)?\s*\d{1,9}$/.test(words) ? Number(digits) : null,
		after ?? null,
		limit + 1,
	]);
	const items = rows.slice(0, limit);
	return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Ids are UUIDv7: their order is the order in which customers came. */
const LIST_CUSTOMERS = {
	name: "list-customers",
	text: `SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.phone, c.city,
			ARRAY(SELECT DISTINCT channel FROM identity i WHERE i.customer_id = c.id ORDER BY channel) AS channels,
			ARRAY(SELECT tag FROM customer_tag t WHERE t.customer_id = c.id ORDER BY tag) AS tags,
			coalesce(f.orders_count, 0) AS "ordersCount", coalesce(f.orders_total, 0) AS "ordersTotal",
			f.last_order_at AS "lastOrderAt", c.created_at AS "createdAt"
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
		ORDER BY c.id DESC
		LIMIT $5`,
};
