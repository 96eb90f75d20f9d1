import { addDays, instantOf, nextTimeOfDay, wallClock } from "#core/zoned-time.ts";

/** Times that a button offers. */
export type PromiseButton = "hour" | "evening" | "noon";

const EVENING = 19;

/** The moment that a button means; an evening that is over is tomorrow's. */
export function momentOf(button: PromiseButton, now: Date, zone: string): Date {
	switch (button) {
		case "hour":
			return new Date(now.getTime() + 3_600_000);
		case "evening":
			return nextTimeOfDay(now, `${EVENING}:00`, zone);
		case "noon":
			return at(addDays(now, 1, zone), { hour: 12, minute: 0 }, zone);
	}
}

/** «завтра 12:00 уточню про торт», "in 2 hours ask the baker": when, and what. Undefined: no time is named. */
export function readPromise(text: string, now: Date, zone: string): { dueAt: Date; text: string } | undefined {
	for (const read of [span, dayAndTime]) {
		const found = read(text.trim(), now, zone);
		if (found && found.dueAt > now) return { dueAt: found.dueAt, text: tidy(found.rest) };
	}
	return undefined;
}

type Found = { readonly dueAt: Date; readonly rest: string } | undefined;

const SPAN =
	/(?:через|in)\s+(?:(\d{1,3})\s*)?(пол\s?часа|half an hour|час(?:а|ов)?|hours?|h|ч|минут[уы]?|мин|minutes?|min|дн(?:я|ей)|день|days?)(?![\p{L}])\.?/iu;

function span(text: string, now: Date): Found {
	const match = SPAN.exec(text);
	if (!match) return undefined;
	const [all, amount = "1", unit = ""] = match;
	const minutes = /пол|half/i.test(unit) ? 30 : /^(ч|h)/i.test(unit) ? 60 : /^м|^min/i.test(unit) ? 1 : 24 * 60;
	const count = /пол|half/i.test(unit) ? 1 : Number(amount);
	return { dueAt: new Date(now.getTime() + count * minutes * 60_000), rest: text.replace(all, " ") };
}

const DAY = /(?<!\p{L})(сегодня|завтра|послезавтра|today|tomorrow)(?!\p{L})/iu;
const CLOCK =
	/(?<![\d\p{L}])(?:(?:в|до|к|к концу|at|by|till)\s+)?(\d{1,2})(?:[:.](\d{2})|\s*(?:ч|час(?:а|ов)?|h|o'clock)(?!\p{L}))/iu;
const BARE_HOUR = /(?<!\p{L})(?:в|до|к|at|by|till)\s+(\d{1,2})(?![\d:.]|\s*\p{L})/iu;
const AHEAD: Readonly<Record<string, number>> = {
	сегодня: 0,
	today: 0,
	завтра: 1,
	tomorrow: 1,
	послезавтра: 2,
};
const NOON = 12;

function dayAndTime(text: string, now: Date, zone: string): Found {
	const day = DAY.exec(text);
	const clock = CLOCK.exec(text) ?? BARE_HOUR.exec(text);
	const hour = Number(clock?.[1] ?? NOON);
	const minute = Number(clock?.[2] ?? 0);
	if ((!day && !clock) || hour > 23 || minute > 59) return undefined;
	const rest = [clock?.[0], day?.[0]].reduce<string>((left, part) => (part ? left.replace(part, " ") : left), text);
	const ahead = day ? AHEAD[day[1]?.toLowerCase() ?? ""] : undefined;
	const named = at(addDays(now, ahead ?? 0, zone), { hour, minute }, zone);
	// A time that is over, without a day, is tomorrow's.
	return {
		dueAt: ahead === undefined && named <= now ? at(addDays(now, 1, zone), { hour, minute }, zone) : named,
		rest,
	};
}

function at(day: Date, time: { hour: number; minute: number }, zone: string): Date {
	const { year, month, day: date } = wallClock(day, zone);
	return instantOf({ year, month, day: date, ...time }, zone);
}

function tidy(text: string): string {
	return text
		.replace(/\s+/g, " ")
		.replace(/^[\s,.:;—–-]+|[\s,:;—–-]+$/g, "")
		.trim();
}
