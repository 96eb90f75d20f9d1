import { primaryLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import type { Goods } from "./goods.ts";
import { GOODS_IN_CATEGORY } from "./goods-sql.ts";

/** What can be had in a category and those below it, in the order of the shelf. */
export async function browseCategory(
	shop: Shop,
	{ category, language, limit = 200 }: { category: string; language: string; limit?: number },
): Promise<Goods[]> {
	return shop.db.written<Goods>(GOODS_IN_CATEGORY, [primaryLanguage(language), category, limit]);
}
