import type { Checking } from "./checking.ts";
import { normalise } from "./normalise.ts";
import { startOf } from "./places.ts";
import type { ReadFile } from "./read-file.ts";
import type { Leaf } from "./reading.ts";
import { phrasesIdOf, textIdOf } from "./text-ids.ts";

/** A word of a translation that stands for two things of one place: for one of them it would never be heard. */
export function checkForeignWords(check: Checking, original: ReadFile): void {
	const owners = new Map<string, string>();
	for (const leaf of original.leaves) {
		const heard = heardAs(phrasesIdOf(leaf) ?? textIdOf(leaf), leaf);
		if (heard && !owners.has(heard.phrase)) owners.set(heard.phrase, heard.owner);
	}
	for (const leaf of check.file.leaves) {
		const heard = heardAs(String(leaf.where.path[0] ?? ""), leaf);
		if (!heard) continue;
		const owner = owners.get(heard.phrase);
		if (owner === undefined) owners.set(heard.phrase, heard.owner);
		else if (owner !== heard.owner)
			check.warn("F057", startOf(leaf.node), `"${leaf.text}" stands for ${owner} already`);
	}
}

/** A phrase with the place where it is listened for, and what it stands for there: an option, a handler. */
function heardAs(id: string, { text }: Leaf): { phrase: string; owner: string } | undefined {
	const option = /^(.+\.options)\.(\w+)\.(?:also|label|short)$/.exec(id);
	const handler = /^((?:during\.)?)(\w+)\.says$/.exec(id);
	const [, place, owner] = option ?? handler ?? [];
	if (place === undefined || owner === undefined) return undefined;
	return { phrase: `${place} ${normalise(text) || text}`, owner };
}
