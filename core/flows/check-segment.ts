import type { Checking } from "./checking.ts";
import { checkCondition, knownFormula, parseFormula } from "./expression.ts";
import { fileScope } from "./flow-scope.ts";
import type { Node } from "./formula-tree.ts";
import { offsetIn } from "./leaf-place.ts";
import type { ReadFile } from "./read-file.ts";
import type { Leaf } from "./reading.ts";
import { faultsOfSegment, segmentsIn } from "./segment-words.ts";

/** A segment's condition: only what all customers can be asked at once, events and segments that exist, no circle of segments. */
export function checkSegment(check: Checking): void {
	const leaf = conditionOf(check.file);
	const tree = leaf && treeOf(leaf);
	if (!tree) return;
	const tell = (code: string, at: number, message: string) =>
		check.error(code, offsetIn(leaf, check.file.source, at), message);
	if (checkCondition(knownFormula(leaf.text), fileScope(check)).length > 0) return; // told already
	for (const { message, at } of faultsOfSegment(tree)) tell("F031", at, message);
	for (const { segment, at } of segmentsIn(tree)) {
		if (!check.shelf.segments.has(segment)) tell("F045", at, `there is no segments/${segment}.yaml`);
		else if (leadsTo(check, segment, check.id))
			tell("F052", at, `"${segment}" asks for "${check.id}" again: whoever is in it can never be known`);
	}
}

/** Whether a segment is, by way of others, a part of the condition of `wanted`. */
function leadsTo(check: Checking, segment: string, wanted: string): boolean {
	const open = new Set([segment]);
	for (const one of open) {
		if (one === wanted) return true;
		const file = check.shelf.segments.get(one);
		const leaf = file && conditionOf(file);
		const tree = leaf && treeOf(leaf);
		if (tree) for (const next of segmentsIn(tree)) open.add(next.segment);
	}
	return false;
}

function conditionOf(file: ReadFile): Leaf | undefined {
	return file.leaves.find(({ lang, where }) => lang === "formula" && where.path[0] === "if");
}

function treeOf(leaf: Leaf): Node | undefined {
	const read = parseFormula(leaf.text);
	return "fault" in read ? undefined : read.formula.tree; // told already
}
