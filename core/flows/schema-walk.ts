import { type GlobalMeta, z } from "zod";

/** A schema without its wrappings, and everything that was noted on it. */
export type Bare = Form & { readonly meta: GlobalMeta; readonly optional: boolean };

/** How a value of a schema is written, and thereby read. */
type Form =
	| { readonly form: "steps" | "value" | "anything" | "tuple" | "scalar"; readonly inner: z.ZodType }
	| { readonly form: "kinds"; readonly inner: z.ZodUnion }
	| { readonly form: "words"; readonly inner: z.ZodObject }
	| { readonly form: "names"; readonly inner: z.ZodRecord }
	| { readonly form: "list"; readonly inner: z.ZodArray };

/** Takes the wrappings off a schema, once for each. */
export const bare = once((schema: z.ZodType): Bare => {
	let inner = schema;
	let optional = false;
	while (inner instanceof z.ZodOptional) {
		optional = true;
		const next: unknown = inner.unwrap();
		if (!(next instanceof z.ZodType)) break;
		inner = next;
	}
	const meta = { ...inner.meta(), ...schema.meta() };
	return { ...formOf(inner, meta), meta, optional };
});

/** Zod is asked what a schema is only here, as its `instanceof` takes longer than reading a word. */
function formOf(inner: z.ZodType, { lang }: GlobalMeta): Form {
	if (lang === "steps" || lang === "value") return { form: lang, inner };
	if (inner instanceof z.ZodUnknown) return { form: "anything", inner };
	if (inner instanceof z.ZodUnion && kindsOf(inner).size > 1) return { form: "kinds", inner };
	if (inner instanceof z.ZodObject) return { form: "words", inner };
	if (inner instanceof z.ZodRecord) return { form: "names", inner };
	if (inner instanceof z.ZodArray) return { form: "list", inner };
	return { form: inner instanceof z.ZodTuple ? "tuple" : "scalar", inner };
}

/** The words of a map, each with its schema. */
export const shapeOf = once((schema: z.ZodObject) => z.record(z.string(), z.instanceof(z.ZodType)).parse(schema.shape));

/** The words of a map that must stand there. */
export const neededOf = once((schema: z.ZodObject) =>
	Object.entries(shapeOf(schema)).filter(([, word]) => !bare(word).optional),
);

/** The schema of a map's keys. */
export const keyOf = once((schema: z.ZodRecord) => z.instanceof(z.ZodType).parse(schema.keyType));

/** The branches of a union. */
export const branchesOf = once((schema: z.ZodUnion) => z.array(z.instanceof(z.ZodType)).parse(schema.options));

/** The schema of a list's elements or a map's values. */
export const insideOf = once((schema: z.ZodArray | z.ZodRecord) =>
	z.instanceof(z.ZodType).parse(schema instanceof z.ZodArray ? schema.element : schema.valueType),
);

/** Worked out once for each schema: a folder of flows asks some millions of times. */
function once<Schema extends z.ZodType, Found>(workOut: (schema: Schema) => Found): (schema: Schema) => Found {
	const known = new WeakMap<Schema, { found: Found }>();
	return (schema) => {
		const before = known.get(schema);
		if (before) return before.found;
		const found = workOut(schema);
		known.set(schema, { found });
		return found;
	};
}

/** What the words of a map that names no further ones must look like, if it allows any. */
export const othersOf = once((schema: z.ZodObject): z.ZodType | undefined => {
	const others: unknown = schema.def.catchall;
	return others instanceof z.ZodType && !(others instanceof z.ZodNever) ? others : undefined;
});

/** Whether a schema takes a value. */
export function fits(schema: z.ZodType, value: unknown): boolean {
	return takesAnyText(schema) && typeof value === "string" ? true : schema.safeParse(value).success;
}

/** Most words are texts of any form: those need no look by Zod. */
const takesAnyText = once((schema: z.ZodType): boolean =>
	schema instanceof z.ZodUnion
		? branchesOf(schema).some(takesAnyText)
		: schema instanceof z.ZodString && (schema.def.checks ?? []).length === 0,
);

/** Whether texts may stand here, if perhaps not all of them. */
export const takesText = once(
	(schema: z.ZodType) => schema instanceof z.ZodString || schema.safeParse("a text").success,
);

/** What a schema takes: decides the branch of a union by the look of the value alone. */
export const kindOf = once((schema: z.ZodType): "map" | "list" | "scalar" => {
	const { inner } = bare(schema);
	if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return "map";
	if (inner instanceof z.ZodArray || inner instanceof z.ZodTuple) return "list";
	return "scalar";
});

/** What the branches of a union take. */
export const kindsOf = once((schema: z.ZodUnion) => new Set(branchesOf(schema).map(kindOf)));

/** What stands for a value that was wrong or missing, so that the checks may go on. */
export function blank(schema: z.ZodType): unknown {
	const { inner } = bare(schema);
	if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return {};
	if (inner instanceof z.ZodArray || inner instanceof z.ZodTuple) return [];
	if (inner instanceof z.ZodNumber) return 0;
	if (inner instanceof z.ZodBoolean) return false;
	if (inner instanceof z.ZodUnion) {
		const branches = branchesOf(inner);
		return blank(branches.find((branch) => kindOf(branch) === "map") ?? branches[0] ?? z.string());
	}
	return "";
}
