import { findGoods } from "#core/catalogue/find-goods.ts";
import type { Goods } from "#core/catalogue/goods.ts";
import type { Shop } from "#core/shop.ts";

/** Goods and pieces of one order. */
type OrderedPieces = ReadonlyMap<string, number>;

/**
 * What this customer takes at these hours (`11:00-14:00`, the shop's clock): what was in at least half of the last six orders
 * for such an hour, in the usual amount, as far as it lies there. Fewer than three such orders are no habit yet.
 */
export async function usualOrder(
	shop: Shop,
	{ customerId, language, hours, zone }: { customerId: string; language: string; hours: string; zone: string },
): Promise<{ goods: Goods; qty: number }[]> {
	const [from, to] = hours.split("-").map((time) => time.trim().padStart(5, "0"));
	if (!from || !to) throw new Error(`"${hours}" are no hours: write 11:00-14:00`);
	const rows = await shop.db.written<Row>(LATEST, [customerId, zone, from, to, LOOKED_AT]);
	const usual = usualPieces(ordersOf(rows));
	const found = await findGoods(shop, { ids: [...usual.keys()], language });
	return found.flatMap(({ active, ...goods }) => {
		const qty = usual.get(goods.id) ?? 0;
		return active && goods.stock >= qty ? [{ goods, qty }] : [];
	});
}

const LOOKED_AT = 6;
const HABIT = 3;

/** What at least half of the orders held, each in the middle one of its amounts. */
function usualPieces(orders: readonly OrderedPieces[]): Map<string, number> {
	if (orders.length < HABIT) return new Map();
	const amounts = new Map<string, number[]>();
	for (const order of orders) for (const [id, qty] of order) amounts.set(id, [...(amounts.get(id) ?? []), qty]);
	const often = [...amounts]
		.filter(([, taken]) => taken.length * 2 >= orders.length)
		.sort(([, one], [, other]) => other.length - one.length);
	return new Map(often.map(([id, taken]) => [id, middle(taken)]));
}

/** Of two in the middle the smaller: nobody is given more than they usually take. */
function middle(amounts: readonly number[]): number {
	const sorted = [...amounts].sort((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

type Row = { order_id: string; variant_id: string; qty: number };

function ordersOf(rows: readonly Row[]): OrderedPieces[] {
	const orders = new Map<string, Map<string, number>>();
	for (const { order_id, variant_id, qty } of rows) {
		const pieces = orders.get(order_id) ?? new Map<string, number>();
		orders.set(order_id, pieces.set(variant_id, (pieces.get(variant_id) ?? 0) + qty));
	}
	return [...orders.values()];
}

/** The hour an order was wanted for; where none was named, the hour it was made. */
const LATEST = {
	name: "usual-order",
	text: `SELECT o.id AS order_id, l.variant_id, l.qty
		FROM (
			SELECT id, number FROM shop_order
			WHERE customer_id = $1::uuid AND state NOT IN ('cancelled', 'returned')
				AND to_char(coalesce(due_from, created_at) AT TIME ZONE $2, 'HH24:MI') >= $3
				AND to_char(coalesce(due_from, created_at) AT TIME ZONE $2, 'HH24:MI') < $4
			ORDER BY created_at DESC, number DESC LIMIT $5
		) o JOIN order_line l ON l.order_id = o.id
		WHERE l.variant_id IS NOT NULL AND l.sum > 0
		ORDER BY o.number DESC, l.id`,
};
