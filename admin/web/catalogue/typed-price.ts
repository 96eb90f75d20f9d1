import type { MoneyView } from "#admin/contract/shared.ts";

/** What somebody typed as a price, in minor units; null: it is none. «1 499,50» is one. */
export function minorOf(typed: string, currency: string): number | null {
	const digits = digitsOf(currency);
	const match = /^(\d{1,8})(?:[.,](\d+))?$/.exec(typed.replace(/\s/g, ""));
	const part = match?.[2] ?? "";
	if (!match || part.length > digits) return null;
	return Number(`${match[1]}${part.padEnd(digits, "0")}`);
}

/** A sum as it would be typed. */
export function showMajor({ minor, currency }: MoneyView): string {
	const digits = digitsOf(currency);
	const major = minor / 10 ** digits;
	return Number.isInteger(major) ? String(major) : major.toFixed(digits);
}

function digitsOf(currency: string): number {
	return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
