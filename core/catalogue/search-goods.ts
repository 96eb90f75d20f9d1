import { primaryLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import type { Goods } from "./goods.ts";
import { SEARCH_GOODS } from "./goods-sql.ts";

/** Nobody asks for goods in more than this; what is longer is a letter. */
const LONGEST_QUESTION = 100;

/** Goods that the words may mean: in any form, with a typo, or by the article's number; the likeliest first. */
export async function searchGoods(
	shop: Shop,
	{ words, language, limit = 20 }: { words: string; language: string; limit?: number },
): Promise<Goods[]> {
	const asked = words.normalize("NFC").trim().slice(0, LONGEST_QUESTION);
	if (asked === "") return [];
	return shop.db.written<Goods>(SEARCH_GOODS, [primaryLanguage(language), asked, limit]);
}
