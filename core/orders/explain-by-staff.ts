import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { resultOf } from "./order-states.ts";
import { namedReason, type Reason } from "./reasons.ts";
import { orderMatter, sayOutcome } from "./say-outcome.ts";
import { inquiryMatter } from "./settle-outcome.ts";

/** What a member says of why. */
type Explanation = {
	readonly reason: string;
	readonly note?: string | undefined;
	readonly memberId: string;
};

/** A member says why an order was won, or lost: one tap, for orders that have come to their end. */
export async function explainOrder(
	shop: Shop,
	{ orderId, reason, note, memberId }: Explanation & { orderId: string },
	reasons: readonly Reason[],
): Promise<void> {
	const order = await shop.db.order.findUnique({ where: { id: orderId } });
	if (!order) throw new Refusal("not-found", "There is no such order.");
	const result = resultOf(order.state);
	if (result === "lost" || result === "won") namedReason(reasons, { reason, note, kind: result });
	// An order under way is won already: it was asked for.
	else namedReason(reasons, { reason, note, kind: "won" });
	await sayOutcome(shop, {
		...{ matter: orderMatter(orderId), orderId, result: result ?? "won", reason, note },
		...{ customerId: order.customerId, conversationId: order.conversationId },
		...{ source: "operator", actor: `operator:${memberId}` },
	});
}

/** How long a word about a conversation is about the same inquiry. */
const ONE_INQUIRY_MS = 14 * 86_400_000;

/** A member says why an inquiry came to nothing. */
export async function explainInquiry(
	shop: Shop,
	{ conversationId, reason, note, memberId, zone }: Explanation & { conversationId: string; zone: string },
	reasons: readonly Reason[],
): Promise<void> {
	namedReason(reasons, { reason, note, kind: "lost" });
	const conversation = await shop.db.conversation.findUnique({ where: { id: conversationId } });
	if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
	const since = new Date(shop.now().getTime() - ONE_INQUIRY_MS);
	const before = await shop.db.outcome.findFirst({
		where: { conversationId, orderId: null, at: { gt: since } },
		orderBy: { id: "desc" },
	});
	await sayOutcome(shop, {
		matter: before?.matter ?? inquiryMatter(conversationId, shop.now(), zone),
		...{ customerId: conversation.customerId, conversationId },
		...{ result: "lost", reason, note, source: "operator", actor: `operator:${memberId}` },
	});
}
