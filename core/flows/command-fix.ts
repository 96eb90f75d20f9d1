import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesNamed, textsOf } from "./command-check.ts";
import { fixFile } from "./fix.ts";
import { type FlowsText, nameTells } from "./shelf.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";

/** `fix [names or files]` */
export const fixCommand: Subcommand = {
	name: "fix",
	call: "fix [names or files]",
	summary: "repairs texts that YAML misreads; keeps comments, sorts nothing",
	run: fix,
};

function fix(args: readonly string[], terminal: Terminal): number {
	const wrong = args.find((arg) => arg.startsWith("-"));
	if (wrong !== undefined) {
		terminal.error(`"${wrong}" is no option here — write ${fixCommand.call}`);
		return 2;
	}
	const names = args.flatMap((word) => filesNamed(word, terminal));
	const texts = textsOf(names, terminal);
	if (!texts) return 2;
	let repaired = 0;
	for (const one of texts) if (names.length === 0 || names.includes(one.name)) repaired += repair(one, terminal);
	if (repaired === 0) terminal.say("nothing to repair");
	return 0;
}

/** Writes the file as it should be and tells each line; says how many. */
function repair({ name, path, text }: FlowsText, terminal: Terminal): number {
	const known = nameTells(path);
	if (known === undefined || known === "elsewhere") return 0;
	const fixed = fixFile(known.kind, text);
	if (fixed.repairs.length === 0) return 0;
	writeFileSync(name.startsWith(terminal.folder) ? join(terminal.folder, path) : name, fixed.text);
	for (const { line, was, now } of fixed.repairs)
		terminal.say([`${name}:${line} repaired`, `  - ${was}`, ...now.map((one) => `  + ${one}`)].join("\n"));
	return fixed.repairs.length;
}
