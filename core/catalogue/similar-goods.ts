import { primaryLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import type { Goods } from "./goods.ts";
import { SIMILAR_GOODS } from "./goods-sql.ts";

/** What could be offered instead of this, or beside it. */
export async function similarGoods(
	shop: Shop,
	{ variantId, language, limit = 6 }: { variantId: string; language: string; limit?: number },
): Promise<Goods[]> {
	return shop.db.written<Goods>(SIMILAR_GOODS, [primaryLanguage(language), variantId, limit]);
}
