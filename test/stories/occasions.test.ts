import { expect, test } from "vitest";
import { AN_ORDER, aShopInTelegram } from "#test/support/story.ts";

test("three days before her birthday Anna gets her present, at eleven, and once", async () => {
	const story = await aShopInTelegram({ now: "2026-03-10T14:00:00+03:00" });
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	await story.agrees(anna);
	await story.received(anna);
	const { id } = await story.customer(anna);
	await story.shop.db.customer.update({ where: { id }, data: { birthday: new Date("1990-03-15T00:00:00Z") } });

	await story.until("2026-03-12T10:59:00+03:00");
	expect((await story.outbox(anna)).filter(({ flow }) => flow === "birthday")).toEqual([]);
	await story.until("2026-03-12T11:30:00+03:00");
	await anna.sees(/Анна, скоро ваш день! Подарок от нас — .+, промокод/);

	await story.until("2026-03-16T12:00:00+03:00");
	expect((await story.outbox(anna)).filter(({ flow }) => flow === "birthday")).toMatchObject([{ state: "sent" }]);
	expect(await story.runs(anna)).toContain("birthday: greeted");
});

test("on the day on which Anna usually orders she is reminded; «через неделю» is forgotten once she has ordered", async () => {
	const story = await aShopInTelegram({ now: "2026-03-10T14:00:00+03:00" });
	const anna = story.phone("Анна");
	const boris = story.phone("Борис");
	for (const phone of [anna, boris]) {
		await story.talk(phone, AN_ORDER);
		await story.agrees(phone);
		await story.received(phone);
		const { id } = await story.customer(phone);
		await story.shop.db.customerFigures.update({
			where: { customerId: id },
			data: { nextOrderAt: new Date("2026-03-12T09:00:00Z"), favouriteVariantId: story.goods.Медовик },
		});
	}

	await story.until("2026-03-12T12:30:00+03:00");

	await anna.sees("Обычно в это время вы берёте «Медовик». Повторить?");
	await boris.sees("Обычно в это время вы берёте «Медовик». Повторить?");
	await anna.press("Через неделю");
	await story.settle();
	await story.talk(anna, AN_ORDER);
	await story.settle();
	const shown = anna.seen().length;
	await story.later("8 days");

	expect(anna.seen()).toHaveLength(shown);
	expect(await story.runs(anna)).toContain("reorder: bought (reminder)");
	expect(await story.runs(boris)).toContain("reorder: silent (went_quiet)");
});
