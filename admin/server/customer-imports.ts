import { randomUUID } from "node:crypto";
import multipart from "@fastify/multipart";
import { z } from "zod";
import {
	type CustomerImportView,
	type CustomerMappingView,
	type CustomersImportedView,
	customerImportView,
	customerMapping,
	customersImported,
} from "#admin/contract/customer-imports.ts";
import { guessCustomerMapping, isRecognisable, unknownColumns } from "#core/customers/customer-mapping.ts";
import {
	type CustomersImported,
	importCustomers,
	noteCustomersImport,
	previewCustomers,
	rejectedLines,
} from "#core/customers/import-customers.ts";
import type { CustomerRules } from "#core/customers/read-customer-line.ts";
import { customFields } from "#core/flows/custom-fields.ts";
import { inLanguage } from "#core/in-language.ts";
import { noteAudit } from "#core/note-audit.ts";
import { rejectReport } from "#core/note-import.ts";
import { readRecords } from "#core/read-csv.ts";
import { Refusal } from "#core/refusal.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";
import { type UploadedFile, UploadedFiles } from "./uploaded-files.ts";

/** A million people are some 100 MB. */
const LARGEST = 100 * 1024 * 1024;
const EXAMPLES = 50;

const one = z.strictObject({ id: z.uuid() });
const leads = { act: "lead-team" } as const;

type File = UploadedFile<CustomersImported>;

