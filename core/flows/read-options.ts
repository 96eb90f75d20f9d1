import { parseArgs } from "node:util";

/** What a command was called with: plain words, `--name value` pairs and lone `--flags`. */
export type Options = {
	readonly words: readonly string[];
	readonly options: ReadonlyMap<string, string>;
	readonly flags: ReadonlySet<string>;
};

/** Reads what follows a subcommand; an option nobody knows, or without its value, comes back as a fault. */
export function readOptions(
	args: readonly string[],
	valued: readonly string[],
	flags: readonly string[] = [],
): Options | { readonly fault: string } {
	const known = [
		...valued.map((name) => [name, { type: "string" as const }] as const),
		...flags.map((name) => [name, { type: "boolean" as const }] as const),
	];
	try {
		const read = parseArgs({ args: [...args], options: Object.fromEntries(known), allowPositionals: true });
		const values = Object.entries(read.values);
		return {
			words: read.positionals,
			options: new Map(values.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []))),
			flags: new Set(values.flatMap(([name, value]) => (value === true ? [name] : []))),
		};
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return { fault: error.message.split(". ")[0] ?? error.message };
	}
}
