import { randomUUID } from "node:crypto";
import { readShopFacts, type SlotRules } from "#core/catalogue/shop-facts.ts";
import type { Shop } from "#core/shop.ts";
import { addDays, instantOf, parseTimeOfDay, startOfDay, wallClock } from "#core/zoned-time.ts";
import type { DeliveryKind } from "./order-states.ts";

/** A stretch of time that still takes orders. */
export type Slot = {
	readonly id: string;
	readonly delivery: DeliveryKind;
	readonly startsAt: Date;
	readonly endsAt: Date;
	/** Orders that it still takes. */
	readonly left: number;
};

/** Slots that can still be chosen, the soonest first. Those of the days ahead are opened on the way. */
export async function listSlots(
	shop: Shop,
	{ delivery, zone, limit = 12 }: { delivery: DeliveryKind; zone: string; limit?: number },
): Promise<Slot[]> {
	const { slots } = await readShopFacts(shop);
	const rules = slots[delivery];
	const opened = slotsAhead(rules, shop.now(), zone).map((slot) => ({ ...slot, id: randomUUID() }));
	const earliest = new Date(shop.now().getTime() + rules.lead * 60_000);
	return shop.db.written<Slot>(OPEN_SLOTS, [delivery, JSON.stringify(opened), rules.capacity, earliest, limit]);
}

/** The stretches that the rules open from today on, at the shop's clock. */
export function slotsAhead(rules: SlotRules, now: Date, zone: string): { startsAt: Date; endsAt: Date }[] {
	const today = startOfDay(now, zone);
	return Array.from({ length: rules.ahead + 1 }, (_, later) => wallClock(addDays(today, later, zone), zone))
		.filter(({ weekday }) => rules.days.includes(WEEKDAYS[weekday - 1] ?? "mon"))
		.flatMap(({ year, month, day }) =>
			rules.windows.flatMap((written) => {
				const [from, to] = written.split("-").map(parseTimeOfDay);
				if (!from || !to) return [];
				const startsAt = instantOf({ year, month, day, ...from }, zone);
				return [{ startsAt, endsAt: instantOf({ year, month, day, ...to }, zone) }];
			}),
		)
		.filter(({ startsAt }) => startsAt > now);
}

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** What the INSERT has just opened is not yet seen by the SELECT of its own statement, hence the union. */
const OPEN_SLOTS = {
	name: "open-slots",
	text: `WITH opened AS (
			INSERT INTO delivery_slot (id, delivery, starts_at, ends_at, capacity)
			SELECT s.id, $1, s."startsAt", s."endsAt", $3
			FROM jsonb_to_recordset($2::jsonb) AS s(id uuid, "startsAt" timestamptz, "endsAt" timestamptz)
			WHERE NOT EXISTS (SELECT FROM delivery_slot d WHERE d.delivery = $1 AND d.starts_at = s."startsAt")
			ON CONFLICT (delivery, starts_at) DO NOTHING
			RETURNING *
		)
		SELECT id, delivery, starts_at AS "startsAt", ends_at AS "endsAt", capacity - taken AS left
		FROM (SELECT * FROM opened UNION ALL SELECT * FROM delivery_slot) slot
		WHERE delivery = $1 AND starts_at >= $4 AND taken < capacity
		ORDER BY starts_at LIMIT $5`,
};
