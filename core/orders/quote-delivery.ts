import type { DeliveryZone, ShopFacts } from "#core/catalogue/shop-facts.ts";

/** Where to: as typed, with the point where the phone sent one. */
export type Destination = {
	readonly text: string;
	readonly lat?: number | undefined;
	readonly lon?: number | undefined;
};

/** Whether we go there and for how much, minor units. */
export type DeliveryQuote =
	| { readonly available: true; readonly price: number; readonly zone: DeliveryZone }
	| { readonly available: false };

/**
 * The price of a delivery. A point belongs to the smallest circle round the shop that holds it. A typed address belongs
 * to the zone whose place it names; naming a place where nobody drives, it is refused; naming neither, it is in the
 * shop's own town, provided that it reads like an address: letters and the number of a house.
 */
export function quoteDelivery(
	{ delivery, location }: Pick<ShopFacts, "delivery" | "location">,
	{ destination, goodsTotal }: { destination: Destination; goodsTotal: number },
): DeliveryQuote {
	const zone = zoneOf(delivery, location, destination);
	if (!zone) return { available: false };
	const free = zone.freeFrom !== null && goodsTotal >= zone.freeFrom;
	return { available: true, price: free ? 0 : zone.price, zone };
}

function zoneOf(
	{ zones, elsewhere }: ShopFacts["delivery"],
	shop: ShopFacts["location"],
	{ text, lat, lon }: Destination,
): DeliveryZone | undefined {
	const words = spelled(text);
	const named = zones.find((zone) => zone.places.some((place) => mentions(words, place)));
	if (named) return named;
	if (lat !== undefined && lon !== undefined && shop) {
		const away = kilometres(shop, { lat, lon });
		return zones
			.filter((zone) => zone.withinKm !== null && away <= zone.withinKm)
			.sort((one, other) => (one.withinKm ?? 0) - (other.withinKm ?? 0))[0];
	}
	if (elsewhere.some((place) => mentions(words, place))) return undefined;
	return /\p{L}{2}/u.test(text) && /\d/.test(text) ? zones.find((zone) => zone.home) : undefined;
}

function spelled(text: string): string {
	return ` ${text
		.toLowerCase()
		.replaceAll("ё", "е")
		.replace(/[^\p{L}\p{N}]+/gu, " ")} `;
}

/** Long names are met in any case («в Луговом»), so their ending does not count. */
function mentions(words: string, place: string): boolean {
	const name = spelled(place).trim();
	return words.includes(name.length > 5 ? ` ${name.slice(0, -2)}` : ` ${name} `);
}

const EARTH_KM = 6371;

function kilometres(from: { lat: number; lon: number }, to: { lat: number; lon: number }): number {
	const radians = (degrees: number) => (degrees * Math.PI) / 180;
	const across = Math.sin(radians(to.lat - from.lat) / 2) ** 2;
	const along = Math.sin(radians(to.lon - from.lon) / 2) ** 2;
	const share = across + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * along;
	return 2 * EARTH_KM * Math.asin(Math.sqrt(share));
}
