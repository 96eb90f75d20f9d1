import type { Program, Start } from "./program.ts";
import type { Book, Occasion } from "./talk.ts";

/** Which start of the flow's list an occasion is for, and the entry's key, which two starts of a kind must not share. */
export type StartPlace = { readonly start: number; readonly key: string };

/** «Three days before» and «on the day» of one birthday are two occasions: the second start of a kind marks its keys. */
export function placeOf({ start: starts }: Program, start: Start, key: string): StartPlace {
	const rank = starts.filter(({ by }) => by === start.by).indexOf(start);
	return { start: starts.indexOf(start), key: rank > 0 ? `${key}#${rank + 1}` : key };
}

/** The occasions that a customer's entering or leaving a segment is: one a start that names it. Called from above. */
export function segmentOccasions(
	{ newest }: Pick<Book, "newest">,
	{ trigger, segment, at }: { trigger: "enters" | "leaves"; segment: string; at: Date },
): Occasion[] {
	return [...newest.values()].flatMap((program) =>
		program.start.flatMap((start) => {
			if (start.by !== trigger || start.segment !== segment) return [];
			const place = placeOf(program, start, `${segment}/${at.toISOString()}`);
			return [{ flow: program.flow, trigger, firesAt: at, ...place }];
		}),
	);
}
