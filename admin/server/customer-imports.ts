import { z } from "zod";
import {
	customerImportView,
	customerMapping,
	customersImported,
	takenImports,
	undoLook,
} from "#admin/contract/customer-imports.ts";
import { guessCustomerMapping, isRecognisable, unknownColumns } from "#core/customers/customer-mapping.ts";
import {
	importCustomers,
	noteCustomersImport,
	previewCustomers,
	rejectedLines,
} from "#core/customers/import-customers.ts";
import { listTakenImports, lookAtUndo } from "#core/customers/look-at-undo.ts";
import type { CustomerRules } from "#core/customers/read-customer-line.ts";
import { startUndo } from "#core/customers/undo-import.ts";
import { customFields } from "#core/flows/custom-fields.ts";
import { inLanguage } from "#core/in-language.ts";
import { beginImport } from "#core/note-import.ts";
import { readRecords } from "#core/read-csv.ts";
import { Refusal } from "#core/refusal.ts";
import { fileImportRoutes } from "./file-import.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

/** The shop's people out of a file; the consents with their evidence, or none. */
export function customerImportRoutes(server: Server, parts: ServerParts): void {
	const { shop } = parts;
	const ownFields = () => customFields(parts.flowBook().settings.defaults);

	fileImportRoutes(server, parts, {
		at: "/api/customer-imports",
		act: "customers.import",
		mapping: customerMapping,
		view: customerImportView,
		resultView: customersImported,
		async rulesOf({ head }, mapping, { language }): Promise<CustomerRules> {
			const words = inLanguage(language, WORDS);
			const unknown = unknownColumns(mapping, head.header);
			if (unknown.length > 0) throw new Refusal("invalid", `${words.unknown} ${unknown.join(", ")}`);
			if (!isRecognisable(mapping)) throw new Refusal("invalid", words.nobody);
			const { zone } = parts.shopFacts;
			const { country } = parts.flowFiles.open().settings;
			return { ...mapping, zone, country, now: shop.now(), own: ownFields(), accounts: await accountsOf(parts) };
		},
		preview: (records, rules) => previewCustomers(shop, records, rules),
		async take({ path, name, head }, rules, progress) {
			const about = { file: name, sha256: head.sha256, startedAt: shop.now() };
			const importId = await beginImport(shop, { kind: "customers", ...about });
			const result = await importCustomers(shop, readRecords(path, head), { rules, importId, progress });
			await noteCustomersImport(shop, { ...about, begun: importId, result });
			return result;
		},
		rejectedOf: rejectedLines,
		present(shown) {
			const own = ownFields().map(({ id, title }) => ({ id, title }));
			const { columns, custom } = guessCustomerMapping(shown.header, own);
			return { ...shown, own, mapping: { columns, custom: { ...custom } } };
		},
		presentResult: ({ lines, imported, known, consents, unproven, rejected }, examples) => {
			return { lines, imported, known, consents, unproven, refused: rejected.length, examples };
		},
	});

	server.get(
		"/api/customer-imports/taken",
		{ config: leads, schema: { response: { 200: takenImports } } },
		async () => ({
			imports: (await listTakenImports(shop)).map((one) => ({ ...one, startedAt: one.startedAt.toISOString() })),
		}),
	);

	server.get(
		"/api/customer-imports/taken/:id",
		{ config: leads, schema: { params: one, response: { 200: undoLook } } },
		async ({ params }) => {
			const look = await lookAtUndo(shop, { importId: params.id });
			const examples = look.examples.map(({ stays, ...about }) => ({ ...about, stays: [...stays] }));
			return { ...look, examples };
		},
	);

	server.post(
		"/api/customer-imports/taken/:id/undo",
		{ config: leads, schema: { params: one, response: { 204: z.null() } } },
		async (request, answer) => {
			const { id } = askerOfRoute(request);
			await startUndo(shop, { importId: request.params.id, actor: `operator:${id}` });
			return answer.status(204).send(null);
		},
	);
}

const one = z.strictObject({ id: z.uuid() });
const leads = { act: "lead-team" } as const;

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

/** Our first bot and our first number: to them the file's chats belong. */
async function accountsOf({ shop }: ServerParts): Promise<CustomerRules["accounts"]> {
	const first = (channel: string) =>
		shop.db.account.findFirst({ where: { channel }, orderBy: { id: "asc" }, select: { id: true } });
	const [telegram, whatsapp] = await Promise.all([first("telegram"), first("whatsapp")]);
	return { ...(telegram && { telegram: telegram.id }), ...(whatsapp && { whatsapp: whatsapp.id }) };
}
