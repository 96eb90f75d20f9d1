import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { diffLoaded, type FlowsDiff } from "./diff-flows.ts";
import { loadFlows, readChecked } from "./load.ts";
import type { FlowsText } from "./shelf.ts";
import { storedTexts, takeIn } from "./take-in.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Puts the texts of a folder into use, all or none: with an error anywhere it says no and nothing changes. Every process
 * hears of it and reads what changed; new dialogs begin on the new versions, running ones get new words, finish on their
 * logic, or move where the file says `migrate`. Gives what it did.
 */
export async function applyFlows(
	shop: Shop,
	{
		texts,
		vocabulary,
		actor,
	}: {
		/** As `readFolder` gives them. */
		texts: readonly FlowsText[];
		vocabulary: Vocabulary;
		/** `operator:<member>` or `terminal:<user>`. */
		actor: string;
	},
): Promise<FlowsDiff> {
	const before = readChecked(await storedTexts(shop));
	const after = loadFlows(texts, vocabulary, before);
	const error = after.problems.find(({ severity }) => severity === "error");
	if (error) {
		const place = `${error.file}:${error.line}:${error.column}`;
		throw new Refusal("invalid", `Nothing was applied: ${place} ${error.code} ${error.message}`);
	}
	const diff = await diffLoaded(shop, { before, after });
	await takeIn(shop, after, { actor });
	return diff;
}
