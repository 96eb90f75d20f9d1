import type { Actor } from "#core/events.ts";
import { inLanguage } from "#core/in-language.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { lockOrder } from "./move-order.ts";
import { orderFact } from "./order-fact.ts";
import { mayStepBack, stateTitle } from "./order-states.ts";

/** A slip of the hand is noticed soon; later, others have acted on what they saw. */
const SLIP_MS = 10 * 60_000;

/** `language`: of whoever reads why it could not be done. */
type StepBack = { readonly orderId: string; readonly actor: Actor; readonly language?: string };

const WORDS = {
	ru: {
		cannot: (number: number, is: string) => `Заказ № ${number} сейчас «${is}»: вернуть этот шаг нельзя.`,
		late: (number: number) => `Заказ № ${number}: прошло больше десяти минут, шаг назад уже не сделать.`,
	},
	en: {
		cannot: (number: number, is: string) => `Order ${number} is “${is}” now: this step cannot be taken back.`,
		late: (number: number) => `Order ${number}: more than ten minutes have passed, too late for a step back.`,
	},
};

/**
 * Undoes the last step of an order, if it was this member's, has only just been made, and set nothing free or spent: goods,
 * slot, coupon and money are as before. Flows are not told: what the customer was sent cannot be unsaid by a second message.
 */
export async function stepBack(shop: Shop, { orderId, actor, language = "ru" }: StepBack): Promise<void> {
	await shop.atomically(async (inside) => {
		const order = await lockOrder(inside, orderId);
		const last = await inside.db.orderChange.findFirst({ where: { orderId }, orderBy: { id: "desc" } });
		const words = inLanguage(language, WORDS);
		if (!last?.from || last.to !== order.state || last.actor !== actor || !mayStepBack(last))
			throw new Refusal("not-allowed", words.cannot(order.number, stateTitle(order, language)));
		if (inside.now().getTime() - last.at.getTime() > SLIP_MS) throw new Refusal("stale", words.late(order.number));
		const back = await inside.db.order.update({
			where: { id: orderId },
			data: {
				state: last.from,
				changedAt: inside.now(),
				changes: { create: { from: order.state, to: last.from, actor, at: inside.now() } },
			},
		});
		await inside.record({
			name: "order.stepped_back",
			customerId: order.customerId,
			actor,
			data: { order: orderFact(back) },
		});
		await noteAudit(inside, {
			actor,
			act: "order.step-back",
			thing: `order:${orderId}`,
			before: { state: order.state },
			after: { state: back.state },
		});
	});
}
