import { expect, test } from "vitest";
import { AN_ORDER, aShopInTelegram } from "#test/support/story.ts";

test("the grandmother's queue: Anna is asked before lunch, her portion is held, and goes back when she does not come", async () => {
	const story = await aShopInTelegram({ now: "2026-03-06T14:00:00+03:00" });
	const anna = story.phone("Анна");
	for (const day of ["06", "07", "08"]) {
		await story.until(`2026-03-${day}T14:30:00+03:00`);
		await story.talk(anna, AN_ORDER);
		const { id } = (await story.orders(anna)).at(-1) ?? {};
		await story.shop.db.order.update({
			where: { id: id ?? "" },
			data: { dueFrom: new Date(`2026-03-${day}T09:15:00Z`) },
		});
		await story.received(anna);
	}
	await story.agrees(anna);
	const before = await story.stock("Медовик");

	await story.until("2026-03-09T11:10:00+03:00");
	await anna.sees(/как обычно\?\n• Медовик × 1\nВсего 1.500.₽, .+ Придержать\?/);
	await anna.press("Да");
	await story.settle();
	await anna.sees(/Придержали\. Номер 1004, к оплате 1.500.₽/);
	expect((await story.stock("Медовик")).reserved).toBe(before.reserved + 1);

	await story.until("2026-03-09T17:25:00+03:00");
	await anna.sees("Сегодня вас не дождались, заказ № 1004 снял.");
	expect(await story.stock("Медовик")).toEqual(before);
	expect(await story.runs(anna)).toEqual(expect.arrayContaining(["queue: held", "held-order: no_show (went_quiet)"]));
});
