import { z } from "zod";
import { importState } from "./imports.ts";
import { typedText } from "./shared.ts";

/** What a line about a customer may hold; as core/customers/customer-mapping.ts has them. */
export const CUSTOMER_COLUMNS = [
	"ref",
	"first_name",
	"last_name",
	"phone",
	"email",
	"birthday",
	"city",
	"address",
	"language",
	"telegram",
	"whatsapp",
	"tags",
	"consent",
	"consent_at",
	"consent_evidence",
	"note",
] as const;
/** By one of these somebody is known again. */
export const KNOWN_BY = ["ref", "telegram", "whatsapp", "phone"] as const;

/** Which column of the file holds what; `custom`: of the shop's own fields. */
export const customerMapping = z.strictObject({
	columns: z.partialRecord(z.enum(CUSTOMER_COLUMNS), typedText(200)),
	custom: z.record(z.string().max(60), typedText(200)),
	/** How 3/4/2026 is meant. */
	slashes: z.enum(["day-first", "month-first"]).optional(),
});
export type CustomerMappingView = z.infer<typeof customerMapping>;

/** What became of the lines, or would become of them. */
export const customersImported = z.object({
	lines: z.number().int(),
	imported: z.number().int(),
	/** Of them, whom the shop knew already. */
	known: z.number().int(),
	/** Consents with evidence; and lines that say yes without any, whose customers get no advertising. */
	consents: z.number().int(),
	unproven: z.number().int(),
	refused: z.number().int(),
	/** The first of the refused lines, with the reason in the reader's language. */
	examples: z.array(z.object({ line: z.number().int(), reason: z.string(), raw: z.string() })),
});
export type CustomersImportedView = z.infer<typeof customersImported>;

/** GET /api/customer-imports/:id: a file that was brought, and how far it is. */
export const customerImportView = z.object({
	id: z.string(),
	name: z.string(),
	bytes: z.number().int(),
	header: z.array(z.string()),
	/** The first rows, cell by cell. */
	rows: z.array(z.array(z.string())),
	/** As guessed by the headers. */
	mapping: customerMapping,
	/** The shop's own fields, which a column may fill. */
	own: z.array(z.object({ id: z.string(), title: z.string() })),
	state: importState(customersImported),
});
export type CustomerImportView = z.infer<typeof customerImportView>;

/** Why something of an import stays; as core/customers/weigh-undo.ts has them. */
export const WHY_STAYS = ["gone", "linked", "wrote", "ordered", "reached", "dealt", "edited", "newer", "used"] as const;

/** GET /api/customer-imports/taken: the latest imports of customers, and whether they can be taken back. */
export const takenImports = z.object({
	imports: z.array(
		z.object({
			id: z.string(),
			file: z.string(),
			startedAt: z.iso.datetime(),
			imported: z.number().int(),
			/** `none`: what it wrote is not known any more, or it wrote nothing. */
			undo: z.enum(["none", "ready", "running", "done"]),
		}),
	),
});
export type TakenImportView = z.infer<typeof takenImports>["imports"][number];

/** GET /api/customer-imports/taken/:id: what taking it back would do; once it has begun, what it has done. */
export const undoLook = z.object({
	state: z.enum(["ready", "running", "done"]),
	people: z.number().int(),
	looked: z.number().int(),
	removed: z.number().int(),
	mended: z.number().int(),
	stay: z.number().int(),
	/** The first of whom or of what something stays. */
	examples: z.array(
		z.object({
			customerId: z.string(),
			name: z.string(),
			stays: z.array(z.object({ what: z.string(), why: z.enum(WHY_STAYS) })),
		}),
	),
});
export type UndoLookView = z.infer<typeof undoLook>;
