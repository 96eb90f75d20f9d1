import { expect, test } from "vitest";
import { AN_ORDER, aShopInTelegram } from "#test/support/story.ts";

test("with a provider's token the order brings its bill, which is paid in the chat and booked once", async () => {
	const story = await aShopInTelegram({ settings: { TELEGRAM_PAYMENT_TOKEN: "provider:token" } });
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	await story.settle();
	await anna.sees(({ kind, ...sight }) => kind === "message" && "media" in sight && sight.media === "invoice");
	expect(await story.orders(anna)).toMatchObject([{ payment: "invoice", paid: false, total: 150_000 }]);

	anna.does({ do: "pay" });
	await story.settle();
	expect(await anna.notices("payment")).toMatchObject({ outcome: "paid" });

	expect(await story.orders(anna)).toMatchObject([{ payment: "invoice", paid: true }]);
	expect(await story.diary(anna)).toContain("order.paid (paid)");
	expect(await story.shop.db.payment.findMany({ select: { amount: true, currency: true, provider: true } })).toEqual([
		{ amount: 150_000, currency: "RUB", provider: "telegram" },
	]);

	anna.does({ do: "pay" });
	await story.settle();
	expect(await anna.notices("payment")).toMatchObject({ outcome: "refused" });
	expect(await story.shop.db.payment.count()).toBe(1);
});

test("a bill of an order that was cancelled meanwhile is not taken", async () => {
	const story = await aShopInTelegram({ settings: { TELEGRAM_PAYMENT_TOKEN: "provider:token" } });
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	await story.settle();
	const [order] = await story.orders(anna);
	if (!order) throw new Error("there is no order");
	await story.operator.moves(order, "cancelled", "no_stock");
	await story.settle();
	await anna.sees("отменён");

	anna.does({ do: "pay" });
	await story.settle();

	expect(await anna.notices("payment")).toMatchObject({ outcome: "refused" });
	expect(await story.shop.db.payment.count()).toBe(0);
});