/** The shop's people out of a file: brought, looked at, taken; the consents with their evidence, or none. */
export function customerImportRoutes(server: Server, parts: ServerParts): void {
	const { shop, log } = parts;
	const files = new UploadedFiles<CustomersImported>();
	server.addHook("onClose", () => files.clear());

	server.register(async (scope) => {
		await scope.register(multipart, { limits: { fileSize: LARGEST, files: 1, fields: 0, parts: 1 } });
		scope.post(
			"/api/customer-imports",
			{ config: leads, schema: { response: { 200: customerImportView } } },
			async (request) => {
				const brought = request.isMultipart() ? await request.file() : undefined;
				if (!brought) throw new Refusal("invalid", "No file has come.");
				const asker = askerOfRoute(request);
				const { filename: name, file: stream } = brought;
				return present(await files.keep({ id: randomUUID(), by: asker.id, name, stream }), asker);
			},
		);
	});

	server.get(
		"/api/customer-imports/:id",
		{ config: leads, schema: { params: one, response: { 200: customerImportView } } },
		async (request) => {
			const asker = askerOfRoute(request);
			return present(files.of({ id: request.params.id, by: asker.id }), asker);
		},
	);

	server.post(
		"/api/customer-imports/:id/preview",
		{ config: leads, schema: { params: one, body: customerMapping, response: { 200: customersImported } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const file = files.of({ id: request.params.id, by: asker.id });
			const rules = await rulesOf(file, request.body, asker);
			return presentResult(await previewCustomers(shop, readRecords(file.path, file.head), rules), asker);
		},
	);

	server.post(
		"/api/customer-imports/:id/start",
		{ config: leads, schema: { params: one, body: customerMapping, response: { 204: z.null() } } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const file = files.of({ id: request.params.id, by: asker.id });
			const rules = await rulesOf(file, request.body, asker);
			if (file.progress.is === "running") throw new Refusal("taken", inLanguage(asker.language, RUNNING));
			file.progress = { is: "running", percent: 0 };
			await noteAudit(shop, {
				...{ actor: `operator:${asker.id}`, act: "customers.import", thing: `file:${file.head.sha256}` },
				after: { name: file.name, bytes: file.head.size },
			});
			// The answer does not wait: whoever asked watches the progress.
			void run(file, rules);
			return answer.status(204).send(null);
		},
	);

	server.get(
		"/api/customer-imports/:id/refused.csv",
		{ config: leads, schema: { params: one, response: { 200: z.string() } } },
		async (request, answer) => {
			const { id: by, language } = askerOfRoute(request);
			const { progress } = files.of({ id: request.params.id, by });
			if (progress.is !== "done") throw new Refusal("not-found", inLanguage(language, NOT_YET));
			const rejected = rejectedLines(progress.result, language);
			return answer
				.type("text/csv; charset=utf-8")
				.header("content-disposition", 'attachment; filename="refused.csv"')
				.send(`\uFEFF${rejectReport({ rejected })}`);
		},
	);

	async function run(file: File, rules: CustomerRules): Promise<void> {
		const { path, name, head } = file;
		const startedAt = shop.now();
		try {
			const result = await importCustomers(shop, readRecords(path, head), {
				rules,
				progress: (bytes) => {
					file.progress = { is: "running", percent: Math.min(99, Math.floor((bytes / Math.max(1, head.size)) * 100)) };
				},
			});
			await noteCustomersImport(shop, { file: name, sha256: head.sha256, startedAt, result });
			file.progress = { is: "done", result };
		} catch (error) {
			// What was taken before stays; the same file again goes on from there.
			file.progress = { is: "failed" };
			log.error("an import of customers failed", { error, file: name });
		}
	}

	async function rulesOf({ head }: File, mapping: CustomerMappingView, { language }: Asker): Promise<CustomerRules> {
		const words = inLanguage(language, WORDS);
		const unknown = unknownColumns(mapping, head.header);
		if (unknown.length > 0) throw new Refusal("invalid", `${words.unknown} ${unknown.join(", ")}`);
		if (!isRecognisable(mapping)) throw new Refusal("invalid", words.nobody);
		const { zone } = parts.shopFacts;
		const { country } = parts.flowFiles.open().settings;
		return { ...mapping, zone, country, own: ownFields(parts), accounts: await accountsOf(parts) };
	}

	function present({ id, name, head, rows, progress }: File, asker: Asker): CustomerImportView {
		const own = ownFields(parts).map(({ id: field, title }) => ({ id: field, title }));
		const { columns, custom } = guessCustomerMapping(head.header, own);
		return {
			...{ id, name, bytes: head.size, header: head.header, rows: rows.map((row) => [...row]), own },
			mapping: { columns, custom: { ...custom } },
			state: progress.is === "done" ? { is: "done", result: presentResult(progress.result, asker) } : progress,
		};
	}
}

const RUNNING = { ru: "Этот файл уже загружается.", en: "This file is being brought in already." };
const NOT_YET = { ru: "Этот файл ещё не загружен.", en: "This file has not been brought in yet." };
const WORDS = {
	ru: {
		unknown: "В файле не найдены столбцы:",
		nobody: "Укажите столбец, по которому людей можно узнать: номер, чат или телефон.",
	},
	en: {
		unknown: "The file has no columns:",
		nobody: "Name a column by which people are known again: a number, a chat or a phone.",
	},
};

function ownFields({ flowBook }: ServerParts) {
	return customFields(flowBook().settings.defaults);
}

/** Our first bot and our first number: to them the file's chats belong. */
async function accountsOf({ shop }: ServerParts): Promise<CustomerRules["accounts"]> {
	const first = (channel: string) =>
		shop.db.account.findFirst({ where: { channel }, orderBy: { id: "asc" }, select: { id: true } });
	const [telegram, whatsapp] = await Promise.all([first("telegram"), first("whatsapp")]);
	return { ...(telegram && { telegram: telegram.id }), ...(whatsapp && { whatsapp: whatsapp.id }) };
}

function presentResult(result: CustomersImported, { language }: Asker): CustomersImportedView {
	const { lines, imported, known, consents, unproven, rejected } = result;
	const examples = rejectedLines({ ...result, rejected: rejected.slice(0, EXAMPLES) }, language);
	return {
		...{ lines, imported, known, consents, unproven, refused: rejected.length },
		examples: examples.map((row) => ({ ...row, raw: row.raw.slice(0, 300) })),
	};
}
