import type { Wish } from "#core/catalogue/allocate-stock.ts";
import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { findVisit } from "./counter-visits.ts";
import { createOrder } from "./create-order.ts";
import type { Incentives } from "./incentives.ts";
import { moveOrder } from "./move-order.ts";
import { COUNTER } from "./order-states.ts";
import { namedReason, type Reason } from "./reasons.ts";

/** What was sold to whoever has shown their code, and why they bought. */
type Sale = {
	readonly visitId: string;
	readonly memberId: string;
	readonly lines: readonly Wish[];
	readonly couponId?: string | undefined;
	/** Of the won list. */
	readonly reason: string;
	readonly note?: string | undefined;
	/** Goods that the card proposed and they took. */
	readonly offer?: string | undefined;
	readonly language: string;
};

/** A sale over the counter is an order like any other, handed over and paid at once. One visit is one sale, however often it is told. */
export async function sellAtCounter(
	shop: Shop,
	{ visitId, memberId, lines, couponId, reason, note, offer, language }: Sale,
	{ incentives, reasons }: { incentives: Incentives; reasons: readonly Reason[] },
): Promise<{ number: number; total: number; currency: string }> {
	namedReason(reasons, { reason, note, kind: "won" });
	return shop.atomically(async (inside) => {
		await inside.db.written(LOCK_VISIT, [visitId]);
		const visit = await findVisit(inside, { visitId, memberId });
		const { customerId } = visit;
		const id = visit.orderId ?? (await sell(inside, customerId));
		const { number, total, currency } = await inside.db.order.findUniqueOrThrow({ where: { id } });
		return { number, total, currency };
	});

	async function sell(inside: Shop, customerId: string): Promise<string> {
		const actor = `operator:${memberId}` as const;
		const { id } = await createOrder(
			inside,
			{
				...{ customerId, key: `counter ${visitId}`, delivery: "pickup", payment: "on_receipt", channel: COUNTER },
				...{ source: "operator", actor, language, picked: { lines, ...(couponId && { couponId }) } },
			},
			incentives,
		);
		const move = { orderId: id, to: "delivered", actor, reason, ...(note && { note }) } as const;
		await moveOrder(inside, move, incentives);
		await inside.db.counterVisit.update({ where: { id: visitId }, data: { orderId: id, offerId: offer ?? null } });
		await noteAudit(inside, { actor, act: "counter.sale", thing: `order:${id}`, after: { lines, reason, offer } });
		return id;
	}
}

const LOCK_VISIT = { name: "lock-visit", text: "SELECT id FROM counter_visit WHERE id = $1::uuid FOR UPDATE" };
