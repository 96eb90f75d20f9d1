import { type ImportNote, noteImport, type RejectedLine } from "#core/note-import.ts";
import type { FileRecord } from "#core/read-csv.ts";
import type { Shop } from "#core/shop.ts";
import { type CustomerLine, type CustomerRules, type LineDoubt, readCustomerLine } from "./read-customer-line.ts";
import { takeCustomerLine } from "./take-customer-line.ts";
import { tellDoubt } from "./tell-doubt.ts";

/** How an import of customers ended, or would end. */
export type CustomersImported = {
	readonly lines: number;
	readonly imported: number;
	/** Of them, those whom the shop knew already, or who stand in the file twice. */
	readonly known: number;
	/** Consents with evidence, and lines that say yes without any: these customers get no advertising. */
	readonly consents: number;
	readonly unproven: number;
	readonly rejected: readonly (Omit<RejectedLine, "reason"> & { readonly doubt: LineDoubt })[];
};

/** What would become of the lines; the shop is only looked at. */
export async function previewCustomers(
	shop: Shop,
	records: AsyncIterable<FileRecord>,
	rules: CustomerRules,
): Promise<CustomersImported> {
	const tally = new Tally();
	const before = new Set<string>();
	let asked: CustomerLine[] = [];
	const ask = async () => {
		tally.known += await countKnown(shop, asked);
		asked = [];
	};
	for await (const record of records) {
		const line = tally.take(record, rules);
		if (!line) continue;
		const signs = signsOf(line);
		if (signs.some((sign) => before.has(sign))) tally.known++;
		else asked.push(line);
		for (const sign of signs) before.add(sign);
		if (asked.length >= AT_ONCE) await ask();
	}
	await ask();
	return tally.result();
}

/** By what a person is known again: the number there, and each account at a messenger. */
function signsOf({ key, chats }: CustomerLine): string[] {
	return [key, ...chats.map(({ account, nativeId }) => `${account} ${nativeId}`)];
}

/** How many of them the shop knows already. */
async function countKnown(shop: Shop, lines: readonly CustomerLine[]): Promise<number> {
	const numbers = shop.db.customer.findMany({
		where: { externalRef: { in: lines.map(({ key }) => key) } },
		select: { externalRef: true },
	});
	const chats = lines.flatMap((line) => line.chats.map(({ account, nativeId }) => ({ account, nativeId })));
	const accounts = shop.db.identity.findMany({
		where: {
			account: { in: [...new Set(chats.map(({ account }) => account))] },
			nativeId: { in: chats.map(({ nativeId }) => nativeId) },
		},
		select: { account: true, nativeId: true },
	});
	const known = new Set([
		...(await numbers).map(({ externalRef }) => externalRef),
		...(await accounts).map(({ account, nativeId }) => `${account} ${nativeId}`),
	]);
	return lines.filter((line) => signsOf(line).some((sign) => known.has(sign))).length;
}

const AT_ONCE = 1000;

/**
 * Takes the customers of a file, line by line; each ends as imported or as rejected with a reason. Safe to run twice and after
 * a crash: a person is known by their number there, else by a chat, else by the phone, and what the shop knows of somebody is
 * never overwritten. Flows are not told: what a file says did not happen today.
 */
export async function importCustomers(
	shop: Shop,
	records: AsyncIterable<FileRecord>,
	{ rules, importId, progress = () => {} }: CustomersImport,
): Promise<CustomersImported> {
	const tally = new Tally();
	for await (const record of records) {
		const line = tally.take(record, rules);
		if (line && (await takeCustomerLine(shop, line, importId)) === "known") tally.known++;
		progress(record.bytes);
	}
	return tally.result();
}

type CustomersImport = {
	readonly rules: CustomerRules;
	/** On which what was written is noted, so that it can be taken back. */
	readonly importId?: string;
	readonly progress?: (bytes: number) => void;
};

/** Keeps how it ended, for whoever asks later what came out of which file. */
export function noteCustomersImport(
	shop: Shop,
	{ result, ...about }: Omit<ImportNote, "kind" | "result"> & { readonly result: CustomersImported },
): Promise<string> {
	const { imported, known, consents, unproven } = result;
	const rejected = rejectedLines(result, "en");
	return noteImport(shop, {
		...{ kind: "customers", ...about },
		result: { imported, rejected, sums: { known, consents, unproven } },
	});
}

/** The rejected lines with their reasons in the reader's language. */
export function rejectedLines({ rejected }: CustomersImported, language: string): RejectedLine[] {
	return rejected.map(({ line, doubt, raw }) => ({ line, raw, reason: tellDoubt(doubt, language) }));
}

/** Counts what became of each line. */
class Tally {
	known = 0;
	private readonly counts = { lines: 0, imported: 0, consents: 0, unproven: 0 };
	private readonly rejected: CustomersImported["rejected"][number][] = [];

	take(record: FileRecord, rules: CustomerRules): CustomerLine | undefined {
		this.counts.lines++;
		const read =
			"broken" in record
				? ({ taken: false, doubt: { code: "no-csv", words: "" } } as const)
				: readCustomerLine(record.cells, rules);
		if (!read.taken) {
			this.rejected.push({ line: record.line, raw: record.raw, doubt: read.doubt });
			return undefined;
		}
		this.counts.imported++;
		if (read.line.consent.is === "given") this.counts.consents++;
		if (read.line.consent.is === "unproven") this.counts.unproven++;
		return read.line;
	}

	result(): CustomersImported {
		return { ...this.counts, known: this.known, rejected: this.rejected };
	}
}
