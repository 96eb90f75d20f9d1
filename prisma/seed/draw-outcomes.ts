import { type Dice, pickVariant, type Weighted } from "#core/chance.ts";
import { resultOf } from "#core/orders/order-states.ts";
import { UNKNOWN } from "#core/orders/reasons.ts";
import { type OutcomeSource, orderMatter } from "#core/orders/say-outcome.ts";
import type { DemoOrder } from "./draw-orders.ts";

/** Why people buy here, and how we know; of a fifth nobody does. */
const WON: readonly Why[] = [
	{ id: "own_wish", source: "rule", weight: 34 },
	{ id: "own_wish", source: "operator", weight: 18 },
	{ id: "reminder", source: "rule", weight: 16 },
	{ id: "offer", source: "rule", weight: 8 },
	{ id: "price_drop", source: "rule", weight: 5 },
	{ id: UNKNOWN, source: "unknown", weight: 19 },
];

type Why = Weighted & { readonly source: OutcomeSource };

/** The reason of each order that has come to its end; those under way have none yet. */
export function drawOutcomes(dice: Dice, orders: readonly DemoOrder[]) {
	return orders.flatMap(({ row }) => {
		const result = resultOf(row.state);
		if (!result) return [];
		const why = result === "won" ? wonBecause(dice) : lostBecause(row.state, row.reason, dice);
		return [
			{
				matter: orderMatter(row.id),
				customerId: row.customerId,
				orderId: row.id,
				result,
				...why,
				note: why.reason === "other" ? "Уезжаю, закажу потом" : null,
				actor: why.source === "customer" ? "customer" : why.source === "operator" ? "operator:demo" : "system",
				standing: true,
				at: row.changedAt,
			},
		];
	});
}

function wonBecause(dice: Dice): { reason: string; source: OutcomeSource } {
	const { id, source } = pickVariant(dice.next(), WON) ?? { id: UNKNOWN, source: "unknown" as const };
	return { reason: id, source };
}

/** Nobody gives an order up without a reason: customers tap it, or staff do. */
function lostBecause(state: string, reason: string | null, dice: Dice): { reason: string; source: OutcomeSource } {
	if (state === "returned") return { reason: "quality", source: "operator" };
	return { reason: reason ?? "changed_mind", source: dice.chance(0.6) ? "customer" : "operator" };
}
