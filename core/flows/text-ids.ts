import type { Step } from "./flow-file.ts";
import type { ReadFile } from "./read-file.ts";
import type { Leaf } from "./reading.ts";
import type { Original } from "./wording.ts";

/** The texts of a flow that a customer sees, by text id: step key, then the path of words (§6.4). */
export function textIds(file: ReadFile): Map<string, Leaf> {
	const ids = new Map<string, Leaf>();
	for (const leaf of file.leaves) if (leaf.lang === "text" || leaf.lang === "label") ids.set(textIdOf(leaf), leaf);
	return ids;
}

/** All that a translation holds, in the order of the file: texts, and the phrases of each `says` and `also`. */
export function originalsOf(file: ReadFile): Map<string, Original> {
	const originals = new Map<string, Original>();
	for (const leaf of file.leaves) {
		if (leaf.lang === "text" || leaf.lang === "label") originals.set(textIdOf(leaf), leaf.text);
		const list = phrasesIdOf(leaf);
		if (list !== undefined) originals.set(list, [...(originals.get(list) ?? []), leaf.text]);
	}
	return originals;
}

/** `start.0.says`, `during.2.says`, `operator.says`, `more.options.checkout.also`; nothing for what is no such phrase. */
export function phrasesIdOf(leaf: Leaf): string | undefined {
	const word = leaf.where.path.at(-2);
	if (leaf.lang !== "phrase" || (word !== "says" && word !== "also")) return undefined;
	return textIdOf(leaf).replace(/\.\d+$/, "");
}

/** `confirm_order.text`, `more.options.checkout.label`, `qty.reject.0.say`, `steps[3].text`; outside steps the bare path. */
export function textIdOf({ where }: Leaf): string {
	const step = where.step as Step | undefined;
	if (!step) return (where.path[0] === "always" ? where.path.slice(1) : where.path).join(".");
	// A message is what its step says: whether it is written short or as a map makes no other text of it.
	const words = step.verb === "say" && where.words[0] === "say" ? where.words.slice(1) : where.words;
	return [step.key, ...words].join(".");
}
