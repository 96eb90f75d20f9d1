import type { FlowFiles } from "#admin/server/flow-files.ts";
import { type Loaded, loadFlows, readFolder } from "#core/flows/load.ts";
import { type OpenBook, openBook } from "#core/flows/open-book.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";

let loaded: Loaded | undefined;
let open: OpenBook | undefined;

/** The files that are shipped, read when somebody first asks: most screens need none of them. */
export const shippedFiles: FlowFiles = {
	loaded() {
		loaded ??= loadFlows(readFolder("flows"), shopVocabulary);
		return loaded;
	},
	open() {
		open ??= openBook(shippedFiles.loaded().book);
		return open;
	},
	texts: () => readFolder("flows"),
	vocabulary: shopVocabulary,
};
