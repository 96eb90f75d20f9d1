import { handlersOf } from "./check-form.ts";
import { Checking } from "./checking.ts";
import { normalise } from "./normalise.ts";
import type { Problem } from "./problem.ts";
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
	const taken = new Map<string, string>();
	if (shelf.always?.readable) {
		const always = new Checking({ file: shelf.always, id: "_always" }, shelf, vocabulary);
		for (const handler of handlersOf(always)) {
			for (const phrase of handler.says) taken.set(`says ${normalise(phrase)}`, "_always.yaml");
			if (handler.command !== undefined) taken.set(`command ${handler.command}`, "_always.yaml");
		}
		for (const leaf of shelf.always.leaves)
			if (leaf.lang === "phrase" && leaf.where.path[1] === "stop")
				taken.set(`says ${normalise(leaf.text)}`, "_always.yaml");
	}
	const foreign = shelf.files.filter(({ file }) => file.kind === "i18n");
	for (const { file, id } of foreign)
		for (const leaf of file.leaves)
			if (leaf.lang === "phrase" && id.endsWith("._always")) taken.set(`says ${normalise(leaf.text)}`, "_always.yaml");
	const own = [...shelf.flows]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([id, file]) => {
			const check = new Checking({ file, id }, shelf, vocabulary);
			for (const leaf of file.leaves) {
				const [section, , word] = leaf.where.path;
				if (section !== "start" || !["says", "command", "link"].includes(String(word))) continue;
				const key = `${word} ${word === "says" ? normalise(leaf.text) : leaf.text}`;
				const owner = taken.get(key);
				if (owner !== undefined && owner !== id)
					check.warn("F057", leaf.node.start, `"${leaf.text}" starts ${owner} already`);
				else taken.set(key, id);
			}
			return check.problems;
		});
	return [...own, ...foreign.flatMap((shelved) => foreignStarts(new Checking(shelved, shelf, vocabulary), taken))];
}

/** Words of a translation that start another flow already. */
function foreignStarts(check: Checking, taken: Map<string, string>): Problem[] {
	const flow = check.id.slice(check.id.indexOf(".") + 1);
	for (const leaf of check.file.leaves) {
		if (leaf.lang !== "phrase" || !/^start\.\d+\.says$/.test(String(leaf.where.path[0]))) continue;
		const key = `says ${normalise(leaf.text)}`;
		const owner = taken.get(key);
		if (owner !== undefined && owner !== flow)
			check.warn("F057", leaf.node.start, `"${leaf.text}" starts ${owner} already`);
		else taken.set(key, flow);
	}
	return check.problems;
}
