import { z } from "zod";
import { money, typedText } from "./shared.ts";

/** What an order line is made of; as core/orders/import-mapping.ts has them. The first four must be there. */
export const IMPORT_FIELDS = ["invoice", "at", "quantity", "price", "sku", "title", "customer", "country"] as const;
export const NEEDED_FIELDS: ReadonlySet<string> = new Set(["invoice", "at", "quantity", "price"]);

/** Which column of the file holds what, and how its values are written. */
export const importMapping = z.strictObject({
	columns: z.partialRecord(z.enum(IMPORT_FIELDS), typedText(200)),
	/** How 3/4/2026 is meant. */
	slashes: z.enum(["day-first", "month-first"]).optional(),
	/** How an invoice number begins that takes goods back. */
	cancellation: typedText(10),
});
export type ImportMappingView = z.infer<typeof importMapping>;

/** What became of the lines, or would become of them. */
const importResult = z.object({
	lines: z.number().int(),
	imported: z.number().int(),
	/** Of them, those that an earlier run had brought. */
	known: z.number().int(),
	refused: z.number().int(),
	orders: z.number().int(),
	customers: z.number().int(),
	sum: money,
	/** The first of the refused lines. */
	examples: z.array(z.object({ line: z.number().int(), reason: z.string(), raw: z.string() })),
});
export type ImportResultView = z.infer<typeof importResult>;
export const importPreview = importResult;

/** How far the import of a file is. */
export function importState<Result extends z.ZodType>(result: Result) {
	return z.discriminatedUnion("is", [
		z.object({ is: z.literal("ready") }),
		z.object({ is: z.literal("running"), percent: z.number() }),
		z.object({ is: z.literal("done"), result }),
		z.object({ is: z.literal("failed") }),
	]);
}

/** GET /api/imports/:id: a file that was brought, and how far it is. */
export const importView = z.object({
	id: z.string(),
	name: z.string(),
	bytes: z.number().int(),
	header: z.array(z.string()),
	/** The first rows, cell by cell. */
	rows: z.array(z.array(z.string())),
	/** As guessed by the headers. */
	mapping: importMapping,
	state: importState(importResult),
});
export type ImportView = z.infer<typeof importView>;
