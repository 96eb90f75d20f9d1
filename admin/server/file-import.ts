import { randomUUID } from "node:crypto";
import multipart from "@fastify/multipart";
import type { FastifyTypeProviderDefault } from "fastify";
import { z } from "zod";
import { inLanguage } from "#core/in-language.ts";
import { noteAudit } from "#core/note-audit.ts";
import { type RejectedLine, rejectReport } from "#core/note-import.ts";
import { type FileRecord, readRecords } from "#core/read-csv.ts";
import { Refusal } from "#core/refusal.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";
import { type Progress, type UploadedFile, UploadedFiles } from "./uploaded-files.ts";

/** What files of one kind are about: how their lines are read, taken, and told of. */
export type FileImport<Mapping, Rules, Result, View, ResultView> = {
	/** Where its routes begin: `/api/imports`. */
	readonly at: string;
	/** Its name in the audit: `orders.import`. */
	readonly act: string;
	readonly mapping: z.ZodType<Mapping>;
	readonly view: z.ZodType<View>;
	readonly resultView: z.ZodType<ResultView>;
	/** What a mapping means for this file; refuses one by which nothing can be taken. */
	rulesOf(file: UploadedFile<Result>, mapping: Mapping, asker: Asker): Promise<Rules>;
	/** What would become of the lines; nothing is written. */
	preview(records: AsyncIterable<FileRecord>, rules: Rules): Promise<Result>;
	/** Takes them. Safe to run again after a crash. */
	take(file: UploadedFile<Result>, rules: Rules, progress: (bytes: number) => void): Promise<Result>;
	/** The refused lines with their reasons. */
	rejectedOf(result: Result, language: string): readonly RejectedLine[];
	/** With the mapping that its header suggests. */
	present(shown: ShownFile<ResultView>): View;
	/** `examples`: the first of the refused lines, as long as a screen shows them. */
	presentResult(result: Result, examples: RejectedLine[]): ResultView;
};

/** A file as every kind is shown, and how far it is. */
export type ShownFile<ResultView> = Readonly<{
	id: string;
	name: string;
	bytes: number;
	header: string[];
	rows: string[][];
	state: Exclude<Progress<never>, { is: "done" }> | { is: "done"; result: ResultView };
}>;

/** The largest file that a browser brings; the terminal takes any. */
const LARGEST = 100 * 1024 * 1024;
const EXAMPLES = 50;
const EXAMPLE_LETTERS = 300;

const one = z.strictObject({ id: z.uuid() });
const leads = { act: "lead-team" } as const;

/** The routes of one kind of file: brought, looked at, taken while whoever asked watches, and what was refused as a file. */
export function fileImportRoutes<Mapping, Rules, Result, View, ResultView>(
	server: Server,
	{ shop, log }: Pick<ServerParts, "shop" | "log">,
	about: FileImport<Mapping, Rules, Result, View, ResultView>,
): void {
	const { at, mapping, view, resultView } = about;
	// Fastify's types cannot follow a schema that is a type parameter: what it has validated is read by the schema once more.
	const plain = server.withTypeProvider<FastifyTypeProviderDefault>();
	const files = new UploadedFiles<Result>();
	server.addHook("onClose", () => files.clear());
	const fileOf = (params: unknown, { id: by, language }: Asker) => files.of({ ...one.parse(params), by, language });

	plain.register(async (scope) => {
		await scope.register(multipart, { limits: { fileSize: LARGEST, files: 1, fields: 0, parts: 1 } });
		scope.post(at, { config: leads, schema: { response: { 200: view } } }, async (request) => {
			const brought = request.isMultipart() ? await request.file() : undefined;
			if (!brought) throw new Refusal("invalid", "No file has come.");
			const asker = askerOfRoute(request);
			const { filename: name, file: stream } = brought;
			const { id: by, language } = asker;
			return present(await files.keep({ id: randomUUID(), by, language, name, stream }), asker);
		});
	});

	plain.get(`${at}/:id`, { config: leads, schema: { params: one, response: { 200: view } } }, async (request) => {
		const asker = askerOfRoute(request);
		return present(fileOf(request.params, asker), asker);
	});

	plain.post(
		`${at}/:id/preview`,
		{ config: leads, schema: { params: one, body: mapping, response: { 200: resultView } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const file = fileOf(request.params, asker);
			const rules = await about.rulesOf(file, mapping.parse(request.body), asker);
			return presentResult(await about.preview(readRecords(file.path, file.head), rules), asker);
		},
	);

	plain.post(
		`${at}/:id/start`,
		{ config: leads, schema: { params: one, body: mapping, response: { 204: z.null() } } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const file = fileOf(request.params, asker);
			const rules = await about.rulesOf(file, mapping.parse(request.body), asker);
			if (file.progress.is === "running") throw new Refusal("taken", inLanguage(asker.language, RUNNING));
			file.progress = { is: "running", percent: 0 };
			await noteAudit(shop, {
				...{ actor: `operator:${asker.id}`, act: about.act, thing: `file:${file.head.sha256}` },
				after: { name: file.name, bytes: file.head.size },
			});
			// The answer does not wait: whoever asked watches the progress.
			void run(file, rules);
			return answer.status(204).send(null);
		},
	);

	plain.get(
		`${at}/:id/refused.csv`,
		{ config: leads, schema: { params: one, response: { 200: z.string() } } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const { progress } = fileOf(request.params, asker);
			if (progress.is !== "done") throw new Refusal("not-found", inLanguage(asker.language, NOT_YET));
			const rejected = about.rejectedOf(progress.result, asker.language);
			return answer
				.type("text/csv; charset=utf-8")
				.header("content-disposition", 'attachment; filename="refused.csv"')
				.send(`\uFEFF${rejectReport({ rejected })}`);
		},
	);

	function present({ id, name, head, rows, progress }: UploadedFile<Result>, asker: Asker): View {
		const shown = { id, name, bytes: head.size, header: [...head.header], rows: rows.map((row) => [...row]) };
		const state = progress.is === "done" ? { ...progress, result: presentResult(progress.result, asker) } : progress;
		return about.present({ ...shown, state });
	}

	function presentResult(result: Result, { language }: Asker): ResultView {
		const first = about.rejectedOf(result, language).slice(0, EXAMPLES);
		return about.presentResult(
			result,
			first.map((row) => ({ ...row, raw: row.raw.slice(0, EXAMPLE_LETTERS) })),
		);
	}

	async function run(file: UploadedFile<Result>, rules: Rules): Promise<void> {
		const { size } = file.head;
		try {
			const result = await about.take(file, rules, (bytes) => {
				file.progress = { is: "running", percent: Math.min(99, Math.floor((bytes / Math.max(1, size)) * 100)) };
			});
			file.progress = { is: "done", result };
		} catch (error) {
			// What was taken before stays; the same file again goes on from there.
			file.progress = { is: "failed" };
			log.error("an import failed", { error, act: about.act, file: file.name });
		}
	}
}

const RUNNING = { ru: "Этот файл уже загружается.", en: "This file is being brought in already." };
const NOT_YET = { ru: "Этот файл ещё не загружен.", en: "This file has not been brought in yet." };
