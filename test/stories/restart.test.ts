import { expect, test } from "vitest";
import { aShopInTelegram } from "#test/support/story.ts";

test("what waits survives a restart: the question, and the silence that was being counted", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	const boris = story.phone("Борис");
	for (const phone of [anna, boris])
		await story.talk(phone, [
			["заказать", "Что вам показать?"],
			["[Торты]", "Выберите товар"],
			["[Медовик]", "Сколько штук «Медовик»?"],
			["2", "В корзине 2 товара"],
		]);
	await story.later("10m");

	await story.restart();
	await story.talk(anna, [["[Оформить]", "Как вам удобнее получить заказ?"]]);
	await story.later("20m");

	await boris.sees("Корзину сохранил: 2 товара");
	expect(await story.runs(boris)).toEqual(["order: abandoned (went_quiet)"]);
	expect(await story.runs(anna)).toEqual(["order: waiting_input"]);
	await story.later("10m");
	await anna.sees("Корзину сохранил: 2 товара");
});

test("a night in which the clock is put forward neither loses nor doubles the morning's reminder", async () => {
	// In Berlin, 29 March 2026, two o'clock is followed by three.
	const story = await aShopInTelegram({
		now: "2026-03-28T20:30:00+01:00",
		settings: { SHOP_TIMEZONE: "Europe/Berlin" },
	});
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
		["1", "В корзине 1 товар"],
	]);
	await story.agrees(anna);
	const { id } = await story.customer(anna);
	await story.shop.db.customer.update({ where: { id }, data: { zone: "Europe/Berlin" } });
	await story.restart();
	await story.until("2026-03-28T23:00:00+01:00");
	await anna.sees("Корзину сохранил");
	await story.restart();

	await story.until("2026-03-29T09:59:00+02:00");
	expect(anna.unread()).toEqual([]);
	await story.until("2026-03-29T12:00:00+02:00");

	const reminders = anna.unread().filter((sight) => "text" in sight && sight.text.includes("Всё в силе?"));
	expect(reminders).toHaveLength(1);
	expect(reminders[0]?.at).toBeLessThanOrEqual(Date.parse("2026-03-29T10:20:00+02:00"));
});
