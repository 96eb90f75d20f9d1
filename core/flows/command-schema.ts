import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchemas, schemaFileName, schemaText } from "./json-schemas.ts";
import { FILE_KINDS } from "./schema.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";

/** `schema [--check]` */
export const schemaCommand: Subcommand = {
	name: "schema",
	call: "schema [--check]",
	summary: "writes flows/.schema/, by which editors complete; --check only compares",
	run: schema,
};

function schema(args: readonly string[], terminal: Terminal): number {
	if (args.some((arg) => arg !== "--check")) {
		terminal.error(`write ${schemaCommand.call}`);
		return 2;
	}
	const folder = join(terminal.folder, ".schema");
	const schemas = jsonSchemas();
	const texts = FILE_KINDS.map((kind) => ({
		path: join(folder, schemaFileName(kind)),
		text: schemaText(schemas[kind]),
	}));
	const outdated = texts.filter(({ path, text }) => written(path) !== text);
	if (args.includes("--check")) {
		for (const { path } of outdated) terminal.error(`${path} is out of date — run npm run flows -- schema`);
		return outdated.length === 0 ? 0 : 1;
	}
	mkdirSync(folder, { recursive: true });
	for (const { path, text } of outdated) writeFileSync(path, text);
	terminal.say(
		outdated.length === 0 ? "all schemas are up to date" : outdated.map(({ path }) => `wrote ${path}`).join("\n"),
	);
	return 0;
}

function written(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return undefined; // not there yet
	}
}
