import { primaryLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import type { Goods } from "./goods.ts";
import { GOODS_BY_ID } from "./goods-sql.ts";

/** Goods as found by id: those that are sold out or withdrawn too, as a cart may still hold them. */
export type FoundGoods = Goods & { readonly active: boolean };

/** The goods with these ids, in this order. Ids that nobody has, or that are none, are left out. */
export async function findGoods(
	shop: Shop,
	{ ids, language }: { ids: readonly string[]; language: string },
): Promise<FoundGoods[]> {
	const wanted = ids.filter((id) => UUID.test(id));
	if (wanted.length === 0) return [];
	return shop.db.written<FoundGoods>(GOODS_BY_ID, [primaryLanguage(language), JSON.stringify(wanted)]);
}

/** Ids come from buttons and files, so anything may stand there. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
