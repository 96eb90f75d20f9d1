import type { Program } from "#core/flows/program.ts";
import type { Shop } from "#core/shop.ts";

/** Why a rehearsal concerned nobody. */
export type Nobody =
	/** No customer has a chat in a messenger yet. */
	| { readonly why: "no-chats" }
	/** Nothing by which the flow starts (a date, a segment) came up in these days. */
	| { readonly why: "no-occasion" }
	/** The diary of these days holds none of these events. */
	| { readonly why: "no-event"; readonly events: readonly string[] }
	/** It holds so many, but of nobody with a chat, or not as `start:` wants it. */
	| { readonly why: "unwanted"; readonly events: readonly string[]; readonly happened: number };

/** Finds out which. */
export async function whyNobody(
	shop: Shop,
	{ start }: Pick<Program, "start">,
	{ people, from, until }: { people: number; from: Date; until: Date },
): Promise<Nobody> {
	if (people === 0) return { why: "no-chats" };
	const events = [...new Set(start.flatMap((one) => (one.by === "event" ? [one.event] : [])))];
	if (events.length === 0) return { why: "no-occasion" };
	const happened = await shop.db.diary.count({ where: { name: { in: events }, at: { gt: from, lte: until } } });
	return happened === 0 ? { why: "no-event", events } : { why: "unwanted", events, happened };
}

/** The same for a person at a terminal. */
export function tellNobody(nobody: Nobody): string {
	switch (nobody.why) {
		case "no-chats":
			return "no customer has a chat in a messenger yet: there is nobody to write to";
		case "no-occasion":
			return "nothing that starts the flow (a date, a segment) came up in these days: take more --days, or see who is in the segment by   npm run flows -- segments show NAME";
		case "no-event":
			return `the diary of these days holds no ${nobody.events.join(", ")}: take more --days, or another event under start:`;
		case "unwanted":
			return `the diary holds ${nobody.events.join(", ")} ${nobody.happened} times, but of nobody with a chat, or not as start: wants it (if:, between:)`;
	}
}
