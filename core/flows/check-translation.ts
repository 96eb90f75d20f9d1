import { type Carried, carryTranslations, isCounted } from "./carry-translations.ts";
import { checkForeignWords } from "./check-foreign-words.ts";
import { advertIn, emptyDeadline, NO_ADVERT } from "./check-purpose.ts";
import { tooLongFor } from "./check-questions.ts";
import { Checking } from "./checking.ts";
import { fileScope, scopeAt } from "./flow-scope.ts";
import { offsetOf } from "./leaf-place.ts";
import { didYouMean, nearest } from "./nearest.ts";
import type { ReadFile } from "./read-file.ts";
import { readTranslation } from "./read-translation.ts";
import type { Leaf } from "./reading.ts";
import type { Scope } from "./scope.ts";
import type { Shelf } from "./shelf.ts";
import { originalsOf, phrasesIdOf, textIdOf, textIds } from "./text-ids.ts";
import { checkText, parseText } from "./texts.ts";
import { hasWords, isStale } from "./translation-file.ts";
import { type Original, written } from "./wording.ts";

/**
 * A translation names texts that exist, and reads the names that the original may read (errors). What is missing or was
 * made from other words is a warning: the customer then reads the original.
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
	const entries = readTranslation(check.file.source.text, check.defaults?.language ?? "ru");
	const originals = originalsOf(original);
	const carried = carryTranslations(entries, originals);
	checkTexts(check, original, carried, flow);
	checkFreshness(check, originals, carried);
	checkForeignWords(check, original);
}

/** The file whose texts are translated; the shared ones too have words for customers. */
export function originalOf(shelf: Shelf, flow: string): ReadFile | undefined {
	const shared = { _always: shelf.always, _defaults: shelf.defaults, _phrases: shelf.phrases };
	return new Map(Object.entries(shared)).get(flow) ?? shelf.flows.get(flow);
}

/** An entry is held against the text whose words it translates, wherever that stands now. */
function checkTexts(check: Checking, original: ReadFile, { of }: Carried, flow: string): void {
	const there = new Checking({ file: original, id: flow }, check.shelf, check.vocabulary);
	const base = fileScope(there);
	const texts = textIds(original);
	const lists = new Set(original.leaves.flatMap((leaf) => phrasesIdOf(leaf) ?? []));
	const homes = new Map([...of].reverse().map(([id, entry]) => [entry.id, id]));
	const homeOf = (id: string) => homes.get(id) ?? id;
	for (const leaf of check.file.leaves) {
		const home = homeOf(String(leaf.where.path[0]));
		const text = texts.get(home);
		if (!text && !lists.has(home)) tellUnknown(check, leaf, [...texts.keys(), ...lists], flow);
		else if ((leaf.lang === "phrase") !== lists.has(home))
			tellKind(check, leaf, text ? "a text is" : "a list of phrases is");
		else if (text) {
			checkWords(check, leaf, scopeAt(there, base, text));
			checkHonesty(check, leaf, text, there);
		}
	}
}

/** What the original may not say or be, its translation may not either: an empty deadline, an advertisement, a label too long. */
function checkHonesty(check: Checking, leaf: Leaf, original: Leaf, there: Checking): void {
	if (original.lang === "label") {
		const fault = tooLongFor(leaf.text, "write it shorter");
		const isShort = textIdOf(original).endsWith(".short");
		if (fault !== undefined && !isShort && !hasShort(there, original)) check.warn("F061", leaf.node.start, fault);
	}
	if (there.file.kind !== "flow") return;
	const deadline = original.lang === "text" ? emptyDeadline(there, leaf) : undefined;
	if (deadline !== undefined) check.warn("F066", leaf.node.start, deadline);
	const advert = there.flow.purpose === "transactional" ? advertIn(there, leaf) : undefined;
	if (advert !== undefined) check.error("F069", leaf.node.start, `${advert} ${NO_ADVERT}`);
}

/** Where there is a `short`, WhatsApp shows that instead. */
function hasShort(there: Checking, label: Leaf): boolean {
	const short = textIdOf(label).replace(/label$/, "short");
	return there.file.leaves.some((leaf) => leaf.lang === "label" && textIdOf(leaf) === short);
}

function tellKind(check: Checking, leaf: Leaf, wanted: string): void {
	check.error("F013", leaf.node.start, `${wanted} expected here`);
}

function checkWords(check: Checking, leaf: Leaf, scope: Scope): void {
	const read = parseText(leaf.text);
	const faults = "faults" in read ? read.faults : checkText(read.text, scope);
	for (const { code, message, row, column, suggestion } of faults)
		check.error(code, offsetOf(leaf, check.file.source, row, column), message, suggestion);
}

/** A warning: one text that is gone must not take the other translations with it. */
function tellUnknown(check: Checking, leaf: Leaf, known: readonly string[], flow: string): void {
	const [id = "", at = 0] = leaf.where.path;
	if (at !== 0) return; // told of the list's first phrase
	const suggestion = nearest(String(id), known);
	const place = check.file.places.keyOf(check.file.content, String(id));
	check.warn("F043", place, `"${id}" is no text of ${flow}${didYouMean(suggestion)}`, suggestion);
}

function checkFreshness(check: Checking, originals: ReadonlyMap<string, Original>, { of }: Carried): void {
	const { places, content } = check.file;
	const missing = [...originals].filter(([id, original]) => !of.has(id) && hasWords(written(original)));
	const [first] = missing;
	if (first !== undefined) {
		// Told once a file, as it is worked off in one go.
		const more = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
		check.warn("F082", 0, `not translated: ${first[0]}${more} — run npm run flows -- translate`);
	}
	for (const [id, entry] of of) {
		if (isStale(entry, originals.get(id) ?? ""))
			check.warn("F083", places.keyOf(content, entry.id), `${CHANGED} — run npm run flows -- translate`);
	}
	const unsure = [...of].find(([id, { original }]) => original === undefined && isCounted(id))?.[1];
	if (unsure && missing.length === 0)
		check.warn("F083", places.keyOf(content, unsure.id), `${UNSURE} — run npm run flows -- translate`);
}

const CHANGED = "the original has changed since this was translated";
const UNSURE = "nothing says which words this translates, and a step put in above would move it";
