import type { Checking } from "./checking.ts";
import { namesInFormula, parseFormula } from "./expression.ts";
import { placeOfOption } from "./option-place.ts";
import { asReasons } from "./read-file.ts";
import type { Leaf } from "./reading.ts";

/** Reasons: an id of `_reasons.yaml`, or a formula; behind a variable that a `choose` fills, every option must be one. */
export function checkReasons(check: Checking): void {
	const known = check.reasons;
	if (known.length === 0) return;
	for (const leaf of check.file.leaves) {
		if (leaf.lang !== "reason") continue;
		if (leaf.text.startsWith("=")) checkOptions(check, leaf, known);
		else if (!known.includes(leaf.text))
			check.unknown("F047", leaf.node.start, `unknown reason "${leaf.text}"`, leaf.text, known);
	}
}

/** An id stands under `lost` or under `won`: by that one sees which it was. */
export function checkReasonLists(check: Checking): void {
	const seen = new Set<string>();
	for (const reason of asReasons(check.file)) {
		if (seen.has(reason.id))
			check.error("F005", placeOfOption(check, reason), `"${reason.id}" stands under lost and under won`);
		seen.add(reason.id);
	}
}

function checkOptions(check: Checking, leaf: Leaf, known: string[]): void {
	const read = parseFormula(leaf.text.slice(1));
	if ("fault" in read) return;
	const variables = namesInFormula(read.formula).map(({ path }) => path[0]);
	for (const { step } of check.file.steps) {
		if (step.verb !== "choose" || !variables.includes(step.choose) || step.from !== undefined) continue;
		for (const option of step.options) {
			const leaves = option.goto ?? option.change ?? option.steps;
			if (leaves === undefined && !known.includes(option.id))
				check.unknown(
					"F047",
					placeOfOption(check, option),
					`unknown reason "${option.id}": ${leaf.text.slice(1)} may be this option`,
					option.id,
					known,
				);
		}
	}
}
