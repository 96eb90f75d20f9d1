import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** What tells where somebody lives: the zone they said or we deliver to, else the country of their phone. */
export type Whereabouts = { readonly zone: string | null; readonly phone: string | null };

/** The shop's own place. `nationwide`: its customers live all over the country. */
export type ShopPlace = { readonly zone: string; readonly nationwide: boolean };

/**
 * All zones in which a customer may be living, so that quiet hours hold in each of them. A shop of one town takes people with
 * a number of its own country for neighbours.
 */
export function zonesOf({ zone, phone }: Whereabouts, shop: ShopPlace): readonly string[] {
	if (zone) return [zone];
	const there = zonesOfPhone(phone);
	if (there.length === 0 || (!shop.nationwide && there.includes(shop.zone))) return [shop.zone];
	return there;
}

function zonesOfPhone(phone: string | null): readonly string[] {
	const country = phone ? parsePhoneNumberFromString(phone)?.country : undefined;
	return country ? zonesOfCountry(country) : [];
}

const known = new Map<string, readonly string[]>();

function zonesOfCountry(country: string): readonly string[] {
	const found = known.get(country);
	if (found) return found;
	const zones = zonesIn(new Intl.Locale(`und-${country}`));
	known.set(country, zones);
	return zones;
}

/** A property in Node 20, a method in newer ones; TypeScript knows neither yet. */
function zonesIn(locale: CountryLocale): readonly string[] {
	return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

type CountryLocale = Intl.Locale & { readonly timeZones?: readonly string[]; getTimeZones?(): readonly string[] };
