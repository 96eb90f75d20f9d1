import type { SegmentField } from "#core/flows/segment-words.ts";

/** What kind of value a piece of SQL gives. `none`: nothing at all. */
export type Kind = "text" | "number" | "yesno" | "date" | "datetime" | "duration" | "texts" | "none";

/** A piece of SQL over one customer: `u` the customer, `f` the figures, `t` the thread; $1 is now, $2 the shop's zone, $3 minor units of one major. */
export type Piece = { readonly kind: Kind; readonly sql: string };

/** The zone in which the customer lives. */
export const ZONE = "coalesce(u.zone, $2::text)";

/** The customers that a segment may hold, and what their fields are read of. All three values stand in it, as none may be left over. */
export const FROM_CUSTOMERS = `FROM customer u
	LEFT JOIN customer_figures f ON f.customer_id = u.id
	LEFT JOIN conversation t ON t.customer_id = u.id
	WHERE u.erased_at IS NULL AND u.merged_into_id IS NULL AND ($1::timestamptz, $2::text, $3::numeric) IS NOT NULL`;

/** The SQL of each field that a segment may read; the same values as core/flows/shop-roots.ts gives of one customer. */
export const SEGMENT_SQL: Readonly<Record<SegmentField, Piece>> = {
	now: { kind: "datetime", sql: "$1::timestamptz" },
	"customer.id": text("u.id::text"),
	"customer.first_name": text("u.first_name"),
	"customer.last_name": text("u.last_name"),
	"customer.phone": text("u.phone"),
	"customer.email": text("u.email"),
	"customer.birthday": { kind: "date", sql: "u.birthday" },
	"customer.language": text("u.language"),
	"customer.city": text("u.city"),
	"customer.zone": text(ZONE),
	"customer.likes": { kind: "texts", sql: "u.likes" },
	"customer.tags": {
		kind: "texts",
		sql: "ARRAY(SELECT g.tag FROM customer_tag g WHERE g.customer_id = u.id ORDER BY g.tag)",
	},
	"customer.channels": {
		kind: "texts",
		sql: "ARRAY(SELECT i.channel FROM identity i WHERE i.customer_id = u.id AND i.reachability = 'reachable' GROUP BY i.channel ORDER BY i.channel)",
	},
	"customer.note": text("u.note"),
	"customer.since": { kind: "datetime", sql: "u.created_at" },
	"customer.last_seen_at": { kind: "datetime", sql: "t.last_heard_at" },
	"customer.orders_count": number("coalesce(f.orders_count, 0)::numeric"),
	"customer.orders_total": number("(coalesce(f.orders_total, 0)::numeric / $3::numeric)"),
	"customer.average_order": number(
		"CASE WHEN f.orders_count > 0 THEN coalesce(f.orders_total, 0)::numeric / $3::numeric / f.orders_count END",
	),
	"customer.first_order_at": { kind: "datetime", sql: "f.first_order_at" },
	"customer.last_order_at": { kind: "datetime", sql: "f.last_order_at" },
	"customer.next_order_at": { kind: "date", sql: `(f.next_order_at AT TIME ZONE ${ZONE})::date` },
	"customer.favourite.id": text("(SELECT g.id::text FROM goods g WHERE g.id = f.favourite_variant_id)"),
	"customer.last_order.status": lastOrder("text", "o.state::text"),
	"customer.last_order.delivery": lastOrder("text", "o.delivery::text"),
	"customer.last_order.total": lastOrder("number", "o.total::numeric / $3::numeric"),
	"customer.last_order.paid": lastOrder("yesno", "o.paid_at IS NOT NULL"),
	"customer.last_order.created_at": lastOrder("datetime", "o.created_at"),
	"customer.consent.advertising": consent("advertising"),
	"customer.consent.processing": consent("processing"),
	"cart.count": number(`coalesce((SELECT sum(l.qty)::numeric FROM cart k JOIN cart_line l ON l.cart_id = k.id
		JOIN goods g ON g.id = l.variant_id WHERE k.customer_id = u.id AND k.state = 'open'), 0)`),
	"cart.changed_at": {
		kind: "datetime",
		sql: "(SELECT k.changed_at FROM cart k WHERE k.customer_id = u.id AND k.state = 'open')",
	},
};

function text(sql: string): Piece {
	return { kind: "text", sql };
}

function number(sql: string): Piece {
	return { kind: "number", sql };
}

function lastOrder(kind: Kind, column: string): Piece {
	return {
		kind,
		sql: `(SELECT ${column} FROM shop_order o WHERE o.customer_id = u.id ORDER BY o.created_at DESC, o.number DESC LIMIT 1)`,
	};
}

/** The last word counts, at equal times withdrawal wins; what was said of one channel alone is not asked here. */
function consent(purpose: "advertising" | "processing"): Piece {
	return {
		kind: "yesno",
		sql: `coalesce((SELECT e.state = 'given' FROM consent e WHERE e.customer_id = u.id AND e.purpose = '${purpose}'
			AND e.channel IS NULL ORDER BY e.at DESC, (e.state = 'withdrawn') DESC LIMIT 1), false)`,
	};
}
