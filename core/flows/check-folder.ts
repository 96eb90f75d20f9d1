import { handlersOf } from "./check-form.ts";
import { Checking } from "./checking.ts";
import { normalise } from "./normalise.ts";
import type { Problem } from "./problem.ts";
import type { Leaf } from "./reading.ts";
import type { FlowsText, Shelf } from "./shelf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Files that nobody reads, shared files that are missing. */
export function checkFolder(shelf: Shelf, strangers: readonly FlowsText[]): Problem[] {
	const unknown = strangers.map(({ name }) =>
		atTop(name, "no file of flows/ is called so — see the page on the flow language, section 4"),
	);
	const missing = (["always", "defaults", "phrases", "stages", "reasons"] as const)
		.filter((kind) => shelf[kind] === undefined)
		.map((kind) => atTop(`flows/_${kind}.yaml`, "this file is missing"));
	return [...unknown, ...missing];
}

function atTop(file: string, message: string): Problem {
	return { file, line: 1, column: 1, severity: "error", code: "F002", message };
}

/** Phrases, commands and links that something else catches first. */
export function checkPhrases(shelf: Shelf, vocabulary: Vocabulary): Problem[] {
	const foreign = shelf.files.filter(({ file }) => file.kind === "i18n");
	const taken = new Map(
		[...heardAlways(shelf, vocabulary), ...translatedAlways(foreign)].map((key) => [key, "_always.yaml"]),
	);
	const own = [...shelf.flows]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([id, file]) => ownStarts(new Checking({ file, id }, shelf, vocabulary), taken));
	return [...own, ...foreign.flatMap((shelved) => foreignStarts(new Checking(shelved, shelf, vocabulary), taken))];
}

/** What `_always.yaml` hears in every flow. */
function heardAlways(shelf: Shelf, vocabulary: Vocabulary): string[] {
	const { always } = shelf;
	if (!always?.readable) return [];
	const handlers = handlersOf(new Checking({ file: always, id: "_always" }, shelf, vocabulary));
	const stops = always.leaves.filter(({ lang, where }) => lang === "phrase" && where.path[1] === "stop");
	return [
		...handlers.flatMap(({ says }) => says.map(saysKey)),
		...handlers.flatMap(({ command }) => (command === undefined ? [] : [`command ${command}`])),
		...stops.map(({ text }) => saysKey(text)),
	];
}

function translatedAlways(foreign: Shelf["files"]): string[] {
	return foreign
		.filter(({ id }) => id.endsWith("._always"))
		.flatMap(({ file }) => file.leaves.filter(({ lang }) => lang === "phrase"))
		.map(({ text }) => saysKey(text));
}

function saysKey(phrase: string): string {
	return `says ${normalise(phrase)}`;
}

/** The first flow in the order of names has the words; whoever comes later is told. */
function ownStarts(check: Checking, taken: Map<string, string>): Problem[] {
	for (const leaf of check.file.leaves) {
		const [section, , word] = leaf.where.path;
		if (section !== "start" || !["says", "command", "link"].includes(String(word))) continue;
		claim(check, leaf, { key: word === "says" ? saysKey(leaf.text) : `${word} ${leaf.text}`, flow: check.id, taken });
	}
	return check.problems;
}

type Claim = { readonly key: string; readonly flow: string; readonly taken: Map<string, string> };

function claim(check: Checking, leaf: Leaf, { key, flow, taken }: Claim): void {
	const owner = taken.get(key);
	if (owner !== undefined && owner !== flow)
		check.warn("F057", leaf.node.start, `"${leaf.text}" starts ${owner} already`);
	else taken.set(key, flow);
}

/** Words of a translation that start another flow already. */
function foreignStarts(check: Checking, taken: Map<string, string>): Problem[] {
	const flow = check.id.slice(check.id.indexOf(".") + 1);
	for (const leaf of check.file.leaves) {
		if (leaf.lang !== "phrase" || !/^start\.\d+\.says$/.test(String(leaf.where.path[0]))) continue;
		claim(check, leaf, { key: saysKey(leaf.text), flow, taken });
	}
	return check.problems;
}
