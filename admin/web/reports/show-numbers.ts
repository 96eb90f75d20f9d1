import type { PocketValueView } from "#admin/contract/reports.ts";
import type { Speech } from "../speech.ts";

/** A length of time by its two largest units, as the desk writes it: «2 ч 5 мин». */
export function showLength(seconds: number, { t }: Pick<Speech, "t">): string {
	const whole = Math.max(0, Math.round(seconds));
	if (whole < 60) return `${whole} ${t("rpSecond")}`;
	const minutes = Math.round(whole / 60);
	if (minutes < 60) return `${minutes} ${t("minutes")}`;
	if (minutes < 24 * 60) return two(Math.floor(minutes / 60), t("hours"), minutes % 60, t("minutes"));
	const hours = Math.round(minutes / 60);
	return two(Math.floor(hours / 24), t("rpDay"), hours % 24, t("hours"));
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
	return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** A number of the pocket. */
export function showValue(value: PocketValueView, speech: Pick<Speech, "t" | "money" | "language">): string {
	const count = (number: number) => number.toLocaleString(speech.language);
	switch (value.kind) {
		case "count":
			return count(value.count);
		case "money":
			return speech.money(value.money);
		case "share":
			return `${Math.round((value.part / value.of) * 100)} % (${value.part}/${value.of})`;
		case "seconds":
			return showLength(value.seconds, speech);
		case "waiting":
			return value.oldestSeconds === null || value.count === 0
				? count(value.count)
				: `${count(value.count)}, ${speech.t("rpOldest")} ${showLength(value.oldestSeconds, speech)}`;
		case "reason":
			return `${value.reason} (${value.count})`;
	}
}
