import type { Shop } from "#core/shop.ts";
import { dayNumber, dayNumbered, isoDay } from "#core/zoned-time.ts";
import { MEASURE_DAYS } from "./measures-sql.ts";
import type { Period } from "./period.ts";

/** What a day brought; the sum in minor units. */
export type DaySales = { readonly day: string; readonly orders: number; readonly revenue: number };

/** Each day of a period, those without an order too. */
export async function readDays(shop: Shop, { period, zone }: { period: Period; zone: string }): Promise<DaySales[]> {
	type Row = { day: string; orders: number; revenue: bigint };
	const rows = await shop.db.written<Row>(MEASURE_DAYS, [period.from, period.until, zone]);
	const known = new Map(rows.map((row) => [row.day, row]));
	return daysOf(period, zone).map((day) => {
		const row = known.get(day);
		return { day, orders: row?.orders ?? 0, revenue: Number(row?.revenue ?? 0) };
	});
}

/** The period's end is without it: midnight belongs to the day after. */
function daysOf({ from, until }: Period, zone: string): string[] {
	const first = dayNumber(isoDay(from, zone)) ?? 0;
	const last = dayNumber(isoDay(new Date(until.getTime() - 1), zone)) ?? first;
	return Array.from({ length: Math.max(0, last - first + 1) }, (_, later) => dayNumbered(first + later) ?? "");
}
