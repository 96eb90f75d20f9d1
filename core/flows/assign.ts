import { pickVariant, share, type Weighted } from "#core/chance.ts";
import { type Doing, request, type Turn } from "./turn.ts";

/** The customer's variant: the stored one for good, drawn at first use, drawn anew if it is no longer among them. */
export function* shareOut(
	turn: Turn,
	name: string,
	variants: readonly Weighted[],
): Doing<{ variant: string; u: number }> {
	const u = share(name, turn.talk.customer);
	const known = turn.assignments.get(name) ?? (yield* request({ need: "assignment", name })).variant;
	if (known !== null && variants.some(({ id }) => id === known)) {
		turn.assignments.set(name, known);
		return { variant: known, u };
	}
	const drawn = pickVariant(u, variants);
	if (!drawn) throw new Error(`Nothing can be drawn for "${name}": no variant weighs anything.`);
	turn.assignments.set(name, drawn.id);
	turn.effects.push({ effect: "assignment", name, variant: drawn.id, u });
	return { variant: drawn.id, u };
}
