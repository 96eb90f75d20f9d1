import type { Errands } from "#core/errands.ts";
import type { Shop } from "#core/shop.ts";
import { isoDay } from "#core/zoned-time.ts";
import { type Digest, digestFor, storedDigest } from "./digest.ts";
import type { InsightRules } from "./insight-rules.ts";

/**
 * Keeper of `make-digest`: writes the morning's digest and has it told. A day that is over needs none any more: after a
 * week without power nobody reads seven.
 */
export function digestMaker({ rules, told }: { rules: () => InsightRules; told: (day: string) => void }) {
	return async (shop: Shop, { day }: Errands["make-digest"]): Promise<void> => {
		const current = rules();
		if (isoDay(shop.now(), current.zone) !== day) return;
		const known = await shop.db.digest.findUnique({ where: { day } });
		if (!known) {
			const content = await digestFor(shop, { day, rules: current });
			await shop.db.digest.createMany({
				data: { day, content: JSON.parse(JSON.stringify(content)), madeAt: shop.now() },
				skipDuplicates: true,
			});
		}
		told(day);
	};
}

/**
 * Gives the day's digest to whoever posts it, once over all processes and restarts: a morning without a digest is better
 * than two. Null: there is none yet, or it has been taken.
 */
export async function takeDigest(shop: Shop, { day }: { readonly day: string }): Promise<Digest | null> {
	const [row] = await shop.db.written<{ content: unknown }>(TAKE, [day, shop.now()]);
	return row ? storedDigest.parse(row.content) : null;
}

const TAKE = {
	name: "digest-take",
	text: "UPDATE digest SET posted_at = $2::timestamptz WHERE day = $1 AND posted_at IS NULL RETURNING content",
};
