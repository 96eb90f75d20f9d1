import { coverageOf } from "./coverage.ts";
import { type Loaded, loadFlows, readFolder } from "./load.ts";
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
	const asked = tests.filter((_, at) => flows.length === 0 || flows.includes(known[at] ?? ""));
	const wanted = asked.filter(({ path }) => !loaded.broken.includes(path));
	const unplayed = asked.filter((test) => !wanted.includes(test));
	for (const path of loaded.broken)
		if (!unplayed.some((test) => test.path === path)) terminal.error(`${path} is broken — see npm run flows -- check`);
	for (const { name } of unplayed) tellErrors(name, loaded, terminal);
	if (wanted.length === 0 && unplayed.length > 0) return 1;
	const ground = { open: openBook(loaded.book), loaded: loaded.book, vocabulary: shopVocabulary };
	const results = wanted.flatMap((test) => play(test, ground));
	const failures = results.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
	for (const failure of failures) terminal.error(failure);
	// Without its cases a flow would look as if nothing reached it.
	if (coverage && unplayed.length === 0) tellCoverage(ground, results, flows, terminal);
	terminal.say(`${results.length - failures.length} of ${results.length} cases pass`);
	const harmful = loaded.broken.some((path) => mayMatter(path, flows));
	return failures.length > 0 || harmful || results.length === 0 ? 1 : 0;
}

/** Whoever asked for one flow is not stopped by another's mistake: it is told, and its good version plays. */
function mayMatter(path: string, flows: readonly string[]): boolean {
	if (flows.length === 0 || !/^[a-z][^/]*\.(?:flow|test)\.yaml$/.test(path)) return true;
	return flows.some((flow) => path.startsWith(`${flow}.`));
}

const TEST_FILE = ".test.yaml";

function play({ name, text }: FlowsText, ground: TestGround): CaseResult[] {
	const read = readTestScript(name, text);
	if (!("script" in read)) throw new Error(`${name} was checked, and cannot be read.`);
	return runTestScript(read.script, ground);
}

/** What is wrong with a test file, whose cases are not played then. */
function tellErrors(name: string, { problems }: Loaded, terminal: Terminal): void {
	for (const { file, line, column, severity, code, message } of problems)
		if (file === name && severity === "error") terminal.error(`${file}:${line}:${column} error ${code} ${message}`);
	terminal.error(`${name} is broken: its cases are not played`);
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
