import type { Checking } from "./checking.ts";
import { normalise } from "./normalise.ts";
import type { ReadFile } from "./read-file.ts";
import type { Leaf } from "./reading.ts";
import { phrasesIdOf, textIdOf } from "./text-ids.ts";

/** A word of a translation that stands for two things of one place: for one of them it would never be heard. */
export function checkForeignWords(check: Checking, original: ReadFile): void {
	const owners = new Map<string, string>();
	/** Who had the phrase before, if that is somebody else. */
	const claim = ({ phrase, owner }: Heard): string | undefined => {
		const first = owners.get(phrase) ?? owner;
		owners.set(phrase, first);
		return first === owner ? undefined : first;
	};
	for (const leaf of original.leaves) heardAs(phrasesIdOf(leaf) ?? textIdOf(leaf), leaf).map(claim);
	for (const leaf of check.file.leaves) {
		const [before] = heardAs(String(leaf.where.path[0] ?? ""), leaf).map(claim);
		if (before !== undefined) check.warn("F057", leaf.node.start, `"${leaf.text}" stands for ${before} already`);
	}
}

type Heard = { readonly phrase: string; readonly owner: string };

/** A phrase with the place where it is listened for, and what it stands for there: an option, a handler. */
function heardAs(id: string, { text }: Leaf): readonly Heard[] {
	// What is not translated yet, or is put together from values, is no word.
	if (text === "" || text.includes("{")) return [];
	const option = /^(.+\.options)\.(\w+)\.(?:also|label|short)$/.exec(id);
	const handler = /^((?:during\.)?)(\w+)\.says$/.exec(id);
	const [, place, owner] = option ?? handler ?? [];
	if (place === undefined || owner === undefined) return [];
	return [{ phrase: `${place} ${normalise(text) || text}`, owner }];
}
