import { expect, test } from "vitest";
import type { Message } from "#test/standins/telegram/shapes.ts";
import { aShopInTelegram, UP_TO_CONFIRMATION } from "#test/support/story.ts";

test("whatever Anna sends in place of a number is answered sensibly, and the order goes on", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["[Медовик]", "Сколько штук «Медовик»?"],
	]);
	const answers = async (send: () => unknown) => {
		const before = anna.seen().length;
		send();
		await story.settle();
		return anna
			.seen()
			.slice(before)
			.map((sight) => ("text" in sight ? sight.text : sight.kind));
	};
	const again = ["Напишите числом, например 2."];

	expect(await answers(() => anna.sends({ kind: "sticker", emoji: "🍰" }))).toEqual(again);
	expect(await answers(() => anna.sends("photo"))).toEqual(again);
	expect(await answers(() => anna.does({ do: "contact", of: { name: "Чужой", phone: "+79990001122" } }))).toEqual(
		again,
	);
	// Three times are enough: a person is called, and what else comes waits for them.
	expect(await answers(() => anna.write("👍"))).toEqual(["Зову коллегу, обычно отвечаем за 5 минут."]);
	expect(await answers(() => anna.write("'; DROP TABLE customer; --"))).toEqual([]);

	expect(await story.conversation(anna)).toMatchObject({ control: "asked" });
	expect(await story.cart(anna)).toEqual([]);
	expect(await story.shop.db.customer.findMany({ select: { phone: true } })).toEqual([{ phone: null }]);
	expect((await story.conversation(anna)).lines.slice(-2)).toEqual([
		"bot: Зову коллегу, обычно отвечаем за 5 минут.",
		"customer: '; DROP TABLE customer; --",
	]);
});

test.each([
	["markup", "<b>жирно</b> & <script>alert(1)</script>"],
	["SQL", "Мира 5'); DROP TABLE shop_order; --"],
	["ten thousand letters", "ы".repeat(10_000)],
	["what Liquid would take for its own", "{{ customer.phone }} {% raw %}"],
])("%s in a wish for the order is kept and shown as the words they are", async (_name, written) => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, UP_TO_CONFIRMATION.slice(0, -1));
	await story.writes(anna, written);
	await story.settle();
	await story.talk(anna, [["[Всё верно]", "Заказ № 1001 принят"]]);
	await story.settle();

	const [order] = await story.orders(anna);
	expect(written.startsWith(order?.note ?? "nothing")).toBe(true);
	expect((await story.conversation(anna)).lines.some((line) => line.endsWith(written.slice(-20)))).toBe(true);
	expect(await story.stock("Медовик")).toEqual({ onHand: 10, reserved: 1 });
});

test("a forged press and a stranger's button do nothing", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	const boris = story.phone("Борис");
	for (const phone of [anna, boris])
		await story.talk(phone, [
			["заказать", "Что вам показать?"],
			["[Торты]", "Выберите товар"],
		]);
	const shown = boris.seen().findLast((s) => s.kind === "message");
	if (shown?.kind !== "message") throw new Error("nothing is shown");
	const token = tokenOf(shown.message);
	const own = anna.seen().findLast((s) => s.kind === "message");
	if (own?.kind !== "message" || !token) throw new Error("nothing is shown");
	for (const data of [token, "made up", "x".repeat(64), "../../etc/passwd"]) {
		anna.does({ do: "forge", data, messageId: own.messageId });
		await anna.sees("Этот вопрос уже неактуален.");
	}
	await story.settle();

	expect(await story.runs(anna)).toEqual(["order: waiting_input"]);
	expect(await story.runs(boris)).toEqual(["order: waiting_input"]);
	expect((await story.conversation(anna)).lines.filter((line) => line.startsWith("customer: "))).toEqual([
		"customer: заказать",
		"customer: Торты",
		...Array(4).fill("customer: …"),
	]);
	// The question itself still takes its answer.
	await story.talk(anna, [["[Медовик]", "Сколько штук «Медовик»?"]]);
});

/** What the first button under a message carries, as a modified client would read it. */
function tokenOf({ reply_markup }: Message): string | undefined {
	return reply_markup?.inline_keyboard[0]?.[0]?.callback_data;
}
