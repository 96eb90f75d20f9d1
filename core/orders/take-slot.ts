import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { DeliveryKind } from "./order-states.ts";

/** Takes one place in a slot, in the order's transaction. One statement is the judge when two want the last. */
export async function takeSlot(
	shop: Shop,
	{ id, delivery, language }: { id: string; delivery: DeliveryKind; language: string },
): Promise<{ id: string; startsAt: Date; endsAt: Date }> {
	const [slot] = await shop.db.written<{ id: string; startsAt: Date; endsAt: Date }>(TAKE_SLOT, [
		id,
		delivery,
		shop.now(),
	]);
	if (slot) return slot;
	throw new Refusal(
		"taken",
		inLanguage(language, {
			ru: "Это время уже занято, выберите, пожалуйста, другое.",
			en: "This time is taken, please choose another.",
		}),
	);
}

/** Gives the place back: the order was cancelled. */
export async function freeSlot(shop: Shop, id: string): Promise<void> {
	await shop.db.written(FREE_SLOT, [id]);
}

const TAKE_SLOT = {
	name: "take-slot",
	text: `UPDATE delivery_slot SET taken = taken + 1
		WHERE id = $1::uuid AND delivery = $2 AND taken < capacity AND starts_at > $3
		RETURNING id, starts_at AS "startsAt", ends_at AS "endsAt"`,
};

const FREE_SLOT = {
	name: "free-slot",
	text: "UPDATE delivery_slot SET taken = taken - 1 WHERE id = $1::uuid AND taken > 0",
};
