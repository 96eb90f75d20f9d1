import { basename, dirname } from "node:path/posix";
import { type ReadFile, readFlowsFile } from "./read-file.ts";
import type { FileKind } from "./schema.ts";

/** A file of `flows/` as text. `name` is how problems call it; `path` where it lies below the folder. */
export interface FlowsText {
	name: string;
	path: string;
	text: string;
}

/** All files of a folder side by side, as far as they could be read: what one file may say about another is looked up here. */
export interface Shelf {
	files: Shelved[];
	flows: Map<string, ReadFile>;
	segments: Map<string, ReadFile>;
	offers: Map<string, ReadFile>;
	always?: ReadFile;
	defaults?: ReadFile;
	phrases?: ReadFile;
	stages?: ReadFile;
	reasons?: ReadFile;
}

/** A file with the id that its name gives it. */
export interface Shelved {
	file: ReadFile;
	path: string;
	id: string;
	/** As it lies in the folder. */
	text: string;
}

/** Reads texts side by side. A file that `before` has with the same name and text is not read again. */
export function shelve(
	texts: readonly FlowsText[],
	before: readonly Shelved[] = [],
): { shelf: Shelf; strangers: FlowsText[] } {
	const shelf: Shelf = { files: [], flows: new Map(), segments: new Map(), offers: new Map() };
	const strangers: FlowsText[] = [];
	const read = new Map(before.map((shelved) => [shelved.path, shelved]));
	for (const text of texts) {
		const told = nameTells(text.path);
		if (told === "elsewhere") continue;
		if (told === undefined) strangers.push(text);
		else put(shelf, sameAs(read.get(text.path), text) ?? readText(text, told));
	}
	return { shelf, strangers };
}

function sameAs(shelved: Shelved | undefined, { name, text }: FlowsText): Shelved | undefined {
	return shelved?.text === text && shelved.file.source.name === name ? shelved : undefined;
}

function readText({ name, path, text }: FlowsText, { kind, id }: { kind: FileKind; id: string }): Shelved {
	return { file: readFlowsFile(kind, name, text), path, id, text };
}

/** Puts a file on the shelf, in place of the one that had its path. */
export function put(shelf: Shelf, shelved: Shelved): void {
	const place = shelf.files.findIndex(({ path }) => path === shelved.path);
	shelf.files.splice(place < 0 ? shelf.files.length : place, place < 0 ? 0 : 1, shelved);
	const { file, id } = shelved;
	switch (file.kind) {
		case "flow":
			shelf.flows.set(id, file);
			break;
		case "segment":
			shelf.segments.set(id, file);
			break;
		case "offer":
			shelf.offers.set(id, file);
			break;
		case "always":
		case "defaults":
		case "phrases":
		case "stages":
		case "reasons":
			shelf[file.kind] = file;
	}
}

/** What the name of a file says about it; "elsewhere" if another part of the shop reads it, undefined if nobody does. */
export function nameTells(path: string): { kind: FileKind; id: string } | "elsewhere" | undefined {
	const folder = dirname(path);
	const name = basename(path);
	if (GUIDES.has(path) || path === "_lifecycle.yaml") return "elsewhere";
	if (!name.endsWith(".yaml")) return undefined;
	const id = name.slice(0, -".yaml".length);
	const kind = FOLDERS.get(folder);
	if (kind) return { kind, id };
	if (folder === "i18n") return /^[a-z]{2,3}\../.test(id) ? { kind: "i18n", id } : undefined;
	if (folder !== ".") return undefined;
	const shared = SHARED.get(id);
	if (shared) return { kind: shared, id };
	if (id.endsWith(".flow")) return { kind: "flow", id: id.slice(0, -".flow".length) };
	return id.endsWith(".test") ? { kind: "flow-test", id: id.slice(0, -".test".length) } : undefined;
}

const FOLDERS: ReadonlyMap<string, FileKind> = new Map([
	["segments", "segment"],
	["offers", "offer"],
	["replies", "reply"],
	["rules", "rule"],
	["tips", "tip"],
]);

/** Written for the people who work in the folder. */
const GUIDES = new Set(["README.md", "README.en.md"]);

const SHARED = new Map<string, FileKind>([
	["_always", "always"],
	["_defaults", "defaults"],
	["_phrases", "phrases"],
	["_stages", "stages"],
	["_reasons", "reasons"],
]);
