import type { Dice } from "#core/chance.ts";
import { idAt } from "./demo-ids.ts";
import { DEMO_CITIES, DEMO_CONSENTS, DEMO_FAMILIES, DEMO_MEN, DEMO_STREETS, DEMO_WOMEN } from "./demo-people.ts";

/** A past customer as drawn: the row, and how they buy. */
export type DemoPerson = ReturnType<typeof drawPerson>;

const DAY = 86_400_000;

/** Somebody who came on a day of the last year, with a phone, perhaps a birthday, and a rhythm of their own. */
export function drawPerson(dice: Dice, now: Date) {
	const came = new Date(now.getTime() - dice.int(3, 364) * DAY - dice.int(0, DAY));
	const people = dice.chance(0.68) ? DEMO_WOMEN : DEMO_MEN;
	const { city, zone } = drawCity(dice);
	const near = city === "Луговое" || city === "Берёзовка";
	const street = `${dice.pick(DEMO_STREETS)} ${dice.int(1, 90)}${dice.chance(0.4) ? `, кв. ${dice.int(1, 60)}` : ""}`;
	const address = { text: near ? `${city}, ${street}` : `${city}, ${street}, почта` };
	return {
		row: {
			id: idAt(came, dice),
			firstName: dice.pick(people.first),
			lastName: `${dice.pick(DEMO_FAMILIES)}${people.ending}`,
			phone: `+79${dice.int(100_000_000, 999_999_999)}`,
			birthday: dice.chance(0.6) ? new Date(Date.UTC(dice.int(1950, 2004), dice.int(0, 11), dice.int(1, 28))) : null,
			zone,
			city,
			lastAddress: address,
			addresses: [address],
			language: "ru",
			likes: [],
			source: dice.pick(["прилавок", "прилавок", "ярмарка", "посоветовали", "vk"]),
			createdAt: came,
		},
		near,
		/** Days between orders; the longer, the fewer people. */
		cycle: dice.pick([7, 10, 14, 14, 21, 30, 30, 45]),
		/** Some stop coming one day. */
		until: dice.chance(0.3) ? new Date(came.getTime() + dice.int(20, 200) * DAY) : now,
		advertising: dice.chance(0.62),
	};
}

/** What this person agreed to when they came. */
export function consentsOf({ row, advertising }: DemoPerson, versionOf: (text: string) => string) {
	const purposes = advertising ? (["processing", "advertising"] as const) : (["processing"] as const);
	return purposes.map((purpose) => ({
		customerId: row.id,
		purpose,
		state: "given" as const,
		text: DEMO_CONSENTS[purpose],
		textVersion: versionOf(DEMO_CONSENTS[purpose]),
		answer: "подпись",
		actor: "operator:demo",
		at: row.createdAt,
	}));
}

function drawCity(dice: Dice) {
	const whole = DEMO_CITIES.reduce((sum, { weight }) => sum + weight, 0);
	let drawn = dice.next() * whole;
	for (const place of DEMO_CITIES) {
		drawn -= place.weight;
		if (drawn < 0) return place;
	}
	return DEMO_CITIES[0];
}
