import type { Shop } from "#core/shop.ts";
import type { ImportResult } from "./import-orders.ts";

/** Keeps how an import ended, with every rejected line, so that it can be shown. */
export async function noteImport(
	shop: Shop,
	{ file, sha256, startedAt, result }: { file: string; sha256: string; startedAt: Date; result: ImportResult },
): Promise<string> {
	return shop.atomically(async (inside) => {
		const { id } = await inside.db.import.create({
			data: {
				kind: "orders",
				file,
				sha256,
				imported: result.imported,
				rejected: result.rejected.length,
				sums: result.sums,
				startedAt,
				endedAt: inside.now(),
			},
		});
		await inside.db.importReject.createMany({
			data: result.rejected.map((rejected) => ({ ...rejected, importId: id })),
			skipDuplicates: true,
		});
		return id;
	});
}

/** The rejected lines as a CSV that a spreadsheet may open: nothing in it is taken for a formula. */
export function rejectReport(result: ImportResult): string {
	const rows = result.rejected.map(({ line, reason, raw }) => [String(line), quoted(reason), quoted(raw)].join(","));
	return `${["line,reason,raw", ...rows].join("\r\n")}\r\n`;
}

function quoted(text: string): string {
	const safe = /^[=+\-@\t\r\0]/.test(text) ? `'${text}` : text;
	return `"${safe.replaceAll('"', '""')}"`;
}
