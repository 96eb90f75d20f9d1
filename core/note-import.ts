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
	/** The record that was begun with the first line, if one was. */
	readonly begun?: string;
	readonly result: {
		readonly imported: number;
		readonly rejected: readonly RejectedLine[];
		/** What the lines came to, taken and not. */
		readonly sums: Readonly<Record<string, number>>;
	};
};

/** Begins the record of an import that may be taken back: what it writes hangs on it. */
export async function beginImport(
	shop: Shop,
	about: Pick<ImportNote, "kind" | "file" | "sha256" | "startedAt">,
): Promise<string> {
	const { id } = await shop.db.import.create({ data: about });
	return id;
}

/** Keeps how an import ended, with every rejected line, so that it can be shown. */
export async function noteImport(
	shop: Shop,
	{ kind, file, sha256, startedAt, begun, result }: ImportNote,
): Promise<string> {
	return shop.atomically(async (inside) => {
		const id = begun ?? (await beginImport(inside, { kind, file, sha256, startedAt }));
		await inside.db.import.update({
			where: { id },
			data: {
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
