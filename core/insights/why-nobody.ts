import type { Program } from "#core/flows/program.ts";
import type { Shop } from "#core/shop.ts";

/** Why a rehearsal found nobody: no chats, no such event in the diary, or none that the flow wanted. */
export async function whyNobody(
	shop: Shop,
	{ start }: Pick<Program, "start">,
	{ people, from, until }: { people: number; from: Date; until: Date },
): Promise<string> {
	if (people === 0) return "no customer has a chat in a messenger yet: there is nobody to write to";
	const events = [...new Set(start.flatMap((one) => (one.by === "event" ? [one.event] : [])))];
	if (events.length === 0) return "nothing that starts the flow came up in these days";
	const happened = await shop.db.diary.count({ where: { name: { in: events }, at: { gt: from, lte: until } } });
	const names = events.join(", ");
	if (happened === 0) return `the diary of these days holds no ${names}`;
	return `the diary holds ${names} ${happened} times, but of nobody with a chat, or not as start: wants it (if:, between:)`;
}
