import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** A phone as people write it, in E.164; undefined for what is no phone. `country` (ISO 3166) reads «8 900 …». */
export function parsePhone(written: string, country: string): string | undefined {
	if (written.length > 40) return undefined;
	const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
	const parsed = parsePhoneNumberFromString(written, home);
	return parsed?.isValid() ? parsed.number : undefined;
}
