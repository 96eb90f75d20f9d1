import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { BARE_NAME, bareFiles } from "./bare-files.ts";
import { checkAgain, type Found } from "./check.ts";
import type { FlowBook, FlowSettings, LoadedAlways, LoadedFlow } from "./flow-book.ts";
import type {
	OfferFile,
	PhrasesFile,
	ReplyFile,
	RuleFile,
	SegmentFile,
	TipFile,
	TranslationFile,
} from "./flow-file.ts";
import { type FlowTranslation, flowTranslation } from "./flow-translation.ts";
import { hashFile } from "./hash.ts";
import type { Problem } from "./problem.ts";
import { asAlways, asDefaults, asFlow, asReasons, asStages, type ReadFile } from "./read-file.ts";
import { type FlowsText, type Shelf, type Shelved, shelve } from "./shelf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What came of reading a folder: the book to work with, and all that is wrong with its files. */
export interface Loaded {
	book: FlowBook;
	problems: Problem[];
	/** Paths of files that are broken: their last good version is in the book, or nothing. */
	broken: string[];
	/** What the next loading falls back on. */
	good: ReadonlyMap<string, FlowsText>;
	/** What the next loading need not read again. */
	read: readonly Shelved[];
	/** What the next loading need not check again; absent: nothing was checked. */
	found?: Found | undefined;
}

/** Reads all files of a `flows/` folder. Names in problems begin with `shownAs`. Names with a leading dot are not read. */
export function readFolder(folder: string, shownAs = "flows"): FlowsText[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
		.filter((path) => !path.split("/").some((part) => part.startsWith(".")))
		.sort()
		.map((path) => ({ name: `${shownAs}/${path}`, path, text: readFileSync(join(folder, path), "utf8") }));
}

/**
 * Makes a book of the texts of a folder, file by file: a file with an error keeps its last good version, the others
 * load. Shared files that have no good version are replaced by plain ones of ours, so that the shop starts all the same.
 */
export function loadFlows(texts: readonly FlowsText[], vocabulary: Vocabulary, before?: Loaded): Loaded {
	const { shelf, strangers } = shelve(texts, before?.read);
	const { problems, found } = checkAgain(shelf, vocabulary, strangers, before?.found);
	const broken = brokenPaths(shelf, problems);
	const good = new Map(texts.filter(({ path }) => !broken.has(path)).map((text) => [text.path, text]));
	for (const path of broken) {
		const last = before?.good.get(path);
		if (last) good.set(path, last);
	}
	for (const file of bareFiles) if (!good.has(file.path)) good.set(file.path, file);
	const book = bookOf(shelve([...good.values()], shelf.files).shelf);
	return { book, problems, broken: [...broken].sort(), good, read: shelf.files, found };
}

/**
 * The book of texts that were checked when they were taken in. What is the same in `before` is not read again. A text
 * that another release could read and this one cannot is left out, and named as broken.
 */
export function readChecked(texts: readonly FlowsText[], before?: Loaded): Loaded {
	const { shelf } = shelve(texts, before?.read);
	const broken = shelf.files.filter(({ file }) => file.problems.some(isError)).map(({ path }) => path);
	const good = new Map(texts.filter(({ path }) => !broken.includes(path)).map((text) => [text.path, text]));
	for (const file of bareFiles) if (!good.has(file.path)) good.set(file.path, file);
	const book = bookOf(shelve([...good.values()], shelf.files).shelf);
	return { book, problems: [], broken, good, read: shelf.files };
}

function isError({ severity }: Problem): boolean {
	return severity === "error";
}

/** Reads the folder anew; nothing else happens if no file has changed. */
export function reloadChanged(
	folder: string,
	vocabulary: Vocabulary,
	before: Loaded,
	shownAs?: string,
): Loaded | undefined {
	const texts = readFolder(folder, shownAs);
	const now = texts.filter(({ path, text }) => before.good.get(path)?.text !== text);
	const gone = [...before.good.values()].some(
		({ path, name }) => name !== BARE_NAME && !texts.some((text) => text.path === path),
	);
	return now.length > 0 || gone ? loadFlows(texts, vocabulary, before) : undefined;
}

function brokenPaths(shelf: Shelf, problems: readonly Problem[]): Set<string> {
	const names = new Set(problems.filter(isError).map(({ file }) => file));
	return new Set(shelf.files.filter(({ file }) => names.has(file.source.name)).map(({ path }) => path));
}

function bookOf(shelf: Shelf): FlowBook {
	const book: FlowBook = {
		flows: new Map(),
		always: loadedAlways(needed(shelf.always, "_always.yaml")),
		settings: settingsOf(shelf),
		segments: new Map(),
		offers: new Map(),
		replies: new Map(),
		rules: new Map(),
		tips: new Map(),
		translations: new Map(),
	};
	for (const shelved of [...shelf.files].sort((a, b) => (a.id < b.id ? -1 : 1))) enter(book, shelved);
	return book;
}

function enter(book: FlowBook, { file, id }: Shelved): void {
	switch (file.kind) {
		case "flow":
			book.flows.set(id, loadedFlow(file));
			break;
		case "segment":
			book.segments.set(id, file.content as unknown as SegmentFile);
			break;
		case "offer":
			book.offers.set(id, file.content as unknown as OfferFile);
			break;
		case "reply":
			book.replies.set(id, file.content as unknown as ReplyFile);
			break;
		case "rule":
			book.rules.set(id, file.content as unknown as RuleFile);
			break;
		case "tip":
			book.tips.set(id, file.content as unknown as TipFile);
			break;
		case "i18n": {
			const [language = "", flow = ""] = id.split(".", 2);
			const flows = book.translations.get(language) ?? new Map<string, FlowTranslation>();
			book.translations.set(language, flows.set(flow, loadedTranslation(file, book.settings.defaults.language)));
		}
	}
}

function loadedFlow(file: ReadFile): LoadedFlow {
	const known = loadedFlows.get(file);
	if (known) return known;
	const loaded = {
		file: file.source.name,
		source: file.source.text,
		...hashFile("flow", file.data()),
		flow: asFlow(file),
	};
	loadedFlows.set(file, loaded);
	return loaded;
}

function loadedTranslation(file: ReadFile, language: string): FlowTranslation {
	const known = loadedTranslations.get(file);
	if (known) return known;
	const loaded = flowTranslation(file.content as TranslationFile, file.source.text, language);
	loadedTranslations.set(file, loaded);
	return loaded;
}

const loadedTranslations = new WeakMap<ReadFile, FlowTranslation>();

/** Hashed once for each reading of a file. */
const loadedFlows = new WeakMap<ReadFile, LoadedFlow>();

function loadedAlways(file: ReadFile): LoadedAlways {
	return {
		file: file.source.name,
		source: file.source.text,
		...hashFile("always", file.data()),
		always: asAlways(file),
	};
}

function settingsOf(shelf: Shelf): FlowSettings {
	return {
		defaults: asDefaults(needed(shelf.defaults, "_defaults.yaml")),
		phrases: needed(shelf.phrases, "_phrases.yaml").content.phrases as PhrasesFile,
		stages: asStages(needed(shelf.stages, "_stages.yaml")),
		reasons: asReasons(needed(shelf.reasons, "_reasons.yaml")),
	};
}

function needed(file: ReadFile | undefined, name: string): ReadFile {
	if (!file) throw new Error(`${name} is neither in the folder nor among our own plain files.`);
	return file;
}
