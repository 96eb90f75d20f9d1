import { expect, test } from "vitest";
import { parseShopFacts } from "#core/catalogue/shop-facts.ts";
import { slotsAhead } from "#core/orders/list-slots.ts";
import { quoteDelivery } from "#core/orders/quote-delivery.ts";
import { slotTitle } from "#core/orders/slot-title.ts";
import { DEMO_FACTS } from "#prisma/seed/demo-facts.ts";

const facts = parseShopFacts(DEMO_FACTS);

test.each([
	["Мира 5", 100_000, 25_000],
	["Мира 5", 300_000, 0],
	["село Луговое, у магазина", 100_000, 25_000],
	["мы в Берёзовке, дом 3", 100_000, 25_000],
	["г. Раменское, ул. Мира 5", 100_000, 45_000],
	["Москва, Тверская 1", 100_000, undefined],
	["не знаю", 100_000, undefined],
	["12", 100_000, undefined],
	["🏠", 100_000, undefined],
])("to «%s» for %i: %s", (text, goodsTotal, price) => {
	const quote = quoteDelivery(facts, { destination: { text }, goodsTotal });
	expect(quote.available ? quote.price : undefined).toBe(price);
});

test("a place sent from the phone belongs to the smallest circle that holds it, or to none", () => {
	const at = (lat: number, lon: number) => {
		const quote = quoteDelivery(facts, { destination: { text: `${lat}, ${lon}`, lat, lon }, goodsTotal: 0 });
		return quote.available ? quote.zone.id : undefined;
	};
	expect(at(55.44, 38.27)).toBe("village");
	expect(at(55.56, 38.23)).toBe("district");
	expect(at(55.7558, 37.6173)).toBeUndefined();
});

test("slots open ahead at the shop's clock, also over the night when it is changed, and are called as people call them", () => {
	const rules = { ...facts.slots.courier, ahead: 1, windows: ["10:00-12:30"] };
	const now = new Date("2026-03-28T12:00:00+01:00");
	const [tomorrow] = slotsAhead(rules, now, "Europe/Berlin");

	expect(tomorrow).toEqual({ startsAt: new Date("2026-03-29T08:00:00Z"), endsAt: new Date("2026-03-29T10:30:00Z") });
	if (!tomorrow) throw new Error("a slot was expected");
	const seen = { zone: "Europe/Berlin", language: "ru" };
	expect(slotTitle(tomorrow, { ...seen, now })).toBe("завтра 10–12:30");
	expect(slotTitle(tomorrow, { ...seen, now: new Date("2026-03-29T05:00:00Z") })).toBe("сегодня 10–12:30");
	expect(slotTitle(tomorrow, { ...seen, now: new Date("2026-03-27T05:00:00Z") })).toBe("вс, 29 марта, 10–12:30");
});
