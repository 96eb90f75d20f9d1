import { handOverStock, releaseStock } from "#core/catalogue/move-stock.ts";
import { LOCK_FIGURES, REFRESH_FIGURES } from "#core/customers/figures-sql.ts";
import type { Actor, EventName } from "#core/events.ts";
import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Incentives } from "./incentives.ts";
import { orderFact } from "./order-fact.ts";
import { nextStates, type OrderState, resultOf, stateTitle } from "./order-states.ts";
import { orderMatter, sayOutcome } from "./say-outcome.ts";
import { freeSlot } from "./take-slot.ts";

/** Where an order shall go, who wants it and why (an id of _reasons.yaml, or words). */
export type Move = {
	readonly orderId: string;
	readonly to: OrderState;
	readonly actor: Actor;
	readonly reason?: string;
	/** What goes with the reason, in words. */
	readonly note?: string;
	/** Of whoever reads why it could not be done; absent: the shop's. */
	readonly language?: string;
};

/**
 * Takes an order one state further, with all that belongs to it: cancelled, its stock, slot and coupon are free again;
 * delivered, its stock has left the house and what was to be paid on receipt is paid. Moving twice is moving once.
 */
export async function moveOrder(shop: Shop, move: Move, incentives: Incentives): Promise<void> {
	await shop.atomically(async (inside) => {
		const order = await lockOrder(inside, move.orderId);
		if (order.state === move.to) return;
		if (!nextStates(order).includes(move.to)) throw impossible(order, move);
		refuseLossWithoutReason(move);
		await settle(inside, order, move, incentives);
		await note(inside, order, move);
		await explain(inside, order, move);
	});
}

type LockedOrder = Awaited<ReturnType<typeof lockOrder>>;

/** The customer's figures first, then the order: the same way round as when an order is made. */
export async function lockOrder(shop: Shop, orderId: string) {
	const owner = await shop.db.order.findUnique({ where: { id: orderId }, select: { customerId: true } });
	if (!owner) throw new Refusal("not-found", "There is no such order.");
	await shop.db.written(LOCK_FIGURES, [owner.customerId]);
	await shop.db.written(LOCK_ORDER, [orderId]);
	return shop.db.order.findUniqueOrThrow({ where: { id: orderId }, include: { lines: true } });
}

async function settle(shop: Shop, order: LockedOrder, { to }: Move, incentives: Incentives): Promise<void> {
	const portions = order.lines.flatMap(({ variantId, warehouseId, qty }) =>
		variantId && warehouseId ? [{ variantId, warehouseId, qty }] : [],
	);
	if (to === "cancelled") {
		await releaseStock(shop, portions);
		if (order.slotId) await freeSlot(shop, order.slotId);
		if (order.couponId) await incentives.restore(shop, order.id);
	}
	if (to === "delivered") await handOverStock(shop, portions);
}

/** A customer need not explain themselves; whoever of the shop gives an order up does. */
function refuseLossWithoutReason({ to, actor, reason, language = "ru" }: Move): void {
	if (resultOf(to) === "lost" && actor.startsWith("operator:") && !reason?.trim())
		throw new Refusal("invalid", inLanguage(language, WORDS).why);
}

/** Says why it was won or lost, as far as anybody has said; else what happened is asked, after the commit. */
async function explain(shop: Shop, order: LockedOrder, { to, actor, reason, note: words }: Move): Promise<void> {
	const result = resultOf(to);
	if (!result) return;
	if (!reason) return shop.later("settle-outcome", { orderId: order.id });
	await sayOutcome(shop, {
		...{ matter: orderMatter(order.id), orderId: order.id, result, reason, actor, note: words },
		...{ customerId: order.customerId, conversationId: order.conversationId },
		source: actor === "customer" ? "customer" : actor.startsWith("operator:") ? "operator" : "rule",
	});
}

async function note(shop: Shop, order: LockedOrder, { to, actor, reason }: Move): Promise<void> {
	const paidNow = to === "delivered" && order.payment === "on_receipt" && !order.paidAt;
	const moved = await shop.db.order.update({
		where: { id: order.id },
		data: {
			state: to,
			changedAt: shop.now(),
			...(reason && { reason }),
			...(paidNow && { paidAt: shop.now() }),
			changes: { create: { from: order.state, to, actor, reason: reason ?? null, at: shop.now() } },
		},
	});
	await shop.db.written(REFRESH_FIGURES, [JSON.stringify([order.customerId])]);
	const entry = { customerId: order.customerId, actor, data: { order: orderFact(moved) } };
	await shop.record({ name: ENTRY[to], stage: STAGE[to] ?? "paid", ...entry });
	if (paidNow) await shop.record({ name: "order.paid", stage: "paid", ...entry });
}

function impossible(order: LockedOrder, { to, language = "ru" }: Move): Refusal {
	const [is, wanted] = [stateTitle(order, language), stateTitle({ ...order, state: to }, language)];
	return new Refusal("not-allowed", inLanguage(language, WORDS).impossible(order.number, is, wanted));
}

const WORDS = {
	ru: {
		why: "Без причины заказ не отменить: назовите, почему.",
		impossible: (number: number, is: string, wanted: string) =>
			`Заказ № ${number} сейчас «${is}», сделать его «${wanted}» нельзя.`,
	},
	en: {
		why: "An order is not cancelled without a reason: say why.",
		impossible: (number: number, is: string, wanted: string) =>
			`Order ${number} is “${is}” now and cannot become “${wanted}”.`,
	},
};

const LOCK_ORDER = { name: "lock-order", text: "SELECT id FROM shop_order WHERE id = $1::uuid FOR UPDATE" };

const ENTRY = {
	placed: "order.created",
	confirmed: "order.confirmed",
	packed: "order.packed",
	shipped: "order.shipped",
	ready: "order.ready",
	delivered: "order.delivered",
	cancelled: "order.cancelled",
	returned: "order.returned",
} as const satisfies Record<OrderState, EventName>;

const STAGE: Partial<Record<OrderState, string>> = { delivered: "delivered", cancelled: "checkout", returned: "care" };
