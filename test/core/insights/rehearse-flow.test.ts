import { expect, test } from "vitest";
import { readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { rehearsalReport } from "#core/insights/rehearsal-report.ts";
import { type Rehearsal, rehearseFlow } from "#core/insights/rehearse-flow.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { aShop } from "#test/support/shop.ts";
import { aShopInTelegram } from "#test/support/story.ts";

const place = { zone: "Europe/Moscow", currency: "RUB", country: "RU" };
const shipped = readFolder("flows");

/** The shipped folder, with one file changed as a marketer would. */
function changed(path: string, from: string, to: string) {
	return shipped.map((text) => {
		if (text.path !== path) return text;
		if (!text.text.includes(from)) throw new Error(`${path} does not say ${from}`);
		return { ...text, text: text.text.replace(from, to) };
	});
}

function rehearse(shop: Shop, texts = shipped, flow = "abandoned-cart"): Promise<Rehearsal> {
	return rehearseFlow(shop, { flow, days: 7, texts, vocabulary: shopVocabulary, place });
}

/** A cart left behind in the evening, and nobody answers what the shop writes about it. */
async function aCartLeftBehind() {
	const story = await aShopInTelegram({ now: "2026-03-10T20:30:00+03:00" });
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["1", "В корзине 1 товар"],
	]);
	await story.agrees(anna);
	await story.later("5 days");
	const really = (await story.outbox(anna)).filter(({ flow }) => flow === "abandoned-cart");
	return { story, really };
}

test("an unchanged flow is rehearsed as it went, the same steps on the same days, an edit shows what it changes, and nothing is written", async () => {
	const { story, really } = await aCartLeftBehind();
	const before = await rowsOf(story.shop);

	const rehearsal = await rehearse(story.shop);

	expect(really.length).toBeGreaterThan(1);
	expect(rehearsal.messages.map(({ channel }) => channel)).toEqual(really.map(() => "telegram"));
	expect(rehearsal.messages[0]).toMatchObject({ step: "first_touch", collides: [], billed: false });
	expect(rehearsal.messages[0]?.text).toContain("Медовик");
	expect(rehearsal.messages.map(({ at }) => at.toISOString().slice(0, 10))).toEqual(["2026-03-11", "2026-03-12"]);
	expect(rehearsal).toMatchObject({ people: 1, concerned: 1, outcomes: { expired: 1 } });
	const held = { flow: "abandoned-cart", verdict: "waits_hours" };
	expect(rehearsal.held.waits_hours).toBe(await story.shop.db.decision.count({ where: held }));
	expect(await rowsOf(story.shop)).toEqual(before);
	expect(rehearsalReport(rehearsal, place.zone)).toContain("messages     2: telegram 2");

	// What an edit would change is seen before it is applied.
	const dear = await rehearse(
		story.shop,
		changed("abandoned-cart.flow.yaml", "cart.total >= 500", "cart.total >= 5000"),
	);
	expect(dear).toMatchObject({ messages: [], outcomes: {}, refused: { if: 1 } });
	const hurried = await rehearse(
		story.shop,
		changed("abandoned-cart.flow.yaml", "silence: {after: 20h}", "silence: {after: 2h}"),
	);
	expect(hurried.held.waits_cap).toBe(1);
}, 240_000);

test("a file with a mistake, and a flow that there is not, are refused in words", async () => {
	const { shop } = await aShop();

	const broken = rehearse(shop, changed("abandoned-cart.flow.yaml", "event: cart.changed", "event: cart.chnaged"));
	await expect(broken).rejects.toThrow(/abandoned-cart\.flow\.yaml:\d+:\d+ error F042/);
	await expect(rehearse(shop, shipped, "nobody")).rejects.toThrow(Refusal);
});

async function rowsOf(shop: Shop) {
	const [decisions, entries, runs, outbox, diary, coupons] = await Promise.all([
		shop.db.decision.count(),
		shop.db.flowEntry.count(),
		shop.db.flowRun.count(),
		shop.db.outbox.count(),
		shop.db.diary.count(),
		shop.db.coupon.count(),
	]);
	return { decisions, entries, runs, outbox, diary, coupons };
}

test("a rehearsal that concerns nobody says why", async () => {
	const { shop } = await aShop();

	const { nobody } = await rehearse(shop);

	expect(nobody).toEqual({ why: "no-chats" });
	expect(rehearsalReport(await rehearse(shop), place.zone)).toContain("why nobody   no customer has a chat");
});
