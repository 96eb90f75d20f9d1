import { coverageOf } from "./coverage.ts";
import { loadFlows, readFolder } from "./load.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { openBook } from "./open-book.ts";
import { readOptions } from "./read-options.ts";
import type { FlowsText } from "./shelf.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";
import { type CaseResult, runTestScript, type TestGround } from "./test-files.ts";
import { readTestScript } from "./test-script.ts";

/** `test [flows] [--coverage] [--watch]` */
export const testCommand: Subcommand = {
	name: "test",
	call: "test [flows] [--coverage] [--watch]",
	summary:
		"plays the test files in virtual time; coverage lists steps that no case reaches; watch plays at each change",
	run,
};

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
	const read = readOptions(args, [], ["coverage", "watch"]);
	if ("fault" in read) {
		terminal.error(`${read.fault} — write ${testCommand.call}`);
		return 2;
	}
	const asked = { flows: read.words, coverage: read.flags.has("coverage") };
	const code = playOnce(asked, terminal);
	if (!read.flags.has("watch") || !terminal.changes) return code;
	terminal.say("waiting for changes (Ctrl-C leaves)");
	for await (const _ of terminal.changes()) {
		terminal.say("");
		playOnce(asked, terminal);
	}
	return 0;
}

type Asked = { readonly flows: readonly string[]; readonly coverage: boolean };

function playOnce({ flows, coverage }: Asked, terminal: Terminal): number {
	const texts = readFolder(terminal.folder, terminal.folder);
	const tests = texts.filter(({ path }) => path.endsWith(TEST_FILE));
	const known = tests.map(({ path }) => path.slice(0, -TEST_FILE.length));
	const missing = flows.find((flow) => !known.includes(flow));
	if (missing !== undefined) {
		const guess = didYouMean(nearest(missing, known));
		terminal.error(`There is no ${terminal.folder}/${missing}${TEST_FILE}${guess}`);
		return 2;
	}
	const loaded = loadFlows(texts, shopVocabulary);
	for (const path of loaded.broken) terminal.error(`${path} is broken — see npm run flows -- check`);
	const ground = { open: openBook(loaded.book), loaded: loaded.book, vocabulary: shopVocabulary };
	const wanted = tests.filter((_, at) => flows.length === 0 || flows.includes(known[at] ?? ""));
	const results = wanted.flatMap((test) => play(test, ground, terminal));
	const failures = results.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
	for (const failure of failures) terminal.error(failure);
	if (coverage) tellCoverage(ground, results, flows, terminal);
	terminal.say(`${results.length - failures.length} of ${results.length} cases pass`);
	return failures.length > 0 || loaded.broken.length > 0 || results.length === 0 ? 1 : 0;
}

const TEST_FILE = ".test.yaml";

function play({ name, text }: FlowsText, ground: TestGround, terminal: Terminal): CaseResult[] {
	const read = readTestScript(name, text);
	if ("script" in read) return runTestScript(read.script, ground);
	for (const { file, line, column, code, message } of read.problems) {
		terminal.error(`${file}:${line}:${column} error ${code} ${message}`);
	}
	return [];
}

/** Of the flows asked for, of all if none was. */
function tellCoverage(
	{ open }: TestGround,
	results: readonly CaseResult[],
	flows: readonly string[],
	terminal: Terminal,
): void {
	const programs = [...open.book.newest.values()].filter(({ flow }) => flows.length === 0 || flows.includes(flow));
	const { steps, unreached } = coverageOf(programs, results);
	for (const { file, line, step } of unreached) terminal.say(`${file}:${line} no case reaches ${step}`);
	terminal.say(`${steps - unreached.length} of ${steps} steps reached`);
}
