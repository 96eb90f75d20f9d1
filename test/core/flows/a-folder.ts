import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readFolder } from "#core/flows/load.ts";

/** Flows that name no others but each other, and enough for every command of the terminal. */
const FLOWS = ["order", "show-cart", "cart", "checkout", "search", "support", "back-in-stock"];

/** A folder of its own with the shared files and a few flows, as small as its checks stay quick; its path. */
export function aFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "flows-"));
	for (const { path } of readFolder("flows")) {
		const [flow = ""] = path.split(".");
		if (path.startsWith("i18n/") || !(path.startsWith("_") || path.includes("/") || FLOWS.includes(flow))) continue;
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		cpSync(join("flows", path), join(folder, path));
	}
	cpSync("flows/.schema", join(folder, ".schema"), { recursive: true });
	return folder;
}
