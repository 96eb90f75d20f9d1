import { inSeconds, parseDuration } from "#core/flows/durations.ts";
import { happeningOf } from "#core/flows/happenings.ts";
import { major } from "#core/flows/shop-records.ts";
import { valueFrom } from "#core/flows/types.ts";
import type { Shop } from "#core/shop.ts";
import { meet } from "./meet.ts";
import type { Occurrence } from "./occurrence.ts";
import type { RuleParts } from "./rule-parts.ts";
import { type Brought, FORGET_STOCKED, TIME_SQL } from "./time-sql.ts";
import type { Watcher } from "./watcher.ts";

const LOOK_MS = 60_000;

/**
 * Looks for what only time brings: who waits too long, which order is late, what runs low. One file's trouble is no other's.
 * Gives when to look again; nothing, if no file asks for the time.
 */
export async function watchTime(shop: Shop, parts: RuleParts, watchers: readonly Watcher[]): Promise<Date | undefined> {
	const timed = watchers.filter(({ file }) => file.event === undefined);
	for (const watcher of timed)
		try {
			for (const occurrence of await occurrencesOf(shop, parts, watcher)) await meet(shop, parts, watcher, occurrence);
		} catch (error) {
			parts.log.warn("a rule could not be followed", { rule: watcher.name, error });
		}
	return timed.length > 0 ? new Date(shop.now().getTime() + LOOK_MS) : undefined;
}

/** Causes whose moment has come and that this file is not done with yet. */
async function occurrencesOf(shop: Shop, { currency }: RuleParts, { name, file }: Watcher): Promise<Occurrence[]> {
	const word = happeningOf(file);
	if (word === "event") return [];
	if (word === "stock_under") {
		const least = file.stock_under ?? 0;
		// Whoever has been filled up may run low again, and is told of again.
		await shop.db.written(FORGET_STOCKED, [name, least]);
		const rows = await shop.db.written<Brought>(TIME_SQL.stock_under, [name, least]);
		return rows.map((row) => occurrenceOf(row, currency));
	}
	const seconds = inSeconds(parseDuration(file[word] ?? "") ?? { days: 0, seconds: 0 });
	const rows = await shop.db.written<Brought>(TIME_SQL[word], [name, shop.now(), seconds]);
	return rows.map((row) => occurrenceOf(row, currency));
}

/** Sums in major units, as formulas read them. */
function occurrenceOf({ cause, customerId, event }: Brought, currency: string): Occurrence {
	const { order, product, ...rest } = event;
	return {
		cause,
		customerId,
		event: {
			id: cause,
			...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, valueFrom(value)])),
			...(order && { order: { ...order, total: major(order.total, order) } }),
			...(product && { product: { ...product, price: major(product.price, { currency }) } }),
		},
	};
}
