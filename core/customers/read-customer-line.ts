import type { ChannelName } from "#core/channel-names.ts";
import { cutText } from "#core/cut-text.ts";
import { readWrittenTime } from "#core/read-written-time.ts";
import { Refusal } from "#core/refusal.ts";
import { dayNumber, isoDay } from "#core/zoned-time.ts";
import { type CustomField, customFieldValue } from "./custom-field.ts";
import type { CustomerColumn, CustomerMapping } from "./customer-mapping.ts";
import { parsePhone } from "./parse-phone.ts";
import { profileFields } from "./profile-fields.ts";

/** A line about a customer that can be taken. What the file leaves empty is absent. */
export type CustomerLine = {
	/** By what the same person is known when the file comes again. */
	readonly key: string;
	readonly profile: Readonly<Partial<Record<ProfileColumn, string>>>;
	readonly address?: string;
	/** Birthday, `1990-03-10`. */
	readonly birthday?: string;
	/** Their accounts at messengers where we have one. */
	readonly chats: readonly { readonly channel: ChannelName; readonly account: string; readonly nativeId: string }[];
	readonly tags: readonly string[];
	readonly custom: readonly { readonly id: string; readonly value: unknown }[];
	readonly consent: ImportedConsent;
};

type ProfileColumn = "firstName" | "lastName" | "phone" | "email" | "city" | "language" | "note";

/** `unproven`: the file says yes, and neither when nor to which words: that is no consent. */
export type ImportedConsent =
	| { readonly is: "none" }
	| { readonly is: "unproven" }
	| { readonly is: "given"; readonly at: Date; readonly evidence: string }
	| { readonly is: "withdrawn"; readonly at: Date | null; readonly evidence: string };

/** Why a line is not taken, and which words of it are meant. */
export type LineDoubt = { readonly code: DoubtCode; readonly words: string };
export type DoubtCode =
	| "no-csv"
	| "nobody"
	| "bad-phone"
	| "bad-email"
	| "bad-birthday"
	| "bad-language"
	| "too-long"
	| "bad-telegram"
	| "bad-whatsapp"
	| "no-account"
	| "bad-consent"
	| "bad-consent-date"
	| "bad-tag"
	| "bad-field";

export type ReadCustomerLine =
	| { readonly taken: true; readonly line: CustomerLine }
	| { readonly taken: false; readonly doubt: LineDoubt };

/** How lines of one file are read. `accounts`: ours, by channel, to which imported chats belong. */
export type CustomerRules = CustomerMapping & {
	readonly zone: string;
	/** What a file says of later than this is a slip: nobody was born then, and a consent of then would outlive every refusal. */
	readonly now: Date;
	/** ISO 3166, for phones without a country code. */
	readonly country: string;
	readonly own: readonly CustomField[];
	readonly accounts: Readonly<Partial<Record<ChannelName, string>>>;
};

/** Reads one line. Pure: the same line is always taken, or always refused for the same reason. */
export function readCustomerLine(cells: Readonly<Record<string, string>>, rules: CustomerRules): ReadCustomerLine {
	try {
		return { taken: true, line: lineOf(cells, rules) };
	} catch (error) {
		if (error instanceof Doubt) return { taken: false, doubt: error.doubt };
		throw error;
	}
}

/** The first thing that cannot be read ends the line: half a customer is no customer. */
class Doubt extends Error {
	readonly doubt: LineDoubt;

	constructor(code: DoubtCode, words: string) {
		super(code);
		this.doubt = { code, words: cutText(words, 40, "…") };
	}
}

type Cell = (column: CustomerColumn) => string;

function lineOf(cells: Readonly<Record<string, string>>, rules: CustomerRules): CustomerLine {
	const cell: Cell = (column) => cells[rules.columns[column] ?? ""]?.trim() ?? "";
	const phone = phoneIn(cell("phone"), rules, "bad-phone");
	const chats = chatsOf(cell, rules);
	const key = keyOf(cell, chats, phone);
	if (!key) throw new Doubt("nobody", cell("first_name"));
	const birthday = birthdayOf(cell("birthday"), rules);
	const address = short(cell("address"), 500);
	return {
		key,
		profile: profileOf(cell, phone, rules),
		...(address && { address }),
		...(birthday && { birthday }),
		chats,
		tags: tagsOf(cell("tags")),
		custom: customOf(cells, rules),
		consent: consentOf(cell, rules),
	};
}

/** A number of the other system is of that system; the orders' import knows people by the same one. */
function keyOf(cell: Cell, [chat]: CustomerLine["chats"], phone: string | undefined): string | undefined {
	// Spreadsheets write whole numbers as 12923.0.
	const ref = short(cell("ref").replace(/\.0+$/, ""), 100);
	if (ref) return `import:${ref}`;
	if (chat) return `import:${chat.account}:${chat.nativeId}`;
	return phone && `import:phone:${phone}`;
}

