import { createHash } from "node:crypto";
import { REFRESH_FIGURES } from "#core/customers/figures-sql.ts";
import type { RejectedLine } from "#core/note-import.ts";
import type { FileRecord } from "#core/read-csv.ts";
import type { Shop } from "#core/shop.ts";
import { type ImportLine, type LineRules, readImportLine } from "./import-line.ts";
import * as sql from "./import-sql.ts";

/** Lines written in one transaction. */
const BATCH = 1000;

/** Who bought what nobody's name stands on. One customer for all of them: no people are invented. */
export const WALK_IN = "walk-in";

/** Whom a part of the import concerns, so that ids of two shops do not meet. */
const REF = { customer: (id: string) => `import:${id}`, invoice: (number: string) => `import:${number}` };

/** How an import ended. Sums in minor units; `stored` is what the database says of the lines taken. */
export type ImportResult = {
	readonly lines: number;
	readonly imported: number;
	/** Of them, those that an earlier run had brought. */
	readonly known: number;
	readonly rejected: readonly RejectedLine[];
	readonly sums: {
		readonly file: number;
		readonly imported: number;
		readonly rejected: number;
		readonly stored: number;
	};
	readonly orders: number;
	readonly customers: number;
};

/**
 * Takes the order lines of a file into the shop, batch by batch; every line ends as imported or as rejected with a reason.
 * Safe to run twice and after a crash: an invoice is one order by its number, a line is known by what it says and how
 * often the file has said it before. An invoice that takes goods back is an order of its own in state `returned`, with
 * quantities below zero, so that the sums agree; figures do not count it.
 */
export async function importOrders(
	shop: Shop,
	records: AsyncIterable<FileRecord>,
	{ rules, currency, progress = () => {} }: { rules: LineRules; currency: string; progress?: (bytes: number) => void },
): Promise<ImportResult> {
	const tally = new Tally();
	let batch: KnownLine[] = [];
	for await (const record of records) {
		const line = tally.take(record, rules);
		if (line) batch.push(line);
		if (batch.length >= BATCH) batch = await flush(shop, batch, tally, currency);
		progress(record.bytes);
	}
	await flush(shop, batch, tally, currency);
	await finish(shop, tally);
	return tally.result();
}

/** The same without a database: what would become of the lines. */
export async function previewImport(records: AsyncIterable<FileRecord>, rules: LineRules): Promise<ImportResult> {
	const tally = new Tally();
	for await (const record of records) {
		const line = tally.take(record, rules);
		if (line) tally.stored += line.sum;
	}
	return tally.result();
}

type KnownLine = ImportLine & { readonly id: string };

/** Counts what became of each line. */
class Tally {
	readonly rejected: RejectedLine[] = [];
	readonly customers = new Set<string>();
	readonly invoices = new Set<string>();
	stored = 0;
	known = 0;
	private readonly seen = new Map<string, number>();
	private lines = 0;
	private imported = 0;
	private readonly sums = { file: 0, imported: 0, rejected: 0 };

	take(record: FileRecord, rules: LineRules): KnownLine | undefined {
		this.lines++;
		const read =
			"broken" in record
				? ({ taken: false, reason: `no CSV: ${record.broken}`, sum: 0 } as const)
				: readImportLine(record.cells, rules);
		this.sums.file += read.sum;
		if (!read.taken) {
			this.sums.rejected += read.sum;
			this.rejected.push({ line: record.line, reason: read.reason, raw: record.raw });
			return undefined;
		}
		this.imported++;
		this.sums.imported += read.sum;
		const { line } = read;
		this.invoices.add(REF.invoice(line.invoice));
		if (line.customer) this.customers.add(REF.customer(line.customer));
		return { ...line, id: this.identify(line) };
	}

	/** The same line twice in a file is two lines; the same file twice is one. */
	private identify({ invoice, sku, title, qty, price, at }: ImportLine): string {
		const said = JSON.stringify([invoice, sku, title, qty, price, at]);
		const hash = createHash("sha256").update(said).digest("base64").slice(0, 22);
		const times = (this.seen.get(hash) ?? 0) + 1;
		this.seen.set(hash, times);
		const id = createHash("sha256").update(`${hash} ${times}`).digest("hex");
		return `${id.slice(0, 8)}-${id.slice(8, 12)}-8${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20, 32)}`;
	}

	result(): ImportResult {
		return {
			lines: this.lines,
			imported: this.imported,
			known: this.known,
			rejected: this.rejected,
			sums: { ...this.sums, stored: this.stored },
			orders: this.invoices.size,
			customers: this.customers.size,
		};
	}
}

async function flush(shop: Shop, batch: readonly KnownLine[], tally: Tally, currency: string): Promise<KnownLine[]> {
	if (batch.length === 0) return [];
	const buyer = (line: ImportLine) => (line.customer ? REF.customer(line.customer) : REF.customer(WALK_IN));
	const lines = batch.map(({ id, invoice, sku, title, qty, price, sum }) => ({
		id,
		ref: REF.invoice(invoice),
		sku,
		title,
		qty,
		price,
		sum,
	}));
	const countries = batch.flatMap((line) =>
		line.customer && line.country ? [{ ref: buyer(line), country: line.country }] : [],
	);
	const orders = batch.map((line) => ({
		ref: REF.invoice(line.invoice),
		customer: buyer(line),
		at: line.at,
		returned: line.returned,
	}));
	await shop.atomically(async ({ db, now }) => {
		await db.written(sql.IMPORT_CUSTOMERS, [JSON.stringify(batch.map((line) => ({ ref: buyer(line), at: line.at })))]);
		await db.written(sql.IMPORT_COUNTRIES, [JSON.stringify(countries), now()]);
		await db.written(sql.IMPORT_ORDERS, [JSON.stringify(orders), currency]);
		const fresh = await db.written(sql.IMPORT_LINES, [JSON.stringify(lines)]);
		await db.written(sql.IMPORT_TOTALS, [JSON.stringify([...new Set(lines.map(({ ref }) => ref))])]);
		const [stands] = await db.written<{ count: number; sum: bigint }>(sql.SUM_OF_LINES, [
			JSON.stringify(lines.map(({ id }) => id)),
		]);
		tally.known += batch.length - fresh.length;
		tally.stored += Number(stands?.sum ?? 0);
	});
	return [];
}

/** Diary and figures, once all lines of an order are there. The walk-in's figures would mean nothing. */
async function finish(shop: Shop, tally: Tally): Promise<void> {
	for (const refs of chunks([...tally.invoices])) await shop.db.written(sql.IMPORT_DIARY, [JSON.stringify(refs)]);
	for (const refs of chunks([...tally.customers])) {
		const rows = await shop.db.written<{ id: string }>(sql.IMPORTED_CUSTOMERS, [JSON.stringify(refs)]);
		await shop.db.written(REFRESH_FIGURES, [JSON.stringify(rows.map(({ id }) => id))]);
	}
}

function chunks<T>(list: readonly T[], size = 2000): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, place) =>
		list.slice(place * size, (place + 1) * size),
	);
}
