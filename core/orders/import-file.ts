import { minorPerMajor } from "#core/money.ts";
import { noteImport } from "#core/note-import.ts";
import { type FileHead, readRecords } from "#core/read-csv.ts";
import type { Shop } from "#core/shop.ts";
import type { LineRules } from "./import-line.ts";
import type { ImportMapping } from "./import-mapping.ts";
import { type ImportResult, importOrders } from "./import-orders.ts";

/** A file of order lines that lies on this machine, and how its lines are read. */
export type OrdersFile = {
	readonly path: string;
	/** As people know it. */
	readonly name: string;
	readonly head: FileHead;
	readonly rules: LineRules;
	readonly currency: string;
};

/** Takes a file into the shop and keeps how it ended: the one way, for the terminal and for the browser. */
export async function importFile(
	shop: Shop,
	{ path, name, head, rules, currency, progress }: OrdersFile & { progress: (bytes: number) => void },
): Promise<ImportResult> {
	const startedAt = shop.now();
	const result = await importOrders(shop, readRecords(path, head), { rules, currency, progress });
	await noteImport(shop, { kind: "orders", file: name, sha256: head.sha256, startedAt, result });
	return result;
}

/** How lines are read by this mapping; what it leaves open is the shop's. */
export function rulesFor(mapping: ImportMapping, { zone, currency }: { zone: string; currency: string }): LineRules {
	return { ...mapping, zone, minorDigits: Math.round(Math.log10(minorPerMajor(currency))) };
}
