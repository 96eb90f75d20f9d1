import { namesInFormula, parseFormula } from "./expression.ts";
import type { ReadFile } from "./read-file.ts";
import { isPlainMap } from "./read-steps.ts";
import type { Leaf } from "./reading.ts";
import { namesIn, parseText } from "./texts.ts";

/** What other files are checked against of a file, beside that it is there. */
export type Face = {
	/** Its variables, by which `with` and `save` of a call are judged. */
	readonly vars: unknown;
	/** The flows it calls. */
	readonly calls: readonly string[];
	/** The paths below `customer` that it reads: an answer saved for another flow is used. */
	readonly customer: readonly (readonly string[])[];
	/** All of it as one text: equal faces make no other file right or wrong. */
	readonly text: string;
	/** Every name that it reads, without fields: of interest to the file itself. */
	readonly names: ReadonlySet<string>;
};

/** The face of a file, worked out once. */
export function faceOf(file: ReadFile): Face {
	const known = faces.get(file);
	if (known) return known;
	const vars = isPlainMap(file.content.vars) ? file.content.vars : {};
	const calls = file.steps.flatMap(({ step }) => (step.verb === "call" ? [step.call] : []));
	const names = new Set<string>();
	const customer: (readonly string[])[] = [];
	for (const leaf of file.leaves)
		for (const path of pathsIn(leaf)) {
			const [name = ""] = path;
			names.add(name);
			if (name === "customer") customer.push(path);
		}
	const read = [...new Set(customer.map((path) => path.join(".")))].sort();
	const face = { vars, calls, customer, text: JSON.stringify([vars, calls, read]), names };
	faces.set(file, face);
	return face;
}

const faces = new WeakMap<ReadFile, Face>();

/** The names that a leaf reads. */
function pathsIn(leaf: Leaf): readonly (readonly string[])[] {
	switch (leaf.lang) {
		case "formula":
			return pathsInFormula(leaf.text);
		case "each":
			return pathsInFormula(leaf.text.replace(/^.*?\sin\s/u, ""));
		case "text":
		case "label":
		case "note":
		case "template":
			return pathsInText(leaf.text);
		case "value":
		case "reason":
			return leaf.text.startsWith("=") ? pathsInFormula(leaf.text.slice(1)) : pathsInText(leaf.text);
		default:
			return [];
	}
}

function pathsInFormula(formula: string): (readonly string[])[] {
	const read = parseFormula(formula);
	return "fault" in read ? [] : namesInFormula(read.formula).map(({ path }) => path);
}

function pathsInText(text: string): (readonly string[])[] {
	const read = parseText(text);
	return "faults" in read ? [] : namesIn(read.text);
}
