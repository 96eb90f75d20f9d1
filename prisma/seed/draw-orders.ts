import type { Dice } from "#core/chance.ts";
import type { OrderState } from "#core/orders/order-states.ts";
import { instantOf, wallClock } from "#core/zoned-time.ts";
import { idAt } from "./demo-ids.ts";
import type { DemoPerson } from "./draw-people.ts";

/** A variant on the shelf, as far as buying goes. */
export type DemoVariant = {
	readonly id: string;
	readonly sku: string;
	readonly title: string;
	readonly price: number;
	readonly demand: number;
};

export type DemoOrder = ReturnType<typeof drawOrder>;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const CANCELLED_BECAUSE = ["changed_mind", "changed_mind", "price", "no_stock", "no_slot", "found", "other"] as const;

/** All orders of one person until now, the oldest first: mostly their favourites, at their own rhythm. */
export function drawOrders(dice: Dice, person: DemoPerson, variants: readonly DemoVariant[], now: Date): DemoOrder[] {
	const favourites = Array.from({ length: dice.int(2, 5) }, () => drawVariant(dice, variants));
	const orders: DemoOrder[] = [];
	let day = person.row.createdAt.getTime();
	while (day < Math.min(person.until.getTime(), now.getTime() - HOUR)) {
		const at = duringTheDay(dice, new Date(day), person.row.zone);
		if (at.getTime() < now.getTime() - HOUR && at >= person.row.createdAt)
			orders.push(drawOrder(dice, person, favourites, variants, at, now));
		day += person.cycle * DAY * (0.6 + dice.next() * 0.8);
	}
	return orders;
}

function drawOrder(
	dice: Dice,
	person: DemoPerson,
	favourites: readonly DemoVariant[],
	variants: readonly DemoVariant[],
	at: Date,
	now: Date,
) {
	const delivery = person.near ? (dice.chance(0.55) ? "courier" : "pickup") : "courier";
	const lines = drawLines(dice, favourites, variants);
	const goodsTotal = lines.reduce((sum, { sum: one }) => sum + one, 0);
	const deliveryFee = delivery === "pickup" || goodsTotal >= 300_000 ? 0 : person.near ? 25_000 : 45_000;
	const path = drawPath(dice, delivery, at, now);
	const last = path.at(-1);
	return {
		row: {
			id: idAt(at, dice),
			customerId: person.row.id,
			state: last?.to ?? "placed",
			currency: "RUB",
			goodsTotal,
			deliveryFee,
			total: goodsTotal + deliveryFee,
			delivery,
			address: delivery === "courier" ? person.row.lastAddress : null,
			discount: 0,
			payment: "on_receipt",
			paidAt: path.find(({ to }) => to === "delivered")?.at ?? null,
			channel: null,
			source: "operator",
			reason: last?.to === "cancelled" ? dice.pick(CANCELLED_BECAUSE) : null,
			createdAt: at,
			changedAt: last?.at ?? at,
		},
		lines,
		path,
	};
}

function drawLines(dice: Dice, favourites: readonly DemoVariant[], variants: readonly DemoVariant[]) {
	const chosen = new Map<string, DemoVariant>();
	for (let count = dice.int(1, 5); count > 0; count--) {
		const variant = dice.chance(0.7) ? dice.pick(favourites) : drawVariant(dice, variants);
		chosen.set(variant.id, variant);
	}
	return [...chosen.values()].map(({ id, sku, title, price }) => {
		const qty = price > 70_000 ? 1 : dice.int(1, 3);
		return { variantId: id, sku, title, qty, price, sum: qty * price };
	});
}

/** What sells well is drawn often. */
function drawVariant(dice: Dice, variants: readonly DemoVariant[]): DemoVariant {
	for (;;) {
		const variant = dice.pick(variants);
		if (dice.next() * 10 < variant.demand) return variant;
	}
}

/** The states an order went through until now, with their moments; a young order is still on its way. */
function drawPath(dice: Dice, delivery: string, at: Date, now: Date): { to: OrderState; at: Date }[] {
	const steps: [OrderState, number][] = [["placed", 0]];
	if (dice.chance(0.05)) steps.push(["cancelled", dice.int(1, 20)]);
	else {
		steps.push(
			["confirmed", 1],
			["packed", dice.int(2, 20)],
			[delivery === "courier" ? "shipped" : "ready", dice.int(1, 6)],
		);
		steps.push(["delivered", dice.int(1, 24)]);
		if (dice.chance(0.012)) steps.push(["returned", dice.int(12, 72)]);
	}
	let moment = at.getTime();
	const path: { to: OrderState; at: Date }[] = [];
	for (const [to, hours] of steps) {
		moment += hours * HOUR;
		if (moment > now.getTime()) break;
		path.push({ to, at: new Date(moment) });
	}
	return path;
}

/** People order while they are awake. */
function duringTheDay(dice: Dice, at: Date, zone: string): Date {
	const { year, month, day } = wallClock(at, zone);
	return instantOf({ year, month, day, hour: dice.int(8, 21), minute: dice.int(0, 59), second: dice.int(0, 59) }, zone);
}
