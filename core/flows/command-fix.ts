import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesNamed, textsOf } from "./command-check.ts";
import { fixFile } from "./fix.ts";
import { nameTells } from "./shelf.ts";
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
	for (const { name, path, text } of texts) {
		const known = nameTells(path);
		if (known === undefined || known === "elsewhere" || (names.length > 0 && !names.includes(name))) continue;
		const fixed = fixFile(known.kind, text);
		if (fixed.repairs.length === 0) continue;
		writeFileSync(name.startsWith(terminal.folder) ? join(terminal.folder, path) : name, fixed.text);
		for (const { line, was, now } of fixed.repairs)
			terminal.say([`${name}:${line} repaired`, `  - ${was}`, ...now.map((one) => `  + ${one}`)].join("\n"));
		repaired += fixed.repairs.length;
	}
	if (repaired === 0) terminal.say("nothing to repair");
	return 0;
}
