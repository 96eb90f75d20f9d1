import type { Dice } from "#core/chance.ts";
import { idAt } from "./demo-ids.ts";
import type { DemoPerson } from "./draw-people.ts";

const QUESTIONS = 40;
const DAYS = 27;
/** What people look for in vain. */
const WORDS = ["хлеб без глютена", "кумыс", "халва", "сыр без соли", "перепелиные яйца", "кумыс"] as const;

/** Of some four weeks: what was asked for and could not be had. Goods that were just sold out, and words that find nothing. */
export function drawDemand(
	dice: Dice,
	persons: readonly DemoPerson[],
	variants: readonly { readonly id: string; readonly size: string }[],
	now: Date,
) {
	// The same few things run out again and again.
	const scarce = Array.from({ length: 6 }, () => dice.pick(variants));
	return Array.from({ length: QUESTIONS }, () => {
		const at = new Date(now.getTime() - dice.int(2, DAYS * 24) * 3_600_000);
		const goods = dice.chance(0.7) ? dice.pick(scarce) : undefined;
		return {
			id: idAt(at, dice),
			customerId: dice.pick(persons).row.id,
			variantId: goods?.id ?? null,
			size: goods?.size ?? "",
			words: goods ? "" : dice.pick(WORDS),
			source: goods ? "question" : "search",
			times: dice.chance(0.2) ? 2 : 1,
			at,
			lastAt: at,
		};
	});
}
