import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { isZone } from "#core/zoned-time.ts";

/** What an order line is made of. The first four must be there. */
export const IMPORT_FIELDS = ["invoice", "at", "quantity", "price", "sku", "title", "customer", "country"] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Which column holds what, and how its values are written. */
export type ImportMapping = {
	readonly columns: Partial<Readonly<Record<ImportField, string>>>;
	/** Clock of times without a zone; absent: the shop's. */
	readonly zone?: string | undefined;
	/** ISO 4217; absent: the shop's. */
	readonly currency?: string | undefined;
	/** How `3/4/2026` is meant; absent: such a line is refused, as nobody can know. */
	readonly slashes?: "day-first" | "month-first" | undefined;
	/** How an invoice number begins that takes goods back. */
	readonly cancellation: string;
};

const mappingFile = z.strictObject({
	columns: z.partialRecord(z.enum(IMPORT_FIELDS), z.string()),
	zone: z.string().refine(isZone, "is no time zone").optional(),
	currency: z
		.string()
		.regex(/^[A-Z]{3}$/)
		.optional(),
	slashes: z.enum(["day-first", "month-first"]).optional(),
	cancellation: z.string().default("C"),
});

/** Reads a mapping file. Throws what is wrong with it, in its own words. */
export function readMapping(yaml: string): ImportMapping {
	const read = mappingFile.safeParse(parseYaml(yaml));
	if (read.success) return read.data;
	throw new Error(`The mapping cannot be used:\n${z.prettifyError(read.error)}`);
}

/** Guesses by the header which column holds what. */
export function guessMapping(header: readonly string[]): ImportMapping {
	const columns: Partial<Record<ImportField, string>> = {};
	for (const field of IMPORT_FIELDS) {
		const found = header.find(
			(column) => KNOWN_HEADERS[field].includes(bare(column)) && !Object.values(columns).includes(column),
		);
		if (found !== undefined) columns[field] = found;
	}
	return { columns, cancellation: "C" };
}

/** The columns that are missing and must not be. */
export function missingColumns({ columns }: ImportMapping, header: readonly string[]): string[] {
	const needed = (["invoice", "at", "quantity", "price"] as const).filter((field) => columns[field] === undefined);
	const unknown = Object.values(columns).filter((column) => !header.includes(column));
	return [...needed, ...unknown];
}

function bare(column: string): string {
	return column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

const KNOWN_HEADERS: Readonly<Record<ImportField, readonly string[]>> = {
	invoice: [
		"invoiceno",
		"invoice",
		"orderno",
		"ordernumber",
		"orderid",
		"order",
		"заказ",
		"номерзаказа",
		"номер",
		"чек",
	],
	at: ["invoicedate", "date", "datetime", "orderdate", "createdat", "дата", "датазаказа", "времязаказа"],
	quantity: ["quantity", "qty", "count", "количество", "колво", "штук"],
	price: ["unitprice", "price", "itemprice", "цена", "ценазаштуку"],
	sku: ["stockcode", "sku", "article", "productid", "артикул", "код"],
	title: ["description", "title", "name", "product", "товар", "название", "наименование"],
	customer: ["customerid", "customer", "clientid", "client", "клиент", "покупатель", "idклиента"],
	country: ["country", "страна"],
};
