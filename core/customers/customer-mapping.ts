import type { CustomField } from "./custom-field.ts";

/** What a line about a customer may hold. */
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
export type CustomerColumn = (typeof CUSTOMER_COLUMNS)[number];

/** Which column of the file holds what. `custom`: of the shop's own fields, by their ids. */
export type CustomerMapping = {
	readonly columns: Partial<Readonly<Record<CustomerColumn, string>>>;
	readonly custom: Readonly<Record<string, string>>;
	/** How `3/4/2026` is meant; absent: such a day is refused, as nobody can know. */
	readonly slashes?: "day-first" | "month-first" | undefined;
};

/** Guesses by the header which column holds what. */
export function guessCustomerMapping(
	header: readonly string[],
	own: readonly Pick<CustomField, "id" | "title">[],
): CustomerMapping {
	const taken = new Set<string>();
	const find = (names: readonly string[]) => {
		const found = header.find((column) => names.includes(bare(column)) && !taken.has(column));
		if (found !== undefined) taken.add(found);
		return found;
	};
	const columns: Partial<Record<CustomerColumn, string>> = {};
	for (const field of CUSTOMER_COLUMNS) {
		const found = find(KNOWN_HEADERS[field]);
		if (found !== undefined) columns[field] = found;
	}
	const custom = own.flatMap(({ id, title }) => {
		const found = find([bare(id), bare(title)]);
		return found === undefined ? [] : [[id, found] as const];
	});
	return { columns, custom: Object.fromEntries(custom) };
}

/** Columns that the mapping names and the file does not have. */
export function unknownColumns({ columns, custom }: CustomerMapping, header: readonly string[]): string[] {
	return [...Object.values(columns), ...Object.values(custom)].filter((column) => !header.includes(column));
}

/** Somebody has to be known by something: an id there, a chat, or a phone. */
export function isRecognisable({ columns }: Pick<CustomerMapping, "columns">): boolean {
	return [columns.ref, columns.telegram, columns.whatsapp, columns.phone].some((column) => column !== undefined);
}

function bare(column: string): string {
	return column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

const KNOWN_HEADERS: Readonly<Record<CustomerColumn, readonly string[]>> = {
	ref: ["id", "customerid", "clientid", "idклиента", "номерклиента", "код", "externalid"],
	first_name: ["firstname", "name", "fullname", "имя", "фио", "клиент", "customer"],
	last_name: ["lastname", "surname", "фамилия"],
	phone: ["phone", "phonenumber", "mobile", "tel", "телефон", "мобильный", "номертелефона"],
	email: ["email", "mail", "почта", "электроннаяпочта"],
	birthday: ["birthday", "birthdate", "dateofbirth", "деньрождения", "датарождения", "др"],
	city: ["city", "town", "город"],
	address: ["address", "адрес", "адресдоставки"],
	language: ["language", "lang", "язык"],
	telegram: ["telegram", "telegramid", "tg", "tgid", "телеграм", "телеграмid"],
	whatsapp: ["whatsapp", "wa", "ватсап", "вотсап"],
	tags: ["tags", "tag", "labels", "метки", "теги"],
	consent: ["consent", "advertising", "optin", "subscribed", "согласие", "согласиенарекламу", "реклама"],
	consent_at: ["consentat", "consentdate", "optindate", "датасогласия", "когдасогласие"],
	consent_evidence: [
		"consentevidence",
		"consenttext",
		"consentsource",
		"текстсогласия",
		"доказательство",
		"гдедалсогласие",
	],
	note: ["note", "comment", "заметка", "комментарий", "примечание"],
};
