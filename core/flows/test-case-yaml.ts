import { Document, isCollection, isMap, isSeq, parseDocument } from "yaml";
import type { DialogStep, GivenWorld } from "./test-script.ts";

/** A case as it is written into a test file. */
export type WrittenCase = {
	readonly name: string;
	readonly given?: GivenWorld;
	readonly channel?: string;
	readonly dialog: readonly DialogStep[];
};

/** The text of a test file without cases. */
export function newTestFile(flow: string): string {
	return `# yaml-language-server: $schema=.schema/flow-test.schema.json\ntest: ${flow}\n\ncases:\n`;
}

/** The text with one more case at the end of its `cases`; all the rest, comments too, stays as it is. */
export function withCase(text: string, one: WrittenCase): { readonly text: string; readonly line: number } {
	const end = endOfCases(text);
	const before = text.slice(0, end).trimEnd();
	const after = text.slice(end).trimStart();
	const gap = before.endsWith("cases:") ? "\n" : "\n\n";
	const written = caseText(one).map((line, at) => (line === "" ? "" : `${at === 0 ? "  - " : "    "}${line}`));
	return {
		text: `${before}${gap}${written.join("\n")}\n${after === "" ? "" : `\n${after}`}`,
		line: before.split("\n").length + gap.length,
	};
}

function endOfCases(text: string): number {
	const root = parseDocument(text).contents;
	const cases = isMap(root) ? root.get("cases", true) : undefined;
	return isSeq(cases) ? (cases.range?.[1] ?? text.length) : text.length;
}

/** Steps stand one a line; what belongs to a step stays on its line. */
function caseText(one: WrittenCase): string[] {
	const document = new Document(one);
	const root = document.contents;
	if (isMap(root)) {
		flowIn(root.get("given", true));
		const dialog = root.get("dialog", true);
		for (const step of isSeq(dialog) ? dialog.items : []) flowIn(step);
	}
	return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd().split("\n");
}

/** Sets the maps and lists inside a map on one line each. */
function flowIn(node: unknown): void {
	if (!isMap(node)) return;
	for (const { value } of node.items) if (isCollection(value)) value.flow = true;
}
