import type { Shop } from "#core/shop.ts";
import { noteGoneActions } from "./gone-actions.ts";
import { keepVersions, neededPrograms, openKept } from "./keep-versions.ts";
import { type Loaded, loadFlows, readChecked, readFolder, reloadChanged } from "./load.ts";
import type { OpenBook } from "./open-book.ts";
import type { Problem } from "./problem.ts";
import { reportProblem } from "./report.ts";
import { storedTexts } from "./take-in.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The marketers' folder, loaded, kept in the database, and read anew when a file changes. */
export type FlowFolder = {
	/** What turns read, as it is now. */
	current(): OpenBook;
	loaded(): Loaded;
	/** What the checker says of the files as they lie in the folder now. */
	problems(): readonly Problem[];
	/** Reads changed files and takes them in; a broken one keeps its last good version. True if anything changed. */
	reload(): Promise<boolean>;
	/** Another process took something in, or paused a flow: what it changed is read from the database. True: it was files. */
	refresh(): Promise<boolean>;
};

type FolderLog = {
	info(message: string, fields?: Record<string, unknown>): void;
	warn(message: string, fields?: Record<string, unknown>): void;
};

/**
 * Loads the folder. A broken file does not stop the start: it is named with file, line and column, and the shop runs on
 * its last good version, which the database keeps over restarts and for all processes.
 */
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
	const kept = readChecked(await storedTexts(shop));
	let loaded = loadFlows(readFolder(folder), vocabulary, kept);
	let open = await keepVersions(shop, loaded);
	tell();
	noteGoneActions(
		[...open.book.newest.values(), open.settings.always, ...(await neededPrograms(shop))],
		vocabulary,
		log,
	);
	let last: Promise<unknown> = Promise.resolve();
	let awaited: Promise<boolean> | undefined;

	/** One after the other: what was read first must not be put in place last. */
	function inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
		const next = last.catch(() => {}).then(work);
		last = next;
		return next;
	}

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
		reload: () =>
			inOrder(async () => {
				const next = reloadChanged(folder, vocabulary, loaded);
				if (!next) return false;
				open = await keepVersions(shop, next);
				loaded = next;
				tell();
				return true;
			}),
		refresh() {
			// One that has not begun yet will see what this one is asked for.
			awaited ??= inOrder(async () => {
				awaited = undefined;
				const { problems, broken, found } = loaded;
				const next = { ...readChecked(await storedTexts(shop), loaded), problems, broken, found };
				const changed =
					loaded.good.size !== next.good.size ||
					[...next.good].some(([path, { text }]) => loaded.good.get(path)?.text !== text);
				open = await openKept(shop, next.book);
				loaded = next;
				return changed;
			});
			return awaited;
		},
	};
}
