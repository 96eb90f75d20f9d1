import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { findGoods } from "./find-goods.ts";
import type { Goods } from "./goods.ts";
import { goodsByLetters } from "./goods-by-letters.ts";
import { readStock, type StockAt } from "./read-stock.ts";
import { similarGoods } from "./similar-goods.ts";

/** A count that is older says nothing: goods are sold over the counter too. */
export const STALE_HOURS = 24;

const SUBSTITUTES = 2;

/** What the numbers allow to be said: it can be promised, it is sold out, or somebody has to look first. */
export type StockAnswer = "have" | "none" | "check";

/** All that staff look up while a customer waits, with the age of each number. */
export type AnswerCard = {
	readonly goods: Goods;
	/** When the price was last set. */
	readonly pricedAt: Date;
	readonly shelves: readonly StockAt[];
	readonly answer: StockAnswer;
	/** In stock, the likest first. */
	readonly substitutes: readonly Goods[];
};

/** Cards of the goods that these letters may mean. */
export async function findAnswerCards(
	shop: Shop,
	{ letters, language, limit = 5 }: { letters: string; language: string; limit?: number },
): Promise<AnswerCard[]> {
	const goods = await goodsByLetters(shop, { letters, language, limit });
	return Promise.all(goods.map((one) => cardOf(shop, one, language)));
}

/** The card of these goods. */
export async function readAnswerCard(
	shop: Shop,
	{ variantId, language }: { variantId: string; language: string },
): Promise<AnswerCard> {
	const [goods] = await findGoods(shop, { ids: [variantId], language });
	if (!goods?.active) throw new Refusal("not-found", "Этого товара у нас нет.");
	return cardOf(shop, goods, language);
}

/** What may be said of these shelves: a fresh one that has some decides, then a stale one leaves it open. */
export function answerOf(shelves: readonly Pick<StockAt, "free" | "ageHours">[]): StockAnswer {
	if (shelves.some((shelf) => shelf.free > 0 && !isStale(shelf))) return "have";
	return shelves.some(isStale) ? "check" : "none";
}

/** Whether the count is too old to be told to anybody. */
export function isStale({ ageHours }: Pick<StockAt, "ageHours">): boolean {
	return ageHours >= STALE_HOURS;
}

async function cardOf(shop: Shop, goods: Goods, language: string): Promise<AnswerCard> {
	// One after the other: sent as a reply, all of it goes over the one connection of the reply's transaction.
	const shelves = await readStock(shop, goods.id);
	const substitutes = await similarGoods(shop, { variantId: goods.id, language, limit: SUBSTITUTES });
	const { pricedAt } = await shop.db.variant.findUniqueOrThrow({ where: { id: goods.id }, select: { pricedAt: true } });
	return { goods, pricedAt, shelves, answer: answerOf(shelves), substitutes };
}
