import type { Hands } from "#core/flows/hands.ts";
import { segmentOccasions } from "#core/flows/start-place.ts";
import type { Book } from "#core/flows/talk.ts";
import type { Shop } from "#core/shop.ts";

/** What segments are counted with; main.ts hands it in. */
export type SegmentParts = {
	/** The conditions of all segments as they are now, by name. */
	readonly conditions: () => ReadonlyMap<string, string>;
	/** The flows that may start by somebody's entering or leaving. */
	readonly book: () => Pick<Book, "newest">;
	readonly read: Hands["read"];
	readonly zone: string;
	readonly currency: string;
	readonly log: {
		info(message: string, fields?: Record<string, unknown>): void;
		warn(message: string, fields?: Record<string, unknown>): void;
	};
};

/** Somebody's spell in a segment has begun, or ended. */
export type Move = { readonly customer: string; readonly trigger: "enters" | "leaves"; readonly at: Date };

/** Promises the flows that start by these moves, in the transaction that moved them: once a spell, as the key is its moment. */
export async function promiseStarts(
	inside: Shop,
	{ book }: Pick<SegmentParts, "book">,
	segment: string,
	moves: readonly Move[],
): Promise<void> {
	for (const { customer, trigger, at } of moves)
		for (const occasion of segmentOccasions(book(), { trigger, segment, at }))
			await inside.later(
				"tell-occasion",
				{ customerId: customer, occasion: { ...occasion, firesAt: at.toISOString() } },
				{ key: `occasion ${occasion.flow} ${occasion.key} ${customer}` },
			);
}
