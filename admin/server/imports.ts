import { randomUUID } from "node:crypto";
import multipart from "@fastify/multipart";
import { z } from "zod";
import {
	type ImportMappingView,
	type ImportResultView,
	type ImportView,
	importMapping,
	importPreview,
	importView,
} from "#admin/contract/imports.ts";
import { noteAudit } from "#core/note-audit.ts";
import { rejectReport } from "#core/note-import.ts";
import { importFile, rulesFor } from "#core/orders/import-file.ts";
import { guessMapping, missingColumns } from "#core/orders/import-mapping.ts";
import { type ImportResult, previewImport } from "#core/orders/import-orders.ts";
import { readRecords } from "#core/read-csv.ts";
import { Refusal } from "#core/refusal.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";
import { type UploadedFile, UploadedFiles } from "./uploaded-files.ts";

/** The largest file that a browser brings; the terminal takes any. */
const LARGEST = 100 * 1024 * 1024;
const EXAMPLES = 50;

const one = z.strictObject({ id: z.uuid() });

/** A shop's history out of a file: brought, looked at, taken. What is done is done by the same core as at the terminal. */
export function importRoutes(server: Server, { shop, shopFacts, log }: ServerParts): void {
	const files = new UploadedFiles<ImportResult>();
	const { zone, currency } = shopFacts;
	server.addHook("onClose", () => files.clear());

	server.register(async (scope) => {
		await scope.register(multipart, { limits: { fileSize: LARGEST, files: 1, fields: 0, parts: 1 } });
		scope.post(
			"/api/imports",
			{ config: { act: "lead-team" }, schema: { response: { 200: importView } } },
			async (request) => {
				const brought = request.isMultipart() ? await request.file() : undefined;
				if (!brought) throw new Refusal("invalid", "No file has come.");
				const by = askerOfRoute(request).id;
				return present(await files.keep({ id: randomUUID(), by, name: brought.filename, stream: brought.file }));
			},
		);
	});

	server.get(
		"/api/imports/:id",
		{ config: { act: "lead-team" }, schema: { params: one, response: { 200: importView } } },
		async (request) => present(files.of({ id: request.params.id, by: askerOfRoute(request).id })),
	);

	server.post(
		"/api/imports/:id/preview",
		{ config: { act: "lead-team" }, schema: { params: one, body: importMapping, response: { 200: importPreview } } },
		async (request) => {
			const file = files.of({ id: request.params.id, by: askerOfRoute(request).id });
			const rules = rulesOf(file, request.body);
			return presentResult(await previewImport(readRecords(file.path, file.head), rules));
		},
	);

	server.post(
		"/api/imports/:id/start",
		{ config: { act: "lead-team" }, schema: { params: one, body: importMapping, response: { 204: z.null() } } },
		async (request, answer) => {
			const by = askerOfRoute(request).id;
			const file = files.of({ id: request.params.id, by });
			const rules = rulesOf(file, request.body);
			if (file.progress.is === "running") throw new Refusal("taken", "Этот файл уже загружается.");
			file.progress = { is: "running", percent: 0 };
			await noteAudit(shop, {
				...{ actor: `operator:${by}`, act: "orders.import", thing: `file:${file.head.sha256}` },
				after: { name: file.name, bytes: file.head.size },
			});
			// The answer does not wait: whoever asked watches the progress.
			void run(file, rules);
			return answer.status(204).send(null);
		},
	);

	server.get(
		"/api/imports/:id/refused.csv",
		{ config: { act: "lead-team" }, schema: { params: one, response: { 200: z.string() } } },
		async (request, answer) => {
			const { progress } = files.of({ id: request.params.id, by: askerOfRoute(request).id });
			if (progress.is !== "done") throw new Refusal("not-found", "Этот файл ещё не загружен.");
			return answer
				.type("text/csv; charset=utf-8")
				.header("content-disposition", 'attachment; filename="refused.csv"')
				.send(`\uFEFF${rejectReport(progress.result)}`);
		},
	);

	async function run(file: UploadedFile<ImportResult>, rules: ReturnType<typeof rulesFor>): Promise<void> {
		const { path, name, head } = file;
		try {
			const result = await importFile(shop, {
				...{ path, name, head, rules, currency },
				progress: (bytes) => {
					file.progress = { is: "running", percent: Math.min(99, Math.floor((bytes / Math.max(1, head.size)) * 100)) };
				},
			});
			file.progress = { is: "done", result };
		} catch (error) {
			// What was taken before stays; the same file again goes on from there.
			file.progress = { is: "failed" };
			log.error("an import failed", { error, file: name });
		}
	}

	function rulesOf({ head }: UploadedFile<ImportResult>, mapping: ImportMappingView) {
		const missing = missingColumns(mapping, head.header);
		if (missing.length > 0) throw new Refusal("invalid", `В файле не найдены столбцы: ${missing.join(", ")}.`);
		return rulesFor(mapping, { zone, currency });
	}

	function present({ id, name, head, rows, progress }: UploadedFile<ImportResult>): ImportView {
		const { columns, slashes, cancellation } = guessMapping(head.header);
		return {
			...{ id, name, bytes: head.size, header: head.header, rows: rows.map((row) => [...row]) },
			mapping: { columns, ...(slashes && { slashes }), cancellation },
			state: progress.is === "done" ? { is: "done", result: presentResult(progress.result) } : progress,
		};
	}

	function presentResult({ rejected, sums, ...counts }: ImportResult): ImportResultView {
		const { lines, imported, known, orders, customers } = counts;
		return {
			...{ lines, imported, known, orders, customers, refused: rejected.length },
			sum: { minor: sums.imported, currency },
			examples: rejected.slice(0, EXAMPLES).map((row) => ({ ...row, raw: row.raw.slice(0, 300) })),
		};
	}
}
