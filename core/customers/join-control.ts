/** How strong a word is over who may speak: somebody who speaks, then one who has promised, then one who was called. */
const RANK: Readonly<Record<string, number>> = { human: 3, parked: 2, asked: 1, bot: 0 };

/** Whose control goes on when two conversations become one; of equals the kept one's. */
export function joinControl(
	kept: { readonly control: string },
	absorbed: { readonly control: string },
): "kept" | "absorbed" {
	return (RANK[absorbed.control] ?? 0) > (RANK[kept.control] ?? 0) ? "absorbed" : "kept";
}
