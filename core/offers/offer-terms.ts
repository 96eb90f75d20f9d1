import type { Give } from "./gift.ts";

/** An offer's file as the business reads it. Sums in minor units. */
export type OfferTerms = {
	readonly offer: string;
	readonly budget: { readonly sum: number; readonly per: BudgetPeriod };
	/** So many within so many days, per customer. */
	readonly perCustomer?: { readonly times: number; readonly days: number };
	/** The least share of the goods' price that must stay after goods and gift are paid. */
	readonly floorMargin?: number;
	/** When a coupon held now ends. */
	readonly until: Date;
};

export type BudgetPeriod = "day" | "week" | "month" | "year" | "ever";

/** A row of `pick`. */
export type OfferRow = { readonly title?: string; readonly give: Give };

/** The period's name, by the shop's calendar: `2026-11`, `2026-11-30`, the Monday of a week. */
export function periodOf(per: BudgetPeriod, day: string): string {
	switch (per) {
		case "day":
			return day;
		case "week":
			return `week of ${mondayOf(day)}`;
		case "month":
			return day.slice(0, 7);
		case "year":
			return day.slice(0, 4);
		case "ever":
			return "ever";
	}
}

function mondayOf(day: string): string {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
	return date.toISOString().slice(0, 10);
}
