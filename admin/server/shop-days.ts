import { instantOf } from "#core/zoned-time.ts";

/** When a day begins at the shop; `daysOn`: so many days later. No day, no instant. */
export function dayOfShop<Day extends string | undefined>(
	iso: Day,
	zone: string,
	daysOn?: number,
): Day extends string ? Date : Date | undefined;
export function dayOfShop(iso: string | undefined, zone: string, daysOn = 0): Date | undefined {
	if (iso === undefined) return undefined;
	const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
	return instantOf({ year, month, day: day + daysOn, hour: 0 }, zone);
}
