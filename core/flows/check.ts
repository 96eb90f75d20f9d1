import { checkApproved } from "./check-approved.ts";
import { checkFolder, checkPhrases } from "./check-folder.ts";
import { checkForm } from "./check-form.ts";
import { checkHappening } from "./check-happening.ts";
import { checkHead, checkOwnName } from "./check-head.ts";
import { checkMessages } from "./check-messages.ts";
import { checkNames } from "./check-names.ts";
import { checkOffers } from "./check-offers.ts";
import { checkPurpose } from "./check-purpose.ts";
import { checkOperator, checkQuestions } from "./check-questions.ts";
import { checkReasonLists, checkReasons } from "./check-reasons.ts";
import { checkReferences } from "./check-references.ts";
import { checkSegment } from "./check-segment.ts";
import { checkTest } from "./check-tests.ts";
import { checkTranslation, originalOf } from "./check-translation.ts";
import { checkValues } from "./check-values.ts";
import { checkWays } from "./check-ways.ts";
import { Checking } from "./checking.ts";
import { withCustomFields } from "./custom-fields.ts";
import { faceOf } from "./face.ts";
import type { Problem } from "./problem.ts";
import type { ReadFile } from "./read-file.ts";
import { inOrder } from "./report.ts";
import type { FileKind } from "./schema.ts";
import type { FlowsText, Shelf, Shelved } from "./shelf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Everything that is wrong with the files of a folder, in the order of files and lines. */
export function checkShelf(shelf: Shelf, vocabulary: Vocabulary, strangers: readonly FlowsText[] = []): Problem[] {
	return checkAgain(shelf, vocabulary, strangers).problems;
}

/** What was found file by file, and what it was held against. */
export type Found = {
	readonly among: readonly unknown[];
	readonly faces: string;
	readonly inFile: ReadonlyMap<ReadFile, { readonly beside: ReadFile | undefined; readonly problems: Problem[] }>;
};

/**
 * Like `checkShelf`; a file is not looked at again if neither it has changed since `before` nor anything that it was held against.
 * With hundreds of files that is what makes saving one of them a matter of a moment.
 */
export function checkAgain(
	shelf: Shelf,
	base: Vocabulary,
	strangers: readonly FlowsText[] = [],
	before?: Found,
): { problems: Problem[]; found: Found } {
	const { always, defaults, phrases, stages, reasons } = shelf;
	const vocabulary = withCustomFields(base, defaults);
	const among = [vocabulary, always, defaults, phrases, stages, reasons];
	const faces = shelf.files.map(({ path, file }) => `${path} ${faceOf(file).text}`).join("\n");
	const still = before?.faces === faces && among.every((one, at) => one === before.among[at]) ? before : undefined;
	const inFile = new Map(
		shelf.files.map((shelved) => {
			const beside = besideOf(shelved, shelf);
			const known = still?.inFile.get(shelved.file);
			const problems = known?.beside === beside ? known?.problems : undefined;
			return [shelved.file, { beside, problems: problems ?? checkFile(shelved, shelf, vocabulary) }] as const;
		}),
	);
	const problems = inOrder([
		...[...inFile.values()].flatMap((one) => one.problems),
		...checkFolder(shelf, strangers),
		...checkPhrases(shelf, vocabulary),
	]);
	return { problems, found: { among, faces, inFile } };
}

/** The one file of which more is looked at than its face: a test's, a translation's. */
function besideOf({ file, id }: Shelved, shelf: Shelf): ReadFile | undefined {
	if (file.kind === "flow-test") return shelf.flows.get(id);
	return file.kind === "i18n" ? originalOf(shelf, id.slice(id.indexOf(".") + 1)) : undefined;
}

/** Everything that is wrong with one file among others. */
export function checkFile(shelved: Pick<Shelved, "file" | "id">, shelf: Shelf, vocabulary: Vocabulary): Problem[] {
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
	flow: [...WRITTEN, checkHead, checkQuestions, checkPurpose, checkOffers, checkWays, checkMessages],
	always: [...WRITTEN, checkOperator],
	defaults: WRITTEN,
	phrases: [checkNames],
	stages: [],
	reasons: [checkReferences, checkReasonLists],
	segment: [checkOwnName, checkNames, checkReferences, checkSegment],
	offer: [checkOwnName, checkForm, checkNames, checkReferences],
	reply: [checkOwnName, checkNames, checkReferences],
	rule: [checkOwnName, checkHappening, checkNames, checkReferences],
	tip: [checkOwnName, checkHappening, checkNames, checkReferences],
	"flow-test": [checkOwnName, checkTest],
	i18n: [checkTranslation],
};
