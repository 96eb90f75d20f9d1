import { importMapping, importPreview, importView } from "#admin/contract/imports.ts";
import { inLanguage } from "#core/in-language.ts";
import { importFile, rulesFor } from "#core/orders/import-file.ts";
import { guessMapping, missingColumns } from "#core/orders/import-mapping.ts";
import { previewImport } from "#core/orders/import-orders.ts";
import { Refusal } from "#core/refusal.ts";
import { fileImportRoutes } from "./file-import.ts";
import type { Server, ServerParts } from "./server.ts";

/** A shop's history out of a file. What is done is done by the same core as at the terminal. */
export function importRoutes(server: Server, parts: ServerParts): void {
	const { zone, currency } = parts.shopFacts;
	fileImportRoutes(server, parts, {
		at: "/api/imports",
		act: "orders.import",
		mapping: importMapping,
		view: importView,
		resultView: importPreview,
		async rulesOf({ head }, mapping, { language }) {
			const missing = missingColumns(mapping, head.header);
			if (missing.length > 0)
				throw new Refusal("invalid", `${inLanguage(language, NO_COLUMNS)} ${missing.join(", ")}.`);
			return rulesFor(mapping, { zone, currency });
		},
		preview: (records, rules) => previewImport(records, rules),
		take: ({ path, name, head }, rules, progress) =>
			importFile(parts.shop, { path, name, head, rules, currency, progress }),
		rejectedOf: ({ rejected }) => rejected,
		present(shown) {
			const { columns, slashes, cancellation } = guessMapping(shown.header);
			return { ...shown, mapping: { columns, ...(slashes && { slashes }), cancellation } };
		},
		presentResult({ rejected, sums, ...counts }, examples) {
			const { lines, imported, known, orders, customers } = counts;
			return {
				...{ lines, imported, known, orders, customers, refused: rejected.length, examples },
				sum: { minor: sums.imported, currency },
			};
		},
	});
}

const NO_COLUMNS = { ru: "В файле не найдены столбцы:", en: "The file has no columns:" };
