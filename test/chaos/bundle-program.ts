import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program as one file that loads five times faster than its sources: a restart is what the chaos tests do most. */
export type Bundle = { readonly file: string; remove(): void };

/** Bundles spare.ts with the program in it. Pages and demo stay out; a process without them never loads them. */
export function bundleProgram(): Bundle {
	// Inside the tree, so that what the program looks up beside its packages is found.
	const shelf = join(ROOT, "node_modules/.prilavok");
	mkdirSync(shelf, { recursive: true });
	const folder = mkdtempSync(join(shelf, "chaos-"));
	const options = [
		"--bundle",
		"--splitting",
		"--platform=node",
		"--format=esm",
		"--log-level=error",
		"--external:./demo.ts",
		"--external:./serve-admin.ts",
		`--define:import.meta.dirname=${JSON.stringify(ROOT)}`,
		`--banner:js=${COMMONJS}`,
		"--out-extension:.js=.mjs",
		`--outdir=${folder}`,
	];
	execFileSync(join(ROOT, "node_modules/.bin/esbuild"), ["test/chaos/spare.ts", ...options], { cwd: ROOT });
	return { file: join(folder, "spare.mjs"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What packages of the older kind expect to find in their file. */
const COMMONJS = `import { createRequire as __makeRequire } from "node:module";
const require = __makeRequire(import.meta.url);
const __filename = (await import("node:url")).fileURLToPath(import.meta.url);
const __dirname = (await import("node:path")).dirname(__filename);`;
