import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { checkFiles } from "./check-files.ts";
import { readFolder } from "./load.ts";
import { didYouMean, nearest } from "./nearest.ts";
import type { FlowsText } from "./shelf.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import { type Subcommand, type Terminal, withShop } from "./subcommand.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** `check [names or files] [--json] [--strict] [--shop]` */
export const checkCommand: Subcommand = {
	name: "check",
	call: "check [names or files] [--json] [--strict] [--shop]",
	summary: "says everything that is wrong with the flows, with line and remedy",
	run: check,
};

const FLAGS = ["--json", "--strict", "--shop"];

async function check(args: readonly string[], terminal: Terminal): Promise<number> {
	const flags = args.filter((arg) => arg.startsWith("-"));
	const wrong = flags.find((flag) => !FLAGS.includes(flag));
	if (wrong !== undefined) {
		terminal.error(`"${wrong}" is no option here — write ${checkCommand.call}`);
		return 2;
	}
	const names = args.filter((arg) => !arg.startsWith("-")).flatMap((word) => filesNamed(word, terminal));
	const texts = textsOf(names, terminal);
	if (!texts) return 2;
	const report = (vocabulary: Vocabulary): number => {
		const { problems, report: words } = checkFiles(texts, vocabulary, names.length === 0 ? undefined : names);
		terminal.say(flags.includes("--json") ? JSON.stringify(problems, undefined, "\t") : words.trimEnd());
		const counts = problems.filter(({ severity }) => severity === "error" || flags.includes("--strict"));
		return counts.length === 0 ? 0 : 1;
	};
	if (!flags.includes("--shop")) return report(shopVocabulary);
	return withShop(terminal, async ({ templates }) => {
		const approved = await templates();
		if (!approved)
			terminal.error("The shop has read no list of WhatsApp's templates yet: their names are not checked.");
		return report({ ...shopVocabulary, ...(approved && { templates: approved }) });
	});
}

/** A file as it is called, or all that belongs to a flow of this name: its file, its tests, its translations. */
export function filesNamed(word: string, { folder }: Terminal): string[] {
	if (word.includes(".") || word.includes("/")) return [word];
	const own = readFolder(folder, folder).filter(({ path }) => {
		const [first = "", second = ""] = basename(path).split(".");
		return first === word || (path.startsWith("i18n/") && second === word);
	});
	return own.length > 0 ? own.map(({ name }) => name) : [word];
}

/** The folder, and the named files that lie elsewhere as if they lay in it. */
export function textsOf(names: readonly string[], terminal: Terminal): FlowsText[] | undefined {
	const texts = readFolder(terminal.folder, terminal.folder);
	for (const name of names) {
		if (texts.some((text) => text.name === name)) continue;
		const text = readOrUndefined(name);
		if (text === undefined) {
			terminal.error(`There is no ${fileOrFlow(name, texts)}`);
			return undefined;
		}
		texts.push({ name, path: basename(name), text });
	}
	return texts;
}

/** What a name was meant to be: a word is a flow's, all else a file's. */
function fileOrFlow(name: string, texts: readonly FlowsText[]): string {
	if (name.includes(".") || name.includes("/")) return `file ${name}`;
	const flows = texts.flatMap(({ path }) => /^([^/]+)\.flow\.yaml$/.exec(path)?.[1] ?? []);
	return `flow "${name}"${didYouMean(nearest(name, flows))}`;
}

function readOrUndefined(name: string): string | undefined {
	try {
		return readFileSync(name, "utf8");
	} catch {
		return undefined; // told by the caller, in its own words
	}
}
