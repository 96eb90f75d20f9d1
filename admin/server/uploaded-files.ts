import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { inLanguage } from "#core/in-language.ts";
import { type FileHead, lookAtFile, readRecords } from "#core/read-csv.ts";
import { Refusal } from "#core/refusal.ts";

/** How far the import of a file is. */
export type Progress<Result> =
	| { readonly is: "ready" }
	| { readonly is: "running"; readonly percent: number }
	| { readonly is: "done"; readonly result: Result }
	| { readonly is: "failed" };

/** A file that somebody has brought to be imported. */
export type UploadedFile<Result> = {
	readonly id: string;
	/** The member who brought it: nobody else sees it. */
	readonly by: string;
	readonly name: string;
	readonly path: string;
	readonly head: FileHead;
	readonly rows: readonly (readonly string[])[];
	progress: Progress<Result>;
};

/** As many lie here at once; the oldest that does not run makes room. */
const MOST = 5;
const ROWS_SHOWN = 5;

/**
 * Files between being brought and being imported, in the system's temporary folder: they hold people's purchases, so none
 * outlives the process, and none lies where media are served from.
 */
export class UploadedFiles<Result> {
	private readonly files = new Map<string, UploadedFile<Result>>();
	private folder: Promise<string> | undefined;

	async keep({
		id,
		by,
		language,
		name,
		stream,
	}: {
		id: string;
		by: string;
		/** Of whoever reads why it is refused. */
		language: string;
		name: string;
		stream: Readable & { truncated?: boolean };
	}) {
		this.folder ??= mkdtemp(join(tmpdir(), "prilavok-import-"));
		const path = join(await this.folder, `${id}.csv`);
		await pipeline(stream, createWriteStream(path));
		if (stream.truncated) {
			await rm(path, { force: true });
			throw new Refusal("limit", inLanguage(language, TOO_LARGE));
		}
		const head = await lookAtFile(path);
		const rows = await firstRows(path, head);
		const file: UploadedFile<Result> = { id, by, name, path, head, rows, progress: { is: "ready" } };
		this.files.set(id, file);
		await this.makeRoom();
		return file;
	}

	of({ id, by, language }: { id: string; by: string; language: string }): UploadedFile<Result> {
		const file = this.files.get(id);
		if (!file || file.by !== by) throw new Refusal("not-found", inLanguage(language, GONE));
		return file;
	}

	async clear(): Promise<void> {
		this.files.clear();
		if (this.folder) await rm(await this.folder, { recursive: true, force: true });
		this.folder = undefined;
	}

	private async makeRoom(): Promise<void> {
		for (const [id, { path, progress }] of this.files) {
			if (this.files.size <= MOST) return;
			if (progress.is === "running") continue;
			this.files.delete(id);
			await rm(path, { force: true });
		}
	}
}

const TOO_LARGE = {
	ru: "Файл слишком велик: разделите его или возьмите `npm run import`.",
	en: "The file is too large: split it, or take `npm run import`.",
};
const GONE = {
	ru: "Этого файла здесь больше нет: загрузите его снова.",
	en: "This file is not here any more: bring it once more.",
};

async function firstRows(path: string, head: FileHead): Promise<string[][]> {
	const rows: string[][] = [];
	for await (const record of readRecords(path, head)) {
		if ("cells" in record) rows.push(head.header.map((column) => (record.cells[column] ?? "").slice(0, 100)));
		if (rows.length >= ROWS_SHOWN) break;
	}
	return rows;
}
