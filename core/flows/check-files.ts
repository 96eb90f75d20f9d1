import { checkShelf } from "./check.ts";
import type { Problem } from "./problem.ts";
import { inOrder, reportFile, sumOf } from "./report.ts";
import { type FlowsText, shelve } from "./shelf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What was found in some files: the problems, and the report a person reads. */
export interface CheckedFiles {
	problems: Problem[];
	report: string;
}

/**
 * Checks a whole folder, and reports on all its files, or on `only` those with these names. Files from elsewhere may be
 * handed in among the texts: they are checked as if they lay in the folder.
 */
export function checkFiles(
	texts: readonly FlowsText[],
	vocabulary: Vocabulary,
	only?: readonly string[],
): CheckedFiles {
	const { shelf, strangers } = shelve(texts);
	const wanted = (file: string) => only === undefined || only.includes(file);
	const problems = inOrder(checkShelf(shelf, vocabulary, strangers)).filter(({ file }) => wanted(file));
	const steps = new Map(shelf.files.map(({ file }) => [file.source.name, file.stepCount]));
	const faulty = [...new Set(problems.map(({ file }) => file))];
	const reports = faulty.map((name) => {
		const text = texts.find((one) => one.name === name)?.text ?? "";
		return `${reportFile({ name, text, steps: steps.get(name) ?? 0 }, problems)}\n`;
	});
	const files = [...steps.keys()].filter(wanted);
	const sum = `${files.length} ${files.length === 1 ? "file" : "files"}: ${sumOf(problems)}\n`;
	return { problems, report: [...reports, ...(faulty.length === 1 ? [] : [sum])].join("\n") };
}
