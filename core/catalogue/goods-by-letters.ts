import { primaryLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import type { Goods } from "./goods.ts";
import { GOODS_BY_LETTERS } from "./goods-sql.ts";
import { searchGoods } from "./search-goods.ts";

/** Goods whose names hold words that begin like this («мед 2»), or whose article's number does: for whoever is still typing. */
export async function goodsByLetters(
	shop: Shop,
	{ letters, language, limit = 6 }: { letters: string; language: string; limit?: number },
): Promise<Goods[]> {
	const words =
		letters
			.toLowerCase()
			.replaceAll("ё", "е")
			.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (words.length === 0) return [];
	const begun = words.map((word) => `${word}:*`).join(" & ");
	const values = [primaryLanguage(language), begun, letters.trim().toUpperCase(), limit];
	const goods = await shop.db.written<Goods>(GOODS_BY_LETTERS, values);
	// A typo begins no word of ours: then it is a search like any other.
	return goods.length > 0 ? goods : searchGoods(shop, { words: letters, language, limit });
}
