import { readShopFacts } from "#core/catalogue/shop-facts.ts";
import type { Actor } from "#core/events.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { slotsAhead } from "./list-slots.ts";
import type { DeliveryKind } from "./order-states.ts";

/** A span of days, as instants. */
type Days = { readonly from: Date; readonly until: Date };

/** As far ahead as a day can be closed. */
const FARTHEST_DAYS = 30;

/** Slots of some days, taken ones too, for whoever plans them. */
export async function readSlots(shop: Shop, { from, until }: Days) {
	const rows = await shop.db.deliverySlot.findMany({
		where: { startsAt: { gte: from, lt: until } },
		orderBy: [{ startsAt: "asc" }, { delivery: "asc" }],
	});
	return rows.map(({ delivery, ...slot }) => ({ ...slot, delivery: kindOf(delivery) }));
}

/** Opens what the rules say of these days, as far as nobody has opened it before. */
export async function openSlots(
	shop: Shop,
	{ delivery, zone, from, until, ahead }: Days & { delivery: DeliveryKind; zone: string; ahead?: number },
): Promise<void> {
	const rules = (await readShopFacts(shop)).slots[delivery];
	const wanted = slotsAhead({ ...rules, ahead: ahead ?? rules.ahead }, shop.now(), zone).filter(
		({ startsAt }) => startsAt >= from && startsAt < until,
	);
	await shop.db.deliverySlot.createMany({
		data: wanted.map((slot) => ({ ...slot, delivery, capacity: rules.capacity })),
		skipDuplicates: true,
	});
}

/** A slot takes more orders, or fewer: never fewer than it has. */
export async function setSlotCapacity(
	shop: Shop,
	{ slotId, capacity, actor }: { slotId: string; capacity: number; actor: Actor },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const [slot] = await inside.db.written<{ taken: number; capacity: number }>(LOCK_SLOT, [slotId]);
		if (!slot) throw new Refusal("not-found", "There is no such slot.");
		if (capacity < slot.taken)
			throw new Refusal("not-allowed", `В этом слоте уже ${slot.taken} заказов: меньше мест сделать нельзя.`);
		await inside.db.deliverySlot.update({ where: { id: slotId }, data: { capacity } });
		await noteAudit(inside, {
			...{ actor, act: "slot.capacity", thing: `slot:${slotId}` },
			...{ before: { capacity: slot.capacity }, after: { capacity } },
		});
	});
}

/** A day takes no more orders of that kind, or takes them again; those it has stay. */
export async function changeDay(
	shop: Shop,
	{
		day,
		delivery,
		to,
		zone,
		from,
		until,
		actor,
	}: Days & {
		day: string;
		delivery: DeliveryKind;
		to: "open" | "closed";
		zone: string;
		actor: Actor;
	},
): Promise<void> {
	const { capacity } = (await readShopFacts(shop)).slots[delivery];
	await shop.atomically(async (inside) => {
		// A day that nobody has looked at yet is closed as well, or it would open by itself.
		await openSlots(inside, { delivery, zone, from, until, ahead: FARTHEST_DAYS });
		await inside.db.written(CHANGE_DAY, [delivery, from, until, to === "open" ? capacity : 0]);
		await noteAudit(inside, { actor, act: `slots.${to}`, thing: `day:${day}`, after: { delivery } });
	});
}

/** Whatever stands in the table besides is fetched by nobody. */
function kindOf(delivery: string): DeliveryKind {
	return delivery === "courier" ? "courier" : "pickup";
}

const LOCK_SLOT = {
	name: "lock-slot",
	text: "SELECT taken, capacity FROM delivery_slot WHERE id = $1::uuid FOR UPDATE",
};

/** $4: places; none are taken away from whoever has one. */
const CHANGE_DAY = {
	name: "change-delivery-day",
	text: `UPDATE delivery_slot SET capacity = greatest(taken, $4)
		WHERE delivery = $1 AND starts_at >= $2 AND starts_at < $3`,
};
