import { readWrittenTime } from "#core/read-written-time.ts";
import type { ImportField, ImportMapping } from "./import-mapping.ts";

/** A line of the file that can be taken. Sums in minor units. */
export type ImportLine = {
	readonly invoice: string;
	/** It takes goods back: its quantity is below zero. */
	readonly returned: boolean;
	readonly at: Date;
	readonly sku: string | null;
	readonly title: string;
	readonly qty: number;
	readonly price: number;
	readonly sum: number;
	/** The customer's id in the other system; null: nobody knows who bought it. */
	readonly customer: string | null;
	readonly country: string | null;
};

/** What becomes of a line; `sum` is what it says it is worth, 0 where that cannot be read. */
export type ReadLine =
	| { readonly taken: true; readonly line: ImportLine; readonly sum: number }
	| { readonly taken: false; readonly reason: string; readonly sum: number };

/** How lines of one file are read. */
export type LineRules = ImportMapping & { readonly zone: string; readonly minorDigits: number };

/** Reads one line. Pure: the same line is always taken, or always refused for the same reason. */
export function readImportLine(cells: Readonly<Record<string, string>>, rules: LineRules): ReadLine {
	const cell = (field: ImportField) => cells[rules.columns[field] ?? ""]?.trim() ?? "";
	const quantity = readNumber(cell("quantity"));
	const price = readNumber(cell("price"));
	const sum = quantity && price ? worth(quantity, price, rules.minorDigits) : 0;
	const no = (reason: string): ReadLine => ({ taken: false, reason, sum });

	const invoice = cell("invoice");
	const returned = rules.cancellation !== "" && invoice.toUpperCase().startsWith(rules.cancellation.toUpperCase());
	if (invoice === "") return no("no invoice number");
	if (!quantity) return no(`quantity is no number: "${cut(cell("quantity"))}"`);
	if (!price) return no(`price is no number: "${cut(cell("price"))}"`);
	const doubt = doubtOfQuantity(quantity, returned) ?? doubtOfPrice(price, rules.minorDigits);
	if (doubt) return no(doubt);
	if (!fits(quantity.scaled) || !fits(BigInt(sum))) return no("larger than any order");
	const at = readWrittenTime(cell("at"), rules);
	if (!at) return no(`date cannot be read: "${cut(cell("at"))}"`);

	const line = {
		invoice,
		returned,
		at,
		qty: Number(quantity.scaled),
		price: worth({ scaled: 1n, digits: 0 }, price, rules.minorDigits),
		sum,
		...whatAndWhose(cell),
	};
	return { taken: true, line, sum };
}

/** What a line may leave out. */
function whatAndWhose(cell: (field: ImportField) => string) {
	const sku = cell("sku") || null;
	return {
		sku,
		title: cell("title") || sku || "—",
		// Spreadsheets write whole numbers as 12923.0.
		customer: cell("customer").replace(/\.0+$/, "") || null,
		country: cell("country") || null,
	};
}

function doubtOfQuantity({ scaled, digits }: Decimal, returned: boolean): string | undefined {
	if (digits > 0 || scaled === 0n) return "quantity is no whole number other than 0";
	if (scaled < 0n && !returned) return "quantity below zero outside a cancellation: stock written off, not a sale";
	return scaled > 0n && returned ? "a cancellation that takes nothing back" : undefined;
}

function doubtOfPrice({ scaled, digits }: Decimal, minorDigits: number): string | undefined {
	if (scaled < 0n) return "price below zero: a booking, not a sale";
	return digits > minorDigits ? "price has parts of the smallest coin" : undefined;
}

/** A decimal number without floating point: 4.15 is 415 with two digits. */
type Decimal = { readonly scaled: bigint; readonly digits: number };

function readNumber(written: string): Decimal | undefined {
	const match = /^([+-]?)(\d{1,15})(?:[.,](\d{1,10}))?$/.exec(written.replace(/[\s\u00a0']/g, ""));
	if (!match) return undefined;
	const fraction = (match[3] ?? "").replace(/0+$/, "");
	const scaled = BigInt(`${match[2]}${fraction}`);
	return { scaled: match[1] === "-" ? -scaled : scaled, digits: fraction.length };
}

/** Quantity times price in minor units, rounded half away from zero where coins do not suffice. */
function worth(quantity: Decimal, price: Decimal, minorDigits: number): number {
	const scaled = quantity.scaled * price.scaled;
	const digits = quantity.digits + price.digits - minorDigits;
	if (digits <= 0) return Number(scaled * 10n ** BigInt(-digits));
	const divisor = 10n ** BigInt(digits);
	const half = scaled < 0n ? -divisor / 2n : divisor / 2n;
	return Number((scaled + half) / divisor);
}

/** Sums are kept as four-byte integers. */
function fits(value: bigint): boolean {
	return value >= -2_147_483_648n && value <= 2_147_483_647n;
}

function cut(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
