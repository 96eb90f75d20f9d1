import { Checking } from "./checking.ts";
import { fileScope, scopeAt } from "./flow-scope.ts";
import { offsetOf } from "./leaf-place.ts";
import { didYouMean, nearest } from "./nearest.ts";
import type { ReadFile } from "./read-file.ts";
import { textIds } from "./text-ids.ts";
import { checkText, parseText } from "./texts.ts";

/** A translation names texts that exist, and reads the names that the original may read. */
export function checkTranslation(check: Checking): void {
	const flow = check.id.slice(check.id.indexOf(".") + 1);
	const original = originalOf(check, flow);
	// A broken file has lost texts that come back with its repair.
	if (original && original.problems.length > 0) return;
	if (!original) {
		check.unknown("F044", 0, `there is no flow "${flow}" to translate`, flow, check.shelf.flows.keys());
		return;
	}
	checkTexts(check, original, flow);
}

function checkTexts(check: Checking, original: ReadFile, flow: string): void {
	const ids = textIds(original);
	const there = new Checking({ file: original, path: "", id: flow }, check.shelf, check.vocabulary);
	const base = fileScope(there);
	for (const leaf of check.file.leaves) {
		const id = String(leaf.where.path[0] ?? "");
		const counterpart = ids.get(id);
		if (!counterpart) {
			// A warning: one text that is gone must not take the other translations with it.
			const suggestion = nearest(id, ids.keys());
			const at = check.file.places.keyOf(check.file.content, id);
			check.warn("F043", at, `"${id}" is no text of ${flow}${didYouMean(suggestion)}`, suggestion);
			continue;
		}
		const read = parseText(leaf.text);
		const faults = "faults" in read ? read.faults : checkText(read.text, scopeAt(there, base, counterpart));
		for (const { code, message, row, column, suggestion } of faults)
			check.error(code, offsetOf(leaf, check.file.source, row, column), message, suggestion);
	}
}

/** The file whose texts are translated; the shared ones too have words for customers. */
function originalOf({ shelf }: Checking, flow: string): ReadFile | undefined {
	const shared = { _always: shelf.always, _defaults: shelf.defaults, _phrases: shelf.phrases };
	return new Map(Object.entries(shared)).get(flow) ?? shelf.flows.get(flow);
}
