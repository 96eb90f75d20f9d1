import type { Shop, Statement } from "#core/shop.ts";
import { addDays, dayNumber, dayNumbered, instantOf, isoDay, startOfDay, wallClock } from "#core/zoned-time.ts";
import type { WorkOff } from "./pump.ts";

/** Days that may be made up for after the shop was closed; older dates have lost their occasion. */
const MOST_MISSED = 31;

/**
 * Promises the errands of each new shop day, once per day over all processes: `begin-day` for every day since the last
 * one, so that a night without power skips no birthday, one `count-segments`, one `sweep-up`, and the morning's digest. Gives when the next day begins.
 */
export function dayWork({ shop, zone }: { shop: Shop; zone: string }): WorkOff {
	let begun: string | undefined;
	return async () => {
		const now = shop.now();
		const today = isoDay(now, zone);
		if (begun !== today) await shop.atomically((inside) => begin(inside, today, zone));
		begun = today;
		return addDays(startOfDay(now, zone), 1, zone);
	};
}

async function begin(shop: Shop, today: string, zone: string): Promise<void> {
	await shop.db.written(FIRST_DAY, [today, shop.now()]);
	const [row] = await shop.db.written<{ day: string; fresh: boolean }>(LAST_DAY, [today]);
	const days = row ? daysAfter(row.day, today) : [];
	const begins = row?.fresh || days.length > 0;
	if (begins) await shop.later("count-segments", { day: today });
	for (const day of row?.fresh ? [today] : days) await shop.later("begin-day", { day });
	if (begins) await shop.later("sweep-up", { day: today });
	// A shop on its first day has no yesterday to tell of.
	if (!row?.fresh && days.length > 0) await shop.later("make-digest", { day: today }, { at: morningOf(today, zone) });
	await shop.db.written(NOTE_DAY, [today, shop.now()]);
}

/** When the digest is read: before the first customers. */
const MORNING = 8;

function morningOf(today: string, zone: string): Date {
	const { year, month, day } = wallClock(new Date(`${today}T12:00:00Z`), "UTC");
	return instantOf({ year, month, day, hour: MORNING }, zone);
}

/** Days after `last` up to `today`, the oldest first. None if the clock was turned back. */
function daysAfter(last: string, today: string): string[] {
	const [from, to] = [dayNumber(last), dayNumber(today)];
	if (from === undefined || to === undefined) return [today];
	const first = Math.max(from + 1, to - MOST_MISSED + 1);
	return Array.from({ length: Math.max(0, to - first + 1) }, (_, later) => dayNumbered(first + later) ?? today);
}

const FIRST_DAY: Statement = {
	name: "day-first",
	text: `INSERT INTO setting (key, value, at) VALUES ('begun-day', jsonb_build_object('day', $1::text, 'fresh', true), $2::timestamptz)
		ON CONFLICT (key) DO NOTHING`,
};

/** The row is the lock: of two processes at midnight the second finds the day begun. */
const LAST_DAY: Statement = {
	name: "day-last",
	text: `SELECT value->>'day' AS day, (value->>'fresh')::boolean IS TRUE AND value->>'day' = $1 AS fresh
		FROM setting WHERE key = 'begun-day' FOR UPDATE`,
};

const NOTE_DAY: Statement = {
	name: "day-note",
	text: `UPDATE setting SET value = jsonb_build_object('day', greatest(value->>'day', $1::text)), at = $2::timestamptz
		WHERE key = 'begun-day'`,
};
