import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { type CsvError, type Info, parse } from "csv-parse";

/** A record of the file with the line it ends on; `broken`: it is no CSV. */
export type FileRecord = {
	readonly line: number;
	readonly raw: string;
	/** How much of the file has been read, in bytes. */
	readonly bytes: number;
} & ({ readonly cells: Readonly<Record<string, string>> } | { readonly broken: string });

/** What is known of a file before it is read. */
export type FileHead = {
	readonly header: string[];
	readonly delimiter: string;
	readonly size: number;
	readonly sha256: string;
};

/** Looks at the first line, and takes the file's fingerprint. */
export async function lookAtFile(path: string): Promise<FileHead> {
	const { size } = await stat(path);
	const file = await open(path);
	const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
	await file.close();
	const [first = ""] = buffer
		.toString("utf8", 0, bytesRead)
		.replace(/^\uFEFF/, "")
		.split(/\r?\n/, 1);
	const delimiter = [",", ";", "\t"].reduce(
		(best, sign) => (first.split(sign).length > first.split(best).length ? sign : best),
		",",
	);
	const hash = createHash("sha256");
	for await (const piece of createReadStream(path)) hash.update(piece);
	const header = first.split(delimiter).map((column) => column.trim().replace(/^"|"$/g, ""));
	return { header, delimiter, size, sha256: hash.digest("hex") };
}

/** Reads the file record by record, never all of it at once. What is no CSV comes as `broken`. */
export async function* readRecords(path: string, { header, delimiter }: FileHead): AsyncGenerator<FileRecord> {
	const broken: FileRecord[] = [];
	const parser = parse({
		bom: true,
		delimiter,
		columns: header,
		from_line: 2,
		info: true,
		raw: true,
		relax_column_count: true,
		skip_empty_lines: true,
		skip_records_with_error: true,
		on_skip: (error: CsvError | undefined, raw: string | undefined) => {
			broken.push({ line: Number(error?.lines ?? 0), raw: raw ?? "", bytes: 0, broken: error?.message ?? "no CSV" });
			return undefined;
		},
	});
	const source = createReadStream(path);
	source.on("error", (error) => parser.destroy(error));
	source.pipe(parser);
	for await (const read of parser) {
		yield* broken.splice(0);
		const { record, raw, info }: { record: Record<string, string>; raw: string; info: Info } = read;
		yield { line: info.lines, raw: raw.replace(/\r?\n$/, ""), bytes: info.bytes, cells: record };
	}
	yield* broken.splice(0);
}
