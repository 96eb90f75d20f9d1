import { type Loaded, loadFlows, readFolder } from "./load.ts";
import { type OpenBook, openBook } from "./open-book.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";
import { type CaseResult, runTestScript } from "./test-files.ts";
import { readTestScript } from "./test-script.ts";

/** `test [flows] [--coverage]` */
export const testCommand: Subcommand = {
	name: "test",
	call: "test [flows] [--coverage]",
	summary: "plays the test files in virtual time; coverage lists steps that no case reaches",
	run,
};

function run(args: readonly string[], terminal: Terminal): number {
	const wanted = args.filter((arg) => !arg.startsWith("-"));
	const strange = args.find((arg) => arg.startsWith("-") && arg !== "--coverage");
	if (strange !== undefined) {
		terminal.error(`"${strange}" is no option here — write ${testCommand.call}`);
		return 2;
	}
	const texts = readFolder(terminal.folder, terminal.folder);
	const missing = wanted.find((flow) => !texts.some(({ path }) => path === `${flow}.test.yaml`));
	if (missing !== undefined) {
		terminal.error(`There is no ${terminal.folder}/${missing}.test.yaml.`);
		return 2;
	}
	const loaded = loadFlows(texts, shopVocabulary);
	for (const path of loaded.broken) terminal.error(`${path} is broken — see npm run flows -- check`);
	const open = openBook(loaded.book);
	const scripts = texts.filter(({ path }) => path.endsWith(".test.yaml") && isWanted(path, wanted));
	const results = scripts.flatMap(({ name, text }) => play(name, text, { open, loaded }, terminal));
	const failures = results.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
	for (const failure of failures) terminal.error(failure);
	if (args.includes("--coverage")) for (const line of unreached(open, results)) terminal.say(line);
	terminal.say(`${results.length - failures.length} of ${results.length} cases pass`);
	return failures.length > 0 || loaded.broken.length > 0 || results.length === 0 ? 1 : 0;
}

function isWanted(path: string, wanted: readonly string[]): boolean {
	return wanted.length === 0 || wanted.some((flow) => path === `${flow}.test.yaml`);
}

function play(
	name: string,
	text: string,
	{ open, loaded }: { open: OpenBook; loaded: Loaded },
	terminal: Terminal,
): CaseResult[] {
	const read = readTestScript(name, text);
	if ("script" in read) {
		return runTestScript(read.script, { open, loaded: loaded.book, vocabulary: shopVocabulary });
	}
	for (const { file, line, column, code, message } of read.problems)
		terminal.error(`${file}:${line}:${column} error ${code} ${message}`);
	return [];
}

/** Step keys of the flows that were played which no case reached. */
function unreached({ book }: OpenBook, results: readonly CaseResult[]): string[] {
	const reached = new Set(results.flatMap(({ simulation }) => [...simulation.reached]));
	const played = new Set(results.flatMap(({ simulation }) => [...simulation.runs.values()].map(({ flow }) => flow)));
	return [...book.newest.values()]
		.filter(({ flow }) => played.has(flow))
		.flatMap(({ steps, file }) => {
			const never = steps.filter(({ key }) => !reached.has(`${file}:${key}`));
			return never.map(({ key, line }) => `${file}:${line} no case reaches ${key}`);
		});
}
