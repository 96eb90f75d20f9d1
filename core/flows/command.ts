import { EventEmitter, on } from "node:events";
import { existsSync } from "node:fs";
import { normalize } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { rehearseCommand } from "#core/insights/rehearse-command.ts";
import { ConfigFault, readFlowsDir } from "#core/platform/config.ts";
import { segmentsCommand } from "#core/segments/segments-command.ts";
import { applyCommand } from "./command-apply.ts";
import { chatCommand } from "./command-chat.ts";
import { checkCommand } from "./command-check.ts";
import { diagramCommand } from "./command-diagram.ts";
import { diffCommand } from "./command-diff.ts";
import { fixCommand } from "./command-fix.ts";
import { previewCommand } from "./command-preview.ts";
import { runsCommand } from "./command-runs.ts";
import { schemaCommand } from "./command-schema.ts";
import { testCommand } from "./command-test.ts";
import { traceCommand } from "./command-trace.ts";
import { translateCommand } from "./command-translate.ts";
import { didYouMean, nearest } from "./nearest.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";
import { watchFlows } from "./watch-flows.ts";

/** What `npm run flows -- …` can do. */
export const subcommands: readonly Subcommand[] = [
	checkCommand,
	testCommand,
	chatCommand,
	previewCommand,
	diagramCommand,
	translateCommand,
	fixCommand,
	schemaCommand,
	diffCommand,
	applyCommand,
	runsCommand,
	traceCommand,
	rehearseCommand,
	segmentsCommand,
];

/** Runs a subcommand; gives the exit code: 0, 1 for errors found, 2 for a wrong call. */
export async function runFlowsCommand(args: readonly string[], terminal: Terminal): Promise<number> {
	const [name, ...rest] = args;
	const asksHelp = name === "help" || name === "--help" || rest.some((arg) => arg === "--help" || arg === "-h");
	const wanted = name === "help" ? rest[0] : name;
	const found = subcommands.find((command) => command.name === wanted);
	if (found && asksHelp) {
		terminal.say(usage([found]));
		return 0;
	}
	if (found && !existsSync(terminal.folder)) {
		terminal.error(`There is no folder ${terminal.folder}: FLOWS_DIR says where the flows lie, see .env.example.`);
		return 2;
	}
	if (found) return await found.run(rest, terminal);
	if (wanted !== undefined && !wanted.startsWith("-")) {
		const guess = nearest(
			wanted,
			subcommands.map((command) => command.name),
		);
		terminal.error(`There is no command "${wanted}"${didYouMean(guess)}`);
	}
	terminal.say(usage(subcommands));
	return asksHelp ? 0 : 2;
}

function usage(commands: readonly Subcommand[]): string {
	const lines = commands.flatMap(({ call, summary, more }) => [
		`  ${call}`,
		`      ${summary}`,
		...(more !== undefined && commands.length === 1 ? more.split("\n").map((line) => `  ${line}`) : []),
	]);
	return ["npm run flows -- …", ...lines].join("\n");
}

const called = process.argv[1];
if (called !== undefined && import.meta.url === pathToFileURL(called).href) {
	const folder = normalize(readFlowsDir());
	// Whoever reads us by `head` has read enough; what is under way is still done.
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code !== "EPIPE") throw error;
	});
	process.exitCode = await runFlowsCommand(process.argv.slice(2), {
		say: (text) => console.log(text),
		error: (text) => console.error(text),
		folder,
		lines: typedLines,
		changes: () => folderChanges(folder),
		...(process.stderr.isTTY && { progress: drawProgress }),
		// Loaded only where it is needed: most commands know no database.
		shop: async () => (await import("./shop-for-command.ts")).openShopForCommand(),
	}).catch((error: unknown) => {
		if (!(error instanceof ConfigFault)) throw error;
		console.error(error.message);
		return 2;
	});
}

/** A bar that stays on one line, beside what the command says on stdout. */
function drawProgress(done: number, all: number): void {
	const width = 30;
	const full = Math.round((width * done) / Math.max(all, 1));
	const bar = "█".repeat(full) + "░".repeat(width - full);
	process.stderr.write(`\r${bar} ${done} of ${all}${done >= all ? "\n" : ""}`);
}

/** Asked for only by commands that listen: an open input would keep the others from ending. */
async function* typedLines(): AsyncGenerator<string> {
	const { stdin, stdout } = process;
	const lines = createInterface({ input: stdin, ...(stdin.isTTY ? { output: stdout, prompt: "> " } : {}) });
	lines.prompt();
	for await (const line of lines) {
		yield line;
		lines.prompt();
	}
}

/** Changes that come while the tests play are kept until they are asked for. */
async function* folderChanges(folder: string): AsyncGenerator<void> {
	const bell = new EventEmitter();
	const stop = watchFlows(folder, () => bell.emit("change"));
	try {
		for await (const _ of on(bell, "change")) yield;
	} finally {
		stop();
	}
}
