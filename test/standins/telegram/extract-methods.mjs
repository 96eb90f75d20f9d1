/**
 * Makes methods.json, the compact table of the Bot API's methods and types that the stand-in checks calls against,
 * from the full machine-readable description:
 *
 *     node test/standins/telegram/extract-methods.mjs telegram-bot-api-10.1.json > test/standins/telegram/methods.json
 *
 * A field is one short sentence: its types joined by "|", "=word" where the documentation names the only value that
 * is allowed, "!" where it is required. A type that is "one of" others is the list of their names.
 */
import { readFileSync } from "node:fs";
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";

/** The compact table of one full description. */
export function extractMethods(api) {
	return {
		version: api.version,
		methods: Object.fromEntries(
			Object.values(api.methods).map(({ name, returns, fields }) => [
				name,
				{ returns: returns.join("|"), fields: compact(fields) },
			]),
		),
		types: Object.fromEntries(
			Object.values(api.types).map(({ name, subtypes, fields }) => [name, subtypes ?? compact(fields)]),
		),
	};
}

function compact(fields = []) {
	return Object.fromEntries(fields.map((field) => [field.name, sentence(field)]));
}

function sentence({ name, types, required, description }) {
	const only = ["type", "source", "status"].includes(name)
		? description.match(/(?:must be|always) [“"*]?([a-z_]+)[”"*]?\.?$/)?.[1]
		: undefined;
	return `${types.join("|")}${only ? `=${only}` : ""}${required ? "!" : ""}`;
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
	const table = extractMethods(JSON.parse(readFileSync(argv[2], "utf8")));
	stdout.write(`${JSON.stringify(table, null, "\t")}\n`);
}
