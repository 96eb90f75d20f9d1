import { watch } from "node:fs";

/** Calls back when files of the folder have changed and have been left alone for a moment. Returns how to stop. */
export function watchFlows(folder: string, onChange: () => void, quietFor = 200): () => void {
	let bell: NodeJS.Timeout | undefined;
	const watcher = watch(folder, { recursive: true }, () => {
		clearTimeout(bell);
		bell = setTimeout(onChange, quietFor);
	});
	return () => {
		clearTimeout(bell);
		watcher.close();
	};
}
