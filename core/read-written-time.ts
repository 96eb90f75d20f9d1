import { dayOf, instantOf } from "./zoned-time.ts";

/** `slashes`: how `3/4/2026` is meant; absent: it is not understood, as nobody can know. */
type Clock = { readonly zone: string; readonly slashes?: "day-first" | "month-first" | undefined };

/** Reads a moment as spreadsheets write it; undefined for what is none. A time without a zone is by `zone`. */
export function readWrittenTime(written: string, { zone, slashes }: Clock): Date | undefined {
	const iso = ISO.exec(written);
	if (iso) {
		if (iso[7] !== undefined && iso[4] !== undefined) {
			const exact = new Date(written.replace(" ", "T"));
			return Number.isNaN(exact.getTime()) ? undefined : exact;
		}
		return onClock([iso[1], iso[2], iso[3]], iso.slice(4, 7), zone);
	}
	const dots = DOTS.exec(written);
	if (dots) return onClock([dots[3], dots[2], dots[1]], dots.slice(4, 7), zone);
	const slashed = SLASHES.exec(written);
	if (!slashed || !slashes) return undefined;
	const [day, month] = slashes === "day-first" ? [slashed[1], slashed[2]] : [slashed[2], slashed[1]];
	return onClock([slashed[3], month, day], slashed.slice(4, 7), zone);
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/;
const DOTS = /^(\d\d?)\.(\d\d?)\.(\d{4})(?:,? (\d\d?):(\d\d)(?::(\d\d))?)?$/;
const SLASHES = /^(\d\d?)\/(\d\d?)\/(\d{4})(?:,? (\d\d?):(\d\d)(?::(\d\d))?)?$/;

function onClock(
	date: readonly (string | undefined)[],
	time: readonly (string | undefined)[],
	zone: string,
): Date | undefined {
	const [year = 0, month = 0, day = 0] = date.map(Number);
	const [hour = 0, minute = 0, second = 0] = time.map((part) => Number(part ?? 0));
	if (dayOf(year, month, day) === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
	return instantOf({ year, month, day, hour, minute, second }, zone);
}
