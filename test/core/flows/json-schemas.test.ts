import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { jsonSchemas, schemaFileName, schemaText } from "#core/flows/json-schemas.ts";
import { readFolder } from "#core/flows/load.ts";
import { readFlowsFile } from "#core/flows/read-file.ts";
import { FILE_KINDS, type FileKind } from "#core/flows/schema.ts";
import { nameTells } from "#core/flows/shelf.ts";

const ajv = new Ajv({ strict: false });
const schemas = jsonSchemas();
const validators = new Map(FILE_KINDS.map((kind) => [kind, ajv.compile(schemas[kind])]));

test.each(FILE_KINDS)("a fresh clone completes %s files by today's schema", (kind) => {
	expect(readFileSync(`flows/.schema/${schemaFileName(kind)}`, "utf8")).toBe(schemaText(schemas[kind]));
});

describe("every shipped file passes the schema that its first line names", () => {
	test.each(readFolder("flows").map(({ path, text }) => [path, text]))("%s", (path, text) => {
		const kind = kindOf(path);
		const validate = validators.get(kind);

		expect(validate?.(readFlowsFile(kind, path, text).data), JSON.stringify(validate?.errors?.slice(0, 3))).toBe(true);
		expect(text.split("\n")[0]).toBe(
			`# yaml-language-server: $schema=${path.includes("/") ? "../" : ""}.schema/${schemaFileName(kind)}`,
		);
	});
});

test("an editor underlines a word that no step has", () => {
	const flow = { flow: "x", title: "X", purpose: "service", start: [], steps: [{ say: "Привет", txt: "?" }] };

	expect(validators.get("flow")?.(flow)).toBe(false);
});

function kindOf(path: string): FileKind {
	const known = nameTells(path);
	if (!known || known === "elsewhere") throw new Error(`${path} is no file of the language`);
	return known.kind;
}
