import { existsSync, type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/**
 * Calls back when files of the folder have changed and have been left alone for a moment. Returns how to stop.
 *
 * Folders are watched one by one, and anew after each change: on Linux the recursive watch of Node watches files, and goes deaf for a
 * file that an editor has saved by putting another in its place.
 */
export function watchFlows(folder: string, onChange: () => void, quietFor = 200): () => void {
	let bell: NodeJS.Timeout | undefined;
	const ring = () => {
		clearTimeout(bell);
		bell = setTimeout(look, quietFor);
	};
	function look() {
		const now = foldersOf(folder).flatMap((one) => watchOne(one, ring));
		if (now.length === 0) {
			// Nobody tells when it is back.
			ring();
			return;
		}
		// The new ones listen before the old ones are let go, and before anybody reads: nothing falls between.
		const before = watchers;
		watchers = now;
		for (const watcher of before) watcher.close();
		onChange();
	}
	let watchers = foldersOf(folder).flatMap((one) => watchOne(one, ring));
	return () => {
		clearTimeout(bell);
		for (const watcher of watchers) watcher.close();
	};
}

/** Nothing while the whole folder is away, as between two branches. */
function foldersOf(folder: string): string[] {
	if (!existsSync(folder)) return [];
	const inside = readdirSync(folder, { recursive: true, withFileTypes: true });
	return [folder, ...inside.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))];
}

/** Nothing for a folder that went while its name was read: the one above has told of it. */
function watchOne(folder: string, ring: () => void): FSWatcher[] {
	try {
		return [watch(folder, ring).on("error", ring)];
	} catch {
		return [];
	}
}
