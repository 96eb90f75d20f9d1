import { importCustomers, noteCustomersImport } from "#core/customers/import-customers.ts";
import type { CustomerRules } from "#core/customers/read-customer-line.ts";
import { beginImport } from "#core/note-import.ts";
import type { FileRecord } from "#core/read-csv.ts";
import type { Shop } from "#core/shop.ts";

type Cells = Readonly<Record<string, string>>;

/** A file of customers that was brought in, of these names or lines; its columns are called as ours. Its chats belong to `telegram:7000001`. */
export async function aTakenFile(shop: Shop, people: readonly (string | Cells)[]): Promise<string> {
	const lines = people.map((one, place) => (typeof one === "string" ? { ref: `${place + 1}`, first_name: one } : one));
	const about = { file: "people.csv", sha256: "0", startedAt: shop.now() };
	const begun = await beginImport(shop, { kind: "customers", ...about });
	const rules: CustomerRules = {
		columns: Object.fromEntries(lines.flatMap((cells) => Object.keys(cells)).map((name) => [name, name])),
		...{ custom: {}, own: [], accounts: { telegram: "telegram:7000001" } },
		...{ zone: "Europe/Moscow", country: "RU", now: shop.now() },
	};
	const result = await importCustomers(shop, records(lines), { rules, importId: begun });
	if (result.rejected.length > 0) throw new Error(`Lines were refused: ${JSON.stringify(result.rejected)}`);
	await noteCustomersImport(shop, { ...about, begun, result });
	return begun;
}

async function* records(lines: readonly Cells[]): AsyncGenerator<FileRecord> {
	for (const [place, cells] of lines.entries()) yield { line: place + 2, raw: "", cells, bytes: 1 };
}
