import { checkForm } from "./check-form.ts";
import { checkNames } from "./check-names.ts";
import { checkReasonLists, checkReasons } from "./check-reasons.ts";
import { checkReferences } from "./check-references.ts";
import { Checking } from "./checking.ts";
import type { Problem } from "./problem.ts";
import { inOrder } from "./report.ts";
import type { FlowsText, Shelf, Shelved } from "./shelf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Everything that is wrong with the files of a folder, in the order of files and lines. */
export function checkShelf(shelf: Shelf, vocabulary: Vocabulary, _strangers: readonly FlowsText[] = []): Problem[] {
	return inOrder(shelf.files.flatMap((shelved) => checkFile(shelved, shelf, vocabulary)));
}

/** Everything that is wrong with one file among others. */
export function checkFile(shelved: Shelved, shelf: Shelf, vocabulary: Vocabulary): Problem[] {
	const { file } = shelved;
	if (!file.readable) return file.problems;
	const check = new Checking(shelved, shelf, vocabulary);
	for (const family of familiesOf(file.kind)) family(check);
	return inOrder([...file.problems, ...check.problems]);
}

type Family = (check: Checking) => void;

function familiesOf(kind: Shelved["file"]["kind"]): Family[] {
	switch (kind) {
		case "flow":
			return [checkForm, checkNames, checkReferences, checkReasons];
		case "always":
			return [checkForm, checkNames, checkReferences, checkReasons];
		case "defaults":
			return [checkForm, checkNames, checkReferences, checkReasons];
		case "reasons":
			return [checkReferences, checkReasonLists];
		case "offer":
		case "segment":
		case "phrases":
			return [checkNames, checkReferences];
		default:
			return [checkReferences];
	}
}
