import type { Problem } from "./problem.ts";
import type { FlowsText, Shelf } from "./shelf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Everything that is wrong with the files of a folder, in the order of files and lines. */
export function checkShelf(shelf: Shelf, _vocabulary: Vocabulary, _strangers: readonly FlowsText[]): Problem[] {
	return shelf.files.flatMap(({ file }) => file.problems);
}
