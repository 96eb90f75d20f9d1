import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { originalOf } from "./check-translation.ts";
import { readFolder } from "./load.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { asDefaults } from "./read-file.ts";
import { readOptions } from "./read-options.ts";
import { type Shelf, shelve } from "./shelf.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";
import { originalsOf } from "./text-ids.ts";
import { type Merged, mergeTranslation } from "./translation-file.ts";

/** `translate LANGUAGE [flows]` */
export const translateCommand: Subcommand = {
	name: "translate",
	call: "translate LANGUAGE [flows]",
	summary: "writes i18n/ files with every text to translate; keeps what is there, marks what has changed",
	run: translate,
};

function translate(args: readonly string[], terminal: Terminal): number {
	const read = readOptions(args, []);
	if ("fault" in read) return refuse(terminal, `${read.fault} — write ${translateCommand.call}`);
	const [language, ...flows] = read.words;
	const texts = readFolder(terminal.folder, terminal.folder);
	const { shelf } = shelve(texts);
	const own = shelf.defaults?.readable ? asDefaults(shelf.defaults).language : undefined;
	if (own === undefined)
		return refuse(terminal, `${terminal.folder}/_defaults.yaml does not say in which language the flows are`);
	if (language === undefined) return refuse(terminal, `write ${translateCommand.call}`);
	if (!/^[a-z]{2,3}$/.test(language)) return refuse(terminal, `"${language}" is no language: write en, de, kk …`);
	if (language === own) return refuse(terminal, `the flows are in "${language}" already`);
	const known = [...SHARED, ...shelf.flows.keys()];
	const strange = flows.find((flow) => !known.includes(flow));
	if (strange !== undefined)
		return refuse(terminal, `there is no flow "${strange}"${didYouMean(nearest(strange, known))}`);

	const wanted = flows.length > 0 ? flows : known;
	const results = wanted.flatMap((flow) => {
		const path = `i18n/${language}.${flow}.yaml`;
		const before = texts.find((text) => text.path === path)?.text;
		const merged = bringUp(shelf, flow, before, own, terminal);
		if (!merged) return [];
		if (merged.text !== before) write(join(terminal.folder, path), merged.text);
		return [{ path: `${terminal.folder}/${path}`, ...merged }];
	});
	for (const result of results) for (const line of told(result)) terminal.say(line);
	const open = results.reduce((sum, { missing, changed }) => sum + missing.length + changed.length, 0);
	terminal.say(`${results.length} files, ${open} ${open === 1 ? "text" : "texts"} to translate`);
	return 0;
}

/** Files that all flows share, with words for customers. */
const SHARED = ["_always", "_defaults", "_phrases"];

function refuse(terminal: Terminal, why: string): number {
	terminal.error(why);
	return 2;
}

/** The translation of one file; nothing for a file without words, or one that is broken. */
function bringUp(
	shelf: Shelf,
	flow: string,
	before: string | undefined,
	language: string,
	terminal: Terminal,
): Merged | undefined {
	const file = originalOf(shelf, flow);
	if (!file) return undefined;
	if (file.problems.length > 0) {
		terminal.error(`${file.source.name} is broken — see npm run flows -- check`);
		return undefined;
	}
	const merged = mergeTranslation(before, originalsOf(file), language);
	return before === undefined && merged.missing.length === 0 ? undefined : merged;
}

function write(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

function told({ path, missing, changed, unused }: Merged & { path: string }): string[] {
	const line = (what: string, ids: readonly string[]) => (ids.length > 0 ? [`${path}: ${what} ${ids.join(", ")}`] : []);
	return [...line("to translate", missing), ...line("changed", changed), ...line("no longer used", unused)];
}
