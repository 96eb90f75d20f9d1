import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { jsonSchemas, schemaFileName, schemaText } from "#core/flows/json-schemas.ts";
import { readFolder } from "#core/flows/load.ts";
import { readFlowsFile } from "#core/flows/read-file.ts";
import { FILE_KINDS, type FileKind } from "#core/flows/schema.ts";
import { nameTells } from "#core/flows/shelf.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { isMap } from "#core/flows/test-script.ts";

const ajv = new Ajv({ strict: false });
const schemas = jsonSchemas();
const validators = new Map(FILE_KINDS.map((kind) => [kind, ajv.compile(schemas[kind])]));

test.each(FILE_KINDS)("a fresh clone completes %s files by today's schema", (kind) => {
	expect(readFileSync(`flows/.schema/${schemaFileName(kind)}`, "utf8")).toBe(schemaText(schemas[kind]));
});

describe("every shipped file passes the schema that its first line names", () => {
	test.each(
		readFolder("flows").flatMap(({ path, text }) => (path.endsWith(".yaml") ? [[path, text] as const] : [])),
	)("%s", (path, text) => {
		const kind = kindOf(path);
		const validate = validators.get(kind);

		expect(validate?.(readFlowsFile(kind, path, text).data()), JSON.stringify(validate?.errors?.slice(0, 3))).toBe(
			true,
		);
		expect(text.split("\n")[0]).toBe(
			`# yaml-language-server: $schema=${path.includes("/") ? "../" : ""}.schema/${schemaFileName(kind)}`,
		);
	});
});

test("an editor underlines a word that no step has", () => {
	const flow = { flow: "x", title: "X", purpose: "service", start: [], steps: [{ say: "Привет", txt: "?" }] };

	expect(validators.get("flow")?.(flow)).toBe(false);
});

/** What a schema can see: words and values of the wrong form, and names of events and actions that the shop does not have. */
const STRUCTURAL = ["F003", "F004", "F010", "F011", "F012", "F013"];

describe.each(["broken", "broken-offer"])("of the faults of form in %s.flow.yaml", (id) => {
	const path = `test/flows/${id}.flow.yaml`;
	const file = readFlowsFile("flow", path, readFileSync(path, "utf8"));
	const data = file.data();
	const places = isMap(data) ? Object.entries(data) : [];
	const clean = { flow: "x", title: "X", purpose: "service", start: [], steps: [{ say: "Раз" }] };
	const lineOf = (word: string) => file.source.text.split("\n").findIndex((line) => line.startsWith(`${word}:`)) + 1;

	/** Every word of the head alone, every step alone, with the lines they stand on. */
	const parts = places.flatMap(([word, value], at) => {
		const next = places[at + 1]?.[0];
		const [from, to] = [lineOf(word), next === undefined ? Number.POSITIVE_INFINITY : lineOf(next)];
		if (word !== "steps" || !Array.isArray(value)) return [{ name: word, from, to, flow: { ...clean, [word]: value } }];
		const starts = stepLines(file.source.text);
		return value.map((step, number) => ({
			name: `steps[${number}]`,
			from: starts[number] ?? 0,
			to: starts[number + 1] ?? Number.POSITIVE_INFINITY,
			flow: { ...clean, steps: [step] },
		}));
	});

	test.each(parts)("an editor underlines those in $name, and nothing where there are none", ({ from, to, flow }) => {
		const isHere = (line: number) => from <= line && line < to;
		const told = file.problems.filter(({ code, line }) => STRUCTURAL.includes(code) && isHere(line));
		const strange = file.leaves.filter(
			({ lang, text, node }) =>
				((lang === "event" && !(text in shopVocabulary.events)) ||
					(lang === "action" && !(text in shopVocabulary.actions))) &&
				isHere(file.source.place(node.start).line),
		);

		expect(validators.get("flow")?.(flow)).toBe(told.length + strange.length === 0);
	});
});

/** The lines on which the steps of a flow begin. */
function stepLines(text: string): number[] {
	const lines = text.split("\n");
	const begin = lines.indexOf("steps:");
	return lines.flatMap((line, at) => (at > begin && line.startsWith("  - ") ? [at + 1] : []));
}

test("an editor offers what the shop knows: events, actions, types, fields", () => {
	const flow = JSON.stringify(schemas.flow);

	for (const word of ["order.delivered", "cart.add", "yesno", "customer.birthday"]) expect(flow).toContain(`"${word}"`);
});

function kindOf(path: string): FileKind {
	const known = nameTells(path);
	if (!known || known === "elsewhere") throw new Error(`${path} is no file of the language`);
	return known.kind;
}
