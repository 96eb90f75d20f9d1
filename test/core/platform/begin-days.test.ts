import { expect, test } from "vitest";
import { dayWork } from "#core/platform/begin-days.ts";
import { aShop, type TestShop } from "#test/support/shop.ts";

const zone = "Europe/Moscow";

async function promised({ shop }: TestShop) {
	const errands = await shop.db.errand.findMany({ orderBy: { id: "asc" } });
	return errands.map(({ name, payload }) => `${name} ${(payload as { day: string }).day}`);
}

test("each shop day begins once, however many processes look, and after a restart", async () => {
	const test = await aShop({ today: "2026-03-10T14:00:00+03:00" });
	const [one, other] = [dayWork({ shop: test.shop, zone }), dayWork({ shop: test.shop, zone })];

	const [next] = await Promise.all([one(), other()]);
	await dayWork({ shop: test.shop, zone })();
	expect(next).toEqual(new Date("2026-03-11T00:00:00+03:00"));
	expect(await promised(test)).toEqual(["count-segments 2026-03-10", "begin-day 2026-03-10", "sweep-up 2026-03-10"]);

	test.setNow("2026-03-11T00:00:00+03:00");
	await Promise.all([one(), other()]);

	expect((await promised(test)).slice(3)).toEqual([
		"count-segments 2026-03-11",
		"begin-day 2026-03-11",
		"sweep-up 2026-03-11",
		"make-digest 2026-03-11",
	]);
});

test("days on which the shop was closed begin late rather than never", async () => {
	const test = await aShop({ today: "2026-03-10T14:00:00+03:00" });
	const work = dayWork({ shop: test.shop, zone });
	await work();

	test.setNow("2026-03-13T09:00:00+03:00");
	await work();

	expect((await promised(test)).slice(3)).toEqual([
		"count-segments 2026-03-13",
		"begin-day 2026-03-11",
		"begin-day 2026-03-12",
		"begin-day 2026-03-13",
		"sweep-up 2026-03-13",
		"make-digest 2026-03-13",
	]);
});

test("a clock that is turned back begins no day again", async () => {
	const test = await aShop({ today: "2026-03-10T14:00:00+03:00" });
	const work = dayWork({ shop: test.shop, zone });
	await work();

	test.setNow("2026-03-08T09:00:00+03:00");
	await work();
	test.setNow("2026-03-10T15:00:00+03:00");
	await work();

	expect(await promised(test)).toHaveLength(3);
});
