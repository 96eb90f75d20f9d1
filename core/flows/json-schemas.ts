import { z } from "zod";
import { deepSchemas, FILE_KINDS, type FileKind } from "./schema.ts";
import { hintFor } from "./schema-hints.ts";

/** The JSON Schema of every kind of file, for completion and hints in editors. */
export function jsonSchemas(): Record<FileKind, object> {
	const schemas = deepSchemas();
	const made = FILE_KINDS.map((kind) => [kind, jsonSchemaOf(schemas[kind])] as const);
	return Object.fromEntries(made) as Record<FileKind, object>;
}

/** How the file of a schema is called in `flows/.schema/`. */
export function schemaFileName(kind: FileKind): string {
	return `${kind}.schema.json`;
}

export function schemaText(schema: object): string {
	return `${JSON.stringify(schema, undefined, "\t")}\n`;
}

/** Notes that only our own walks read are no business of editors. */
const OURS = ["lang", "wording", "apart", "shorthand", "yields", "ordered", "ids", "instead"];

function jsonSchemaOf(schema: z.ZodType): object {
	return z.toJSONSchema(schema, {
		target: "draft-07",
		io: "input",
		override: ({ zodSchema, jsonSchema }) => {
			const { lang } = z.globalRegistry.get(zodSchema) ?? {};
			const { description, examples, only } = hintFor(lang);
			if (description !== undefined) jsonSchema.description ??= description;
			if (examples) jsonSchema.examples ??= [...examples];
			// A schema with examples of its own takes more than the shop has registered.
			if (only && jsonSchema.examples === undefined) jsonSchema.enum ??= [...only];
			for (const note of OURS) delete jsonSchema[note];
		},
	});
}
