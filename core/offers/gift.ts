import { z } from "zod";
import { inLanguage } from "#core/in-language.ts";
import { fromMajor, showMoney } from "#core/money.ts";

/** What an offer gives, as its file says it. */
export type Give =
	| { readonly discount: string | number }
	| { readonly gift: string }
	| { readonly free_delivery: true }
	| { readonly points: number }
	| { readonly membership: string };

/** The same, read. Sums in minor units. */
export type Gift =
	| { readonly kind: "percent"; readonly percent: number }
	| { readonly kind: "sum"; readonly sum: number }
	| { readonly kind: "gift"; readonly title: string }
	| { readonly kind: "free-delivery" }
	| { readonly kind: "points"; readonly points: number }
	| { readonly kind: "membership"; readonly title: string };

/** What the worth of a gift depends on: the goods of the order and what their delivery costs. */
export type Basis = { readonly goodsTotal: number; readonly deliveryFee: number };

const giveFile = z.union([
	z.strictObject({ discount: z.union([z.string().regex(/^\d{1,3}(\.\d+)?\s*%$/), z.number().positive()]) }),
	z.strictObject({ gift: z.string().min(1) }),
	z.strictObject({ free_delivery: z.literal(true) }),
	z.strictObject({ points: z.int().positive() }),
	z.strictObject({ membership: z.string().min(1) }),
]);

/** Reads what a file, or a stored coupon, gives. A bare discount is a sum in major units. */
export function readGift(give: unknown, currency: string): Gift {
	const read = giveFile.parse(give);
	if ("gift" in read) return { kind: "gift", title: read.gift };
	if ("points" in read) return { kind: "points", points: read.points };
	if ("membership" in read) return { kind: "membership", title: read.membership };
	if ("free_delivery" in read) return { kind: "free-delivery" };
	if (typeof read.discount === "number") return { kind: "sum", sum: fromMajor(read.discount, currency).minor };
	return { kind: "percent", percent: Math.min(100, Number.parseFloat(read.discount)) };
}

/** What the gift takes off this order. Never more than the order itself. */
export function discountOf(gift: Gift, { goodsTotal, deliveryFee }: Basis): number {
	switch (gift.kind) {
		case "percent":
			return Math.floor((goodsTotal * gift.percent) / 100);
		case "sum":
			return Math.min(gift.sum, goodsTotal);
		case "free-delivery":
			return deliveryFee;
		case "gift":
		case "points":
		case "membership":
			return 0;
	}
}

/** The gift in the nominative, so that any sentence can be built round it: «скидка 10 %». */
export function giftTitle(gift: Gift, { currency, language }: { currency: string; language: string }): string {
	switch (gift.kind) {
		case "percent":
			return inLanguage(language, { ru: `скидка ${gift.percent} %`, en: `${gift.percent}% off` });
		case "sum": {
			const sum = showMoney({ minor: gift.sum, currency }, language);
			return inLanguage(language, { ru: `скидка ${sum}`, en: `${sum} off` });
		}
		case "free-delivery":
			return inLanguage(language, { ru: "бесплатная доставка", en: "free delivery" });
		case "points":
			return inLanguage(language, { ru: `баллы: ${gift.points}`, en: `${gift.points} points` });
		case "gift":
		case "membership":
			return gift.title;
	}
}
