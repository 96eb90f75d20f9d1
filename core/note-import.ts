import type { Shop } from "./shop.ts";

/** A line of a file that was not taken. */
export type RejectedLine = { readonly line: number; readonly reason: string; readonly raw: string };

/** How an import ended. */
export type ImportNote = {
	/** What its lines were: orders, customers. */
	readonly kind: string;
	readonly file: string;
	readonly sha256: string;
	readonly startedAt: Date;
	readonly result: {
		readonly imported: number;
		readonly rejected: readonly RejectedLine[];
		/** What the lines came to, taken and not. */
		readonly sums: Readonly<Record<string, number>>;
	};
};

/** Keeps how an import ended, with every rejected line, so that it can be shown. */
export async function noteImport(shop: Shop, { kind, file, sha256, startedAt, result }: ImportNote): Promise<string> {
	return shop.atomically(async (inside) => {
		const { id } = await inside.db.import.create({
			data: {
				...{ kind, file, sha256, startedAt },
				imported: result.imported,
				rejected: result.rejected.length,
				sums: result.sums,
				endedAt: inside.now(),
			},
		});
		await inside.db.importReject.createMany({
			data: result.rejected.map(({ line, reason, raw }) => ({ line, reason, raw, importId: id })),
			skipDuplicates: true,
		});
		return id;
	});
}

/** The rejected lines as a CSV that a spreadsheet may open: nothing in it is taken for a formula. */
export function rejectReport({ rejected }: { readonly rejected: readonly RejectedLine[] }): string {
	const rows = rejected.map(({ line, reason, raw }) => [String(line), quoted(reason), quoted(raw)].join(","));
	return `${["line,reason,raw", ...rows].join("\r\n")}\r\n`;
}

function quoted(text: string): string {
	const safe = /^[=+\-@\t\r\0]/.test(text) ? `'${text}` : text;
	return `"${safe.replaceAll('"', '""')}"`;
}
