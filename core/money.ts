/** An amount in minor units (kopecks, cents) of one currency (ISO 4217). Never a float. */
export type Money = { readonly minor: number; readonly currency: string };

/** How many minor units make one major unit: 100 for RUB, 1 for JPY. Source: ISO 4217 by way of Intl. */
export function minorPerMajor(currency: string): number {
	const known = scales.get(currency);
	if (known !== undefined) return known;
	const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
	const scale = 10 ** (digits ?? 2);
	scales.set(currency, scale);
	return scale;
}

/** Minor units as the number a marketer writes in a flow: 150000 kopecks → 1500. */
export function toMajor({ minor, currency }: Money): number {
	return minor / minorPerMajor(currency);
}

/** A typed amount of major units as minor units, rounded half away from zero. */
export function fromMajor(major: number, currency: string): Money {
	const scaled = major * minorPerMajor(currency);
	const minor = Math.sign(scaled) * Math.round(Math.abs(scaled) + Number.EPSILON);
	return { minor, currency };
}

/** The amount as people read it: «1 500 ₽». Fractions are shown only where there are any. */
export function showMoney({ minor, currency }: Money, language = "ru"): string {
	const major = toMajor({ minor, currency });
	const fractionDigits = Number.isInteger(major) ? 0 : Math.log10(minorPerMajor(currency));
	return sumFormat(language, currency, fractionDigits).format(major);
}

/** Building a format costs a hundred times what using it does, and every message about a cart needs several. */
const formats = new Map<string, Intl.NumberFormat>();
const scales = new Map<string, number>();

function sumFormat(language: string, currency: string, fractionDigits: number): Intl.NumberFormat {
	const key = `${language} ${currency} ${fractionDigits}`;
	const known = formats.get(key);
	if (known) return known;
	const format = new Intl.NumberFormat(language, {
		style: "currency",
		currency,
		minimumFractionDigits: fractionDigits,
		maximumFractionDigits: fractionDigits,
	});
	formats.set(key, format);
	return format;
}
