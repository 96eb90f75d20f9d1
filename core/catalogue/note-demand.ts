import type { Shop } from "#core/shop.ts";

/** So long a sale may follow before a question counts as missed. */
export const SALE_DAYS = 7;

/** Something asked for that could not be had: goods, or words that found nothing. */
export type Demand = {
	readonly customerId: string;
	readonly conversationId?: string | undefined;
	readonly variantId?: string | undefined;
	readonly warehouseId?: string | undefined;
	/** In the customer's words. */
	readonly words?: string | undefined;
	/** `search`: words that found nothing; `question`: asked in a dialog; `card`: a member looked it up for them. */
	readonly source: "search" | "question" | "card";
};

/** Notes that somebody wanted what we could not give. The same wish within its week is one wish, asked again. */
export async function noteDemand(shop: Shop, demand: Demand): Promise<void> {
	const { customerId, conversationId, variantId, warehouseId, source } = demand;
	const words = (demand.words ?? "").trim().slice(0, 100);
	if (!variantId && words === "") return;
	const at = shop.now();
	const [again] = await shop.db.written<{ id: string }>(ASK_AGAIN, [
		customerId,
		variantId ?? null,
		words,
		at,
		new Date(at.getTime() - SALE_DAYS * 86_400_000),
	]);
	if (again) return;
	const variant =
		variantId && (await shop.db.variant.findUnique({ where: { id: variantId }, select: { title: true } }));
	await shop.db.unmetDemand.create({
		data: {
			...{ customerId, words, source, at, lastAt: at },
			conversationId: conversationId ?? null,
			variantId: variantId ?? null,
			warehouseId: warehouseId ?? null,
			size: variant ? variant.title : "",
		},
	});
}

/**
 * Whatever was bought settles what had been asked for: the goods themselves, and words that these goods would have
 * answered. Belongs in the order's transaction.
 */
export async function settleDemand(
	shop: Shop,
	{ customerId, orderId, variantIds }: { customerId: string; orderId: string; variantIds: readonly string[] },
): Promise<void> {
	await shop.db.written(SETTLE, [customerId, orderId, JSON.stringify(variantIds), shop.now()]);
}

/** $1: customer, $2: variant or null, $3: words, $4: now, $5: since. */
const ASK_AGAIN = {
	name: "demand-again",
	text: `UPDATE unmet_demand SET times = times + 1, last_at = $4, words = CASE WHEN $3 = '' THEN words ELSE $3 END
		WHERE customer_id = $1::uuid AND settled_at IS NULL AND told_at IS NULL AND at > $5
			AND CASE WHEN $2::uuid IS NULL THEN variant_id IS NULL AND lower(words) = lower($3) ELSE variant_id = $2::uuid END
		RETURNING id`,
};

/** $1: customer, $2: order, $3: variants as JSON, $4: now. */
const SETTLE = {
	name: "demand-settle",
	text: `WITH bought AS (
			SELECT v.id, v.search FROM variant v
			WHERE v.id IN (SELECT id::uuid FROM jsonb_array_elements_text($3::jsonb) AS ids(id))
		)
		UPDATE unmet_demand d SET settled_at = $4, order_id = $2::uuid
		WHERE d.customer_id = $1::uuid AND d.settled_at IS NULL AND EXISTS (
			SELECT FROM bought b WHERE b.id = d.variant_id OR (d.variant_id IS NULL
				AND b.search @@ (websearch_to_tsquery('russian', plain_words(d.words)) || websearch_to_tsquery('english', plain_words(d.words))))
		)`,
};
