import { checkApproved } from "./check-approved.ts";
import { checkFolder, checkPhrases } from "./check-folder.ts";
import { checkForm } from "./check-form.ts";
import { checkHead, checkOwnName } from "./check-head.ts";
import { checkMessages } from "./check-messages.ts";
import { checkNames } from "./check-names.ts";
import { checkPurpose } from "./check-purpose.ts";
import { checkOperator, checkQuestions } from "./check-questions.ts";
import { checkReasonLists, checkReasons } from "./check-reasons.ts";
import { checkReferences } from "./check-references.ts";
import { checkTest } from "./check-tests.ts";
import { checkTranslation } from "./check-translation.ts";
import { checkValues } from "./check-values.ts";
import { checkWays } from "./check-ways.ts";
import { Checking } from "./checking.ts";
import type { Problem } from "./problem.ts";
import { inOrder } from "./report.ts";
import type { FileKind } from "./schema.ts";
import type { FlowsText, Shelf, Shelved } from "./shelf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Everything that is wrong with the files of a folder, in the order of files and lines. */
export function checkShelf(shelf: Shelf, vocabulary: Vocabulary, strangers: readonly FlowsText[] = []): Problem[] {
	return inOrder([
		...shelf.files.flatMap((shelved) => checkFile(shelved, shelf, vocabulary)),
		...checkFolder(shelf, strangers),
		...checkPhrases(shelf, vocabulary),
	]);
}

/** Everything that is wrong with one file among others. */
export function checkFile(shelved: Shelved, shelf: Shelf, vocabulary: Vocabulary): Problem[] {
	const { file } = shelved;
	if (!file.readable) return file.problems;
	const check = new Checking(shelved, shelf, vocabulary);
	for (const family of FAMILIES[file.kind]) family(check);
	return inOrder([...file.problems, ...check.problems]);
}

type Family = (check: Checking) => void;

const WRITTEN: Family[] = [checkForm, checkNames, checkReferences, checkReasons, checkValues, checkApproved];

/** What is looked at in each kind of file. */
const FAMILIES: Record<FileKind, Family[]> = {
	flow: [...WRITTEN, checkHead, checkQuestions, checkPurpose, checkWays, checkMessages],
	always: [...WRITTEN, checkOperator],
	defaults: WRITTEN,
	phrases: [checkNames],
	stages: [],
	reasons: [checkReferences, checkReasonLists],
	segment: [checkOwnName, checkNames, checkReferences],
	offer: [checkOwnName, checkForm, checkNames, checkReferences],
	reply: [checkOwnName, checkNames, checkReferences],
	"flow-test": [checkOwnName, checkTest],
	i18n: [checkTranslation],
};
