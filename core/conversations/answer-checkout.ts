import type { Shop } from "#core/shop.ts";
import type { InboxRow } from "./answer-lane.ts";
import type { HeardWhat } from "./heard.ts";
import { settleRow } from "./settle-row.ts";

/** Whether a payment may go on; `why` is for the customer. */
export type CheckoutVerdict = { readonly ok: true } | { readonly ok: false; readonly why: string };

export type Checkout = { readonly payload: string; readonly amount: number; readonly currency: string };

/** How core/orders judges a checkout, and how the messenger is told: best effort, it has ten seconds. */
export type CheckoutDesk = {
	accept(shop: Shop, checkout: Checkout): Promise<CheckoutVerdict>;
	tell(account: string, checkout: string, verdict: CheckoutVerdict): void;
};

/** Answers the messenger's question whether a payment may go on. It has a lane of its own, so nothing holds it up. */
export async function answerCheckout(
	shop: Shop,
	desk: CheckoutDesk,
	row: InboxRow,
	what: Extract<HeardWhat, { kind: "checkout" }>,
): Promise<void> {
	const { checkout, payload, amount, currency } = what;
	const verdict = await shop.atomically(async (inside) => {
		if (!(await settleRow(inside, row))) return;
		return desk.accept(inside, { payload, amount, currency });
	});
	if (verdict) desk.tell(row.account, checkout, verdict);
}
