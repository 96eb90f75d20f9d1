import { readFile, realpath } from "node:fs/promises";
import { basename, resolve, sep } from "node:path";
import { Refusal } from "#core/refusal.ts";

/** Reads pictures and files of ours by their path below the media folder; nothing outside it, links included. */
export function readMediaIn(folder: string): (source: string) => Promise<{ bytes: Uint8Array; name: string }> {
	return async (source) => {
		const path = await inside(folder, source);
		return { bytes: await readFile(path), name: basename(path) };
	};
}

async function inside(folder: string, source: string): Promise<string> {
	const missing = new Refusal("not-found", `The media folder has no file "${source}".`);
	const root = await realpath(resolve(folder)).catch(() => undefined);
	const path = root && (await realpath(resolve(root, source)).catch(() => undefined));
	if (!root || !path?.startsWith(root + sep)) throw missing;
	return path;
}
