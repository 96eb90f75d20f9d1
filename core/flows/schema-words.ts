import { z } from "zod";
import { shallow, shallowStep } from "./schema.ts";
import { bare, branchesOf, insideOf, othersOf, shapeOf } from "./schema-walk.ts";

let known: ReadonlySet<string> | undefined;

/** Every word that may stand before a colon in some file: what looks like one in a text may have been meant as one. */
export function languageWords(): ReadonlySet<string> {
	known ??= new Set([...Object.values(shallow), ...Object.values(shallowStep)].flatMap(wordsOf));
	return known;
}

function wordsOf(schema: z.ZodType): string[] {
	const { inner } = bare(schema);
	if (inner instanceof z.ZodUnion) return branchesOf(inner).flatMap(wordsOf);
	if (inner instanceof z.ZodArray || inner instanceof z.ZodRecord) return wordsOf(insideOf(inner));
	if (!(inner instanceof z.ZodObject)) return [];
	const others = othersOf(inner);
	return [
		...Object.entries(shapeOf(inner)).flatMap(([word, value]) => [word, ...wordsOf(value)]),
		...(others ? wordsOf(others) : []),
	];
}
