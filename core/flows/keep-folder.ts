import type { Shop } from "#core/shop.ts";
import { keepVersions } from "./keep-versions.ts";
import { type Loaded, loadFlows, readFolder, reloadChanged } from "./load.ts";
import type { OpenBook } from "./open-book.ts";
import type { Problem } from "./problem.ts";
import { reportProblem } from "./report.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The marketers' folder, loaded, kept in the database, and read anew when a file changes. */
export type FlowFolder = {
	/** What turns read, as it is now. */
	current(): OpenBook;
	loaded(): Loaded;
	/** What the checker says of the files as they lie in the folder now. */
	problems(): readonly Problem[];
	/** Reads changed files; a broken one keeps its last good version. True if anything changed. */
	reload(): Promise<boolean>;
	/** Another process loaded or paused something. */
	refresh(): Promise<void>;
};

type FolderLog = {
	info(message: string, fields?: Record<string, unknown>): void;
	warn(message: string, fields?: Record<string, unknown>): void;
};

/** Loads the folder; a broken file does not stop the start, it is named with file, line and column. */
export async function openFlowFolder({
	shop,
	folder,
	vocabulary,
	log,
}: {
	shop: Shop;
	folder: string;
	vocabulary: Vocabulary;
	log: FolderLog;
}): Promise<FlowFolder> {
	let loaded = loadFlows(readFolder(folder), vocabulary);
	let open = await keepVersions(shop, loaded.book);
	tell();

	function tell(): void {
		const errors = loaded.problems.filter(({ severity }) => severity === "error");
		log.info("flows loaded", { flows: loaded.book.flows.size, errors: errors.length });
		if (errors.length === 0) return;
		const lines = new Map(readFolder(folder).map(({ name, text }) => [name, text.split(/\r?\n/)]));
		const words = errors.map((problem) => reportProblem(problem, lines.get(problem.file)?.[problem.line - 1] ?? ""));
		log.warn(`broken flow files keep their last good version:\n${words.join("\n")}`, { broken: loaded.broken });
	}

	return {
		current: () => open,
		loaded: () => loaded,
		problems: () => loaded.problems,
		async reload() {
			const next = reloadChanged(folder, vocabulary, loaded);
			if (!next) return false;
			loaded = next;
			open = await keepVersions(shop, loaded.book);
			tell();
			return true;
		},
		async refresh() {
			open = await keepVersions(shop, loaded.book);
		},
	};
}
