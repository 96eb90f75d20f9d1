import { inBoth } from "../in-both.ts";

/** Words of who is at work. */
export const presenceWords = inBoth(
	{
		presenceOnline: "на месте",
		presenceAway: "отошёл(ла)",
		presenceOffline: "не в сети",
		goAway: "Отойти: новых не давать",
		comeBack: "Я на месте",
		colleagues: "Коллеги",
		load: "Ведёт разговоров и сколько может",
	},
	{
		presenceOnline: "at work",
		presenceAway: "away",
		presenceOffline: "offline",
		goAway: "Step away: give me nothing new",
		comeBack: "I am back",
		colleagues: "Colleagues",
		load: "Conversations held, and how many at most",
	},
);