function profileOf(cell: Cell, phone: string | undefined, { country }: CustomerRules): CustomerLine["profile"] {
	const fields = profileFields(country);
	const email = cell("email") && fields.email.safeParse(cell("email"));
	if (email && !email.success) throw new Doubt("bad-email", cell("email"));
	const language = cell("language").toLowerCase();
	if (language && !fields.language.safeParse(language).success) throw new Doubt("bad-language", language);
	const told = {
		firstName: short(cell("first_name"), 100),
		lastName: short(cell("last_name"), 100),
		phone,
		email: email ? email.data : undefined,
		city: short(cell("city"), 100),
		language,
		note: short(cell("note"), 2000),
	};
	return Object.fromEntries(Object.entries(told).filter(([, value]) => value));
}

function short(written: string, most: number): string {
	if (written.length > most) throw new Doubt("too-long", written);
	return written;
}

function phoneIn(written: string, { country }: CustomerRules, code: DoubtCode): string | undefined {
	if (!written) return undefined;
	const phone = parsePhone(written, country);
	if (!phone) throw new Doubt(code, written);
	return phone;
}

function chatsOf(cell: Cell, rules: CustomerRules): CustomerLine["chats"] {
	const telegram = cell("telegram").replace(/\.0+$/, "");
	if (telegram && !/^\d{1,15}$/.test(telegram)) throw new Doubt("bad-telegram", telegram);
	const whatsapp = phoneIn(cell("whatsapp"), rules, "bad-whatsapp")?.slice(1);
	return ([["telegram", telegram] as const, ["whatsapp", whatsapp] as const] satisfies Chat[]).flatMap(
		([channel, nativeId]) => {
			if (!nativeId) return [];
			const account = rules.accounts[channel];
			// An id without a bot or number of ours leads nowhere; dropped in silence it would be lost.
			if (!account) throw new Doubt("no-account", channel);
			return [{ channel, account, nativeId }];
		},
	);
}

type Chat = readonly [ChannelName, string | undefined];

function birthdayOf(written: string, { slashes, now }: CustomerRules): string | undefined {
	if (!written) return undefined;
	const at = readWrittenTime(written, { zone: "UTC", slashes });
	const day = at && isoDay(at, "UTC");
	if (!at || at > now || !day || dayNumber(day) === undefined || day < "1900-01-01")
		throw new Doubt("bad-birthday", written);
	return day;
}

function tagsOf(written: string): string[] {
	const tags = written.split(/[;,]/).map((tag) => tag.normalize("NFC").trim());
	const named = [...new Set(tags.filter(Boolean))];
	const long = named.find((tag) => tag.length > 60);
	if (long) throw new Doubt("bad-tag", long);
	return named;
}

function customOf(cells: Readonly<Record<string, string>>, { own, custom }: CustomerRules): CustomerLine["custom"] {
	return own.flatMap((field) => {
		const written = cells[custom[field.id] ?? ""]?.trim();
		if (!written) return [];
		try {
			return [{ id: field.id, value: customFieldValue(field, inItsType(written, field.type)) }];
		} catch (error) {
			if (error instanceof Refusal) throw new Doubt("bad-field", `${field.title}: ${written}`);
			throw error;
		}
	});
}

function inItsType(written: string, type: CustomField["type"]): unknown {
	switch (type) {
		case "number":
			return Number(written.replace(",", ".").replaceAll(/\s/g, "") || Number.NaN);
		case "yesno":
			return yesOrNo(written) ?? written;
		case "list of text":
			return written.split(/[;,]/).map((one) => one.trim());
		default:
			return written;
	}
}

/** A yes is consent only with the words or the place it was given in, and with its day: the ledger is evidence. */
function consentOf(cell: Cell, rules: CustomerRules): ImportedConsent {
	const written = cell("consent");
	if (!written) return { is: "none" };
	const agreed = yesOrNo(written);
	if (agreed === undefined) throw new Doubt("bad-consent", written);
	const evidence = short(cell("consent_evidence"), 1000);
	const day = cell("consent_at");
	const at = day ? readWrittenTime(day, rules) : undefined;
	if (day && (!at || at > rules.now)) throw new Doubt("bad-consent-date", day);
	if (!agreed) return { is: "withdrawn", at: at ?? null, evidence };
	return at && evidence ? { is: "given", at, evidence } : { is: "unproven" };
}

function yesOrNo(written: string): boolean | undefined {
	const word = written.toLowerCase();
	if (YES.has(word)) return true;
	return NO.has(word) ? false : undefined;
}

const YES: ReadonlySet<string> = new Set(["да", "yes", "y", "true", "1", "+", "согласен", "согласна", "given"]);
const NO: ReadonlySet<string> = new Set(["нет", "no", "n", "false", "0", "-", "отказ", "withdrawn"]);
