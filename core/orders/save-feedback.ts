import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** Keeps what a customer thought of it; the same key twice is one answer. */
export async function saveFeedback(
	shop: Shop,
	feedback: {
		customerId: string;
		kind: string;
		score: number | null;
		comment: string | null;
		orderId: string | null;
		/** What it is about, if it is about goods. */
		variantId: string | null;
		key: string;
	},
): Promise<void> {
	const { customerId, kind, score, comment, orderId, variantId, key } = feedback;
	if (kind === "" || kind.length > 60) throw new Refusal("invalid", "A kind of feedback has 1 to 60 letters.");
	const { count } = await shop.db.feedback.createMany({
		data: {
			customerId,
			kind,
			score,
			comment: comment?.slice(0, 4000) ?? null,
			orderId,
			variantId,
			key,
			at: shop.now(),
		},
		skipDuplicates: true,
	});
	if (count > 0)
		await shop.record({ name: "feedback.given", customerId, actor: "customer", stage: "care", data: { kind, score } });
}
