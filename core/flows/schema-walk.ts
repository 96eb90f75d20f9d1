import { type GlobalMeta, z } from "zod";

/** A schema without its wrappings, and everything that was noted on it. */
export interface Bare {
	inner: z.ZodType;
	meta: GlobalMeta;
	optional: boolean;
}

/** Takes the wrappings off a schema, once for each. */
export function bare(schema: z.ZodType): Bare {
	const known = seen.get(schema);
	if (known) return known;
	let inner = schema;
	let optional = false;
	while (inner instanceof z.ZodOptional) {
		optional = true;
		const next: unknown = inner.unwrap();
		if (!(next instanceof z.ZodType)) break;
		inner = next;
	}
	const found = { inner, meta: { ...inner.meta(), ...schema.meta() }, optional };
	seen.set(schema, found);
	return found;
}

const seen = new WeakMap<z.ZodType, Bare>();

/** The words of a map, each with its schema. */
export function shapeOf(schema: z.ZodObject): Record<string, z.ZodType> {
	return z.record(z.string(), z.instanceof(z.ZodType)).parse(schema.shape);
}

/** The branches of a union. */
export function branchesOf(schema: z.ZodUnion): z.ZodType[] {
	return z.array(z.instanceof(z.ZodType)).parse(schema.options);
}

/** The schema of a list's elements or a map's values. */
export function insideOf(schema: z.ZodArray | z.ZodRecord): z.ZodType {
	return z.instanceof(z.ZodType).parse(schema instanceof z.ZodArray ? schema.element : schema.valueType);
}

/** What the words of a map that names no further ones must look like, if it allows any. */
export function othersOf(schema: z.ZodObject): z.ZodType | undefined {
	const others: unknown = schema.def.catchall;
	return others instanceof z.ZodType && !(others instanceof z.ZodNever) ? others : undefined;
}

/** What a schema takes: decides the branch of a union by the look of the value alone. */
export function kindOf(schema: z.ZodType): "map" | "list" | "scalar" {
	const { inner } = bare(schema);
	if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return "map";
	if (inner instanceof z.ZodArray || inner instanceof z.ZodTuple) return "list";
	return "scalar";
}

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
