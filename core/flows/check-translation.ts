import { Checking } from "./checking.ts";
import { fileScope, scopeAt } from "./flow-scope.ts";
import { offsetOf } from "./leaf-place.ts";
import { didYouMean, nearest } from "./nearest.ts";
import type { ReadFile } from "./read-file.ts";
import type { Leaf } from "./reading.ts";
import type { Shelf } from "./shelf.ts";
import { textIds } from "./text-ids.ts";
import { checkText, parseText } from "./texts.ts";
import { hasChanged, hasWords, isUntranslated, readTranslation } from "./translation-file.ts";

/**
 * A translation names texts that exist, and reads the names that the original may read (errors). What is missing or was
 * made from other words is a warning: the customer then reads the original, or what it once said.
 */
export function checkTranslation(check: Checking): void {
	const flow = check.id.slice(check.id.indexOf(".") + 1);
	const original = originalOf(check.shelf, flow);
	// A broken file has lost texts that come back with its repair.
	if (original && original.problems.length > 0) return;
	if (!original) {
		check.unknown("F044", 0, `there is no flow "${flow}" to translate`, flow, check.shelf.flows.keys());
		return;
	}
	const ids = textIds(original);
	checkTexts(check, original, ids, flow);
	checkFreshness(check, ids);
}

/** The file whose texts are translated; the shared ones too have words for customers. */
export function originalOf(shelf: Shelf, flow: string): ReadFile | undefined {
	const shared = { _always: shelf.always, _defaults: shelf.defaults, _phrases: shelf.phrases };
	return new Map(Object.entries(shared)).get(flow) ?? shelf.flows.get(flow);
}

function checkTexts(check: Checking, original: ReadFile, ids: ReadonlyMap<string, Leaf>, flow: string): void {
	const there = new Checking({ file: original, id: flow }, check.shelf, check.vocabulary);
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

function checkFreshness(check: Checking, ids: ReadonlyMap<string, Leaf>): void {
	const { source, places, content } = check.file;
	const entries = readTranslation(source.text, check.defaults?.language ?? "ru");
	const done = new Set(entries.filter((entry) => !isUntranslated(entry)).map(({ id }) => id));
	const missing = [...ids].filter(([id, { text }]) => !done.has(id) && hasWords(text)).map(([id]) => id);
	const [first] = missing;
	if (first !== undefined) {
		// Told once a file, as it is worked off in one go.
		const more = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
		check.warn("F082", 0, `not translated: ${first}${more} — run npm run flows -- translate`);
	}
	for (const entry of entries) {
		const original = ids.get(entry.id);
		if (!original || isUntranslated(entry) || !hasChanged(entry, original.text)) continue;
		const at = places.keyOf(content, entry.id);
		check.warn("F083", at, "the original has changed since this was translated — run npm run flows -- translate");
	}
}
