import { inLanguage } from "#core/in-language.ts";
import { showMoney } from "#core/money.ts";
import { type AnswerCard, isStale } from "./answer-card.ts";
import type { Goods } from "./goods.ts";

/** The card as the customer reads it, in their language. A number that is too old is not told: we say that we will look. */
export function answerText(card: AnswerCard, language: string): string {
	const { goods } = card;
	const price = showMoney({ minor: goods.price, currency: goods.currency }, language);
	return `«${goods.title}» — ${price}. ${stockText(card, language)}`;
}

function stockText(card: AnswerCard, language: string): string {
	switch (card.answer) {
		case "have":
			return inLanguage(language, { ru: `Есть: ${placesOf(card)}.`, en: `In stock: ${placesOf(card)}.` });
		case "check":
			return inLanguage(language, {
				ru: "Наличие уточним и сразу напишем.",
				en: "We will check whether it is in stock and write to you.",
			});
		case "none":
			return [soldOut(card, language), insteadText(card.substitutes, language)].filter(Boolean).join(" ");
	}
}

/** «Магазин — 5 шт., Погреб — 2 шт.»: shelves that were counted lately. */
function placesOf({ goods, shelves }: AnswerCard): string {
	return shelves
		.filter((shelf) => shelf.free > 0 && !isStale(shelf))
		.map(({ warehouse, free }) => `${warehouse} — ${free} ${goods.unit.replace(/\.$/, "")}`)
		.join(", ");
}

function soldOut({ shelves }: AnswerCard, language: string): string {
	const days = shelves.flatMap(({ leadDays }) => leadDays ?? []);
	const soonest = days.length > 0 ? Math.min(...days) : null;
	if (soonest === null) return inLanguage(language, { ru: "Сейчас нет.", en: "Sold out at the moment." });
	return inLanguage(language, {
		ru: `Сейчас нет, ждём примерно через ${soonest} дн.`,
		en: `Sold out at the moment, expected in about ${soonest} ${soonest === 1 ? "day" : "days"}.`,
	});
}

function insteadText(substitutes: readonly Goods[], language: string): string {
	if (substitutes.length === 0) return "";
	const named = substitutes
		.map(({ title, price, currency }) => `«${title}» (${showMoney({ minor: price, currency }, language)})`)
		.join(inLanguage(language, { ru: " или ", en: " or " }));
	return inLanguage(language, { ru: `Похожее: ${named}.`, en: `Something like it: ${named}.` });
}
