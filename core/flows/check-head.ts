import { handlersOf } from "./check-form.ts";
import type { Checking } from "./checking.ts";
import { PLACE_NAMES } from "./flow-scope.ts";
import { formulaKeywords } from "./formula-words.ts";
import { VARIABLE } from "./schema-shared.ts";

/** Names that a file gives: to itself, to its steps, handlers, variables and variants. */
export function checkHead(check: Checking): void {
	checkOwnName(check);
	checkVariables(check);
	checkTwice(
		check,
		check.file.steps.map(({ step }) => step),
	);
	checkTwice(check, handlersOf(check));
	checkWeights(check);
}

/** `flow:` and the name of the file are one word. */
export function checkOwnName(check: Checking): void {
	const { kind, content, places } = check.file;
	const word = kind === "flow-test" ? "test" : NAMED.has(kind) ? kind : undefined;
	if (word === undefined) return;
	const own = content[word];
	if (check.isTold(places.valueOf(content, word))) return;
	if (typeof own === "string" && own !== "" && own !== check.id)
		check.error(
			"F002",
			places.valueOf(content, word),
			`the file is called ${check.id}, and this says "${own}" — they must be one word`,
		);
}

/** Kinds of files that say their own name, under the word that their kind has. */
const NAMED: ReadonlySet<string> = new Set(["flow", "segment", "offer", "reply", "rule", "tip"]);

/** Words of formulas, and the one that `change` keeps for itself. */
const KEYWORDS: readonly string[] = [...formulaKeywords, "last"];

function checkVariables(check: Checking): void {
	const { vars } = check.flow;
	for (const name of Object.keys(vars ?? {})) {
		const at = check.file.places.keyOf(vars, name);
		if (!VARIABLE.test(name))
			check.error(
				"F002",
				at,
				`"${name}" cannot be the name of a variable — letters, digits and _, not beginning with a digit`,
			);
		else if (KEYWORDS.includes(name))
			check.error("F034", at, `"${name}" is a word of the language, and no name for a variable`);
		else if (name in check.vocabulary.roots || PLACE_NAMES.includes(name))
			// A variable may be called like nothing that formulas know already.
			check.error("F034", at, `"${name}" has a meaning everywhere — call the variable something else`);
	}
}

function checkTwice(check: Checking, named: readonly { id?: string }[]): void {
	const seen = new Set<string>();
	for (const item of named) {
		if (item.id === undefined) continue;
		if (seen.has(item.id)) check.error("F005", check.file.places.valueOf(item, "id"), `"${item.id}" stands here twice`);
		seen.add(item.id);
	}
}

function checkWeights(check: Checking): void {
	for (const { step } of check.file.steps) {
		if (step.verb !== "split") continue;
		const sum = step.variants.reduce((all, { weight }) => all + (typeof weight === "number" ? weight : 0), 0);
		if (Math.abs(sum - 100) > 1e-9)
			check.error(
				"F050",
				check.file.places.keyOf(step, "variants"),
				`weights add up to ${Number(sum.toFixed(4))}, not 100`,
			);
	}
}
