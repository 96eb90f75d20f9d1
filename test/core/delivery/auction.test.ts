import fc from "fast-check";
import { expect, test } from "vitest";
import { auction, type Bid } from "#core/delivery/auction.ts";
import { parseQuietHours } from "#core/delivery/quiet-hours.ts";
import { EVEN_WORTH, netWorth, reactionWorth, worthWaiting } from "#core/delivery/worth.ts";
import { atNight } from "#test/support/at-night.ts";
import { RULES } from "#test/support/outbox.ts";
import { mostFromPlaces } from "#test/support/sending-oracle.ts";

const HOUR = 3_600_000;
const NOON = new Date("2026-03-25T12:00:00+03:00");
const within = (hours: number) => new Date(NOON.getTime() + hours * HOUR);
const rules = { sent: [], caps: RULES.caps, zone: "Europe/Moscow", zones: ["Europe/Moscow"] };

function bid(id: string, net: number, from: number, until: number): Bid {
	return { id, flow: id, net, readyAt: within(from), usefulUntil: within(until) };
}

const order = (bids: readonly Bid[]) => auction(NOON, bids, rules).map(({ bid: { id } }) => id);

test.each<[string, readonly Bid[], readonly string[]]>([
	["of two for one day the better goes", [bid("birthday", 10, 0, 10), bid("cart", 50, 1, 10)], ["cart"]],
	[
		"both go where both can wait, the better first",
		[bid("birthday", 10, 0, 72), bid("cart", 50, 1, 72)],
		["cart", "birthday"],
	],
	[
		"the lesser goes first where only the better can wait",
		[bid("birthday", 10, 0, 10), bid("cart", 50, 0, 72)],
		["birthday", "cart"],
	],
	[
		"two small ones are worth more than one that takes their place",
		[bid("a", 30, 0, 10), bid("b", 30, 24, 34), bid("c", 50, 0, 10)],
		["c", "b"],
	],
	["what brings nothing has no place", [bid("a", 0, 0, 10), bid("b", -5, 0, 10)], []],
])("%s", (_, bids, expected) => {
	expect(order(bids)).toEqual(expected);
	expect(order([...bids].reverse())).toEqual(expected);
});

test("no other way of giving the places brings more, over clock changes and quiet hours", () => {
	const bids = fc.array(
		fc.record({
			net: fc.integer({ min: 1, max: 100 }),
			from: fc.integer({ min: 0, max: 60 }),
			length: fc.integer({ min: 1, max: 90 }),
			quiet: fc.constantFrom("21:00-10:00", "23:00-02:00", "09:00-18:00"),
		}),
		{ minLength: 1, maxLength: 4 },
	);
	const worlds = fc.record({
		bids,
		zone: fc.constantFrom("Europe/Berlin", "Asia/Kamchatka", "America/Santiago"),
		sent: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 2 }),
	});
	fc.assert(
		fc.property(worlds, ({ bids: wanted, zone, sent: ago }) => {
			const sent = ago.map((days) => within(-24 * days));
			const many = wanted.map(({ net, from, length, quiet }, index): Bid & { written: string } => {
				const hours = parseQuietHours(quiet);
				return { ...bid(String(index), net, from, from + length), ...(hours && { quiet: hours }), written: quiet };
			});
			const places = auction(NOON, many, { ...rules, sent, zone, zones: [zone] });
			const most = mostFromPlaces(
				NOON,
				many.map((one) => ({ ...one, quiet: one.written })),
				{ zone, sent, days: 8 },
			);
			expect(places.reduce((sum, place) => sum + place.bid.net, 0)).toBe(most);
		}),
		{ numRuns: atNight ? 5_000 : 150 },
	);
});

test("a code costs also where the order would have come anyway, so it is kept from who is about to order", () => {
	const worth = { ...EVEN_WORTH.worth("any"), lift: 0.02, margin: 60_000, incentive: 6_000 };

	expect(netWorth({ ...worth, p0: 0.3 }, 0)).toBeCloseTo(-720);
	expect(netWorth({ ...worth, p0: 0.02 }, 0)).toBeCloseTo(960);
	expect(netWorth({ ...worth, p0: 0.02, optOut: 0.01, year: 50_000 }, 100)).toBeCloseTo(360);
	expect(reactionWorth({ ...worth, afterReaction: 0.2 })).toEqual({ gain: 12_000, annoyance: 0 });
});

test("who writes every other day is waited for while a letter is dear, up to the moment at which it is even", () => {
	const dear = { cost: 750, value: 900, writesPerDay: 0.5 };

	expect(worthWaiting(dear, NOON, within(72))).toEqual(within(72 - (Math.LN2 / 0.5) * 24));
	expect(worthWaiting(dear, NOON, within(24))).toEqual(NOON);
	expect(worthWaiting({ ...dear, writesPerDay: 0 }, NOON, within(72))).toEqual(NOON);
	expect(worthWaiting({ ...dear, value: 3_000 }, NOON, within(72))).toEqual(NOON);
});
