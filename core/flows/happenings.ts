import type { Happening } from "./flow-file.ts";

/** The words that say on what a rule or a tip comes. */
export const HAPPENINGS = ["event", "unanswered", "unpacked", "late", "due", "stock_under"] as const;
export type HappeningWord = (typeof HAPPENINGS)[number];

/** The one that a checked file has. */
export function happeningOf(file: Happening): HappeningWord {
	const word = HAPPENINGS.find((one) => file[one] !== undefined);
	if (!word) throw new Error("a file without its happening was loaded");
	return word;
}

/** Whether it belongs to no customer. */
export function isOfNobody(word: HappeningWord, event?: unknown): boolean {
	return word === "stock_under" || (word === "event" && OF_NOBODY.has(String(event)));
}

const OF_NOBODY: ReadonlySet<string> = new Set(["product.price_dropped", "product.back_in_stock"]);
