import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readFolder } from "#core/flows/load.ts";

/** Flows that name no others but each other, and enough for every command of the terminal. */
const FLOWS = ["order", "show-cart", "cart", "checkout", "search", "support", "back-in-stock"];

/**
 * A folder of its own with the shared files and a few flows, as small as its checks stay quick; its path. `translated`: with what
 * the flows say in English.
 */
export function aFolder({ translated = false } = {}): string {
	const folder = mkdtempSync(join(tmpdir(), "flows-"));
	for (const { path } of readFolder("flows")) {
		if (!isWanted(path, translated)) continue;
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		cpSync(join("flows", path), join(folder, path));
	}
	cpSync("flows/.schema", join(folder, ".schema"), { recursive: true });
	return folder;
}

function isWanted(path: string, translated: boolean): boolean {
	const [, flow = ""] = /^(?:i18n\/\w+\.)?([^./]+)\./.exec(path) ?? [];
	if (path.startsWith("i18n/") && !translated) return false;
	return flow.startsWith("_") || FLOWS.includes(flow) || (path.includes("/") && !path.startsWith("i18n/"));
}
