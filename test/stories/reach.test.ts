import { expect, test } from "vitest";
import { AN_ORDER, aShopInTelegram } from "#test/support/story.ts";

test("who blocks the bot is written to no more, and is found again when they take it back", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	await story.agrees(anna);
	await story.settle();
	const [order] = await story.orders(anna);
	if (!order) throw new Error("there is no order");

	anna.does({ do: "block" });
	await story.settle();
	const identity = async () => {
		const { identityId } = await story.customer(anna);
		return story.shop.db.identity.findUniqueOrThrow({ where: { id: identityId } });
	};
	expect(await identity()).toMatchObject({ reachability: "blocked" });
	const calls = story.standin.calls("sendMessage").length;
	await story.operator.moves(order, "confirmed");
	await story.settle();
	await story.later("1 day");
	expect(story.standin.calls("sendMessage")).toHaveLength(calls);
	expect(await story.runs(anna)).toEqual(["order: ordered (own_wish)", "order-status: no_channel"]);
	expect((await story.diary(anna)).slice(-5, -3)).toEqual([
		"identity.unreachable (checkout)",
		"consent.withdrawn (checkout)",
	]);

	anna.does({ do: "unblock" });
	await story.settle();
	expect(await identity()).toMatchObject({ reachability: "reachable" });
	await story.operator.moves(order, "packed");
	await story.settle();
	await anna.sees("Заказ № 1001 собран.");
	expect((await story.outbox(anna)).map(({ state }) => state)).toEqual(Array(10).fill("sent"));
	const consents = await story.shop.db.consent.findMany({
		orderBy: { id: "asc" },
		select: { state: true, actor: true },
	});
	expect(consents).toEqual([
		{ state: "given", actor: "customer" },
		{ state: "withdrawn", actor: "platform" },
		{ state: "given", actor: "platform" },
	]);
});

test("a block that Telegram tells only when we write is learned from the refusal, and not tried again", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	await story.settle();
	const [order] = await story.orders(anna);
	if (!order) throw new Error("there is no order");
	const blocked = { kind: "status", status: 403, description: "Forbidden: bot was blocked by the user" } as const;
	story.standin.fault({ method: "sendMessage", when: "before", mishap: blocked });
	const calls = story.standin.calls("sendMessage").length;

	await story.operator.moves(order, "confirmed");
	await story.settle();
	await story.operator.moves(order, "packed");
	await story.later("1 day");

	expect(story.standin.calls("sendMessage")).toHaveLength(calls + 1);
	expect((await story.outbox(anna)).at(-1)).toMatchObject({
		text: "Заказ № 1001 подтверждён, собираем.",
		state: "blocked",
	});
	expect(await story.diary(anna)).toContain("identity.unreachable (paid)");
});

test("each step of an order behind the counter reaches the customer as a message", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	await story.settle();
	const [order] = await story.orders(anna);
	if (!order) throw new Error("there is no order");

	for (const [state, words] of [
		["confirmed", "Заказ № 1001 подтверждён, собираем."],
		["packed", "Заказ № 1001 собран."],
		["ready", "Заказ № 1001 ждёт вас: Луговое, Мира 5."],
		["delivered", "Заказ № 1001 у вас. Приятного аппетита!"],
	] as const) {
		await story.operator.moves(order, state);
		await story.settle();
		await anna.sees(words);
	}
	expect(await story.orders(anna)).toMatchObject([{ state: "delivered", paid: true }]);
	expect(await story.stock("Медовик")).toEqual({ onHand: 9, reserved: 0 });
	expect((await story.runs(anna)).slice(1)).toEqual(Array(4).fill("order-status: told"));
	expect((await story.diary(anna)).filter((entry) => entry.startsWith("order."))).toEqual([
		"order.created (checkout)",
		"order.confirmed (paid)",
		"order.packed (paid)",
		"order.ready (paid)",
		"order.delivered (delivered)",
		"order.paid (paid)",
	]);
});
