import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Bundle } from "./bundle-program.ts";

/** The shop as a process of its own, to be killed or ended; its settings are those of any installation. */
export type ShopProcess = {
	/** Lets the waiting process run. */
	begin(): void;
	/** As a power cut would: nothing is finished. Resolves when it is gone. */
	kill(): Promise<void>;
	/** Asks it to end; gives its exit code, null for one that had to be killed. */
	end(): Promise<number | null>;
	/** Rejects if it ends without having been asked to. */
	readonly death: Promise<never>;
	/** Errors in its log, and whatever is no log at all. */
	complaints(): string[];
};

/** Starts a process that loads the bundled program and waits for `begin`. */
export function openShopProcess(bundle: Bundle, settings: Readonly<Record<string, string>>): ShopProcess {
	const child = spawn(process.execPath, [bundle.file], {
		cwd: ROOT,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
		stdio: ["pipe", "ignore", "pipe"],
	});
	let said = "";
	child.stderr?.on("data", (chunk) => {
		said += chunk;
	});
	// Killed before it has read its word.
	child.stdin?.on("error", () => {});
	let expected = false;
	const gone = exitOf(child);
	const death = gone.then(() => (expected ? new Promise<never>(() => {}) : Promise.reject(new Error(said))));
	death.catch(() => {});
	return {
		death,
		begin: () => void child.stdin?.write("go\n"),
		async kill() {
			expected = true;
			child.kill("SIGKILL");
			await gone;
		},
		async end() {
			expected = true;
			child.kill("SIGTERM");
			return gone;
		},
		complaints: () => said.split("\n").filter(isComplaint),
	};
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function exitOf(child: ChildProcess): Promise<number | null> {
	return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}

/** Warnings are no complaints: each start warns that the tests' PostgreSQL flushes nothing. */
function isComplaint(line: string): boolean {
	return line.startsWith("{") ? !line.startsWith('{"level":40') : /^\w*Error\b/.test(line);
}
