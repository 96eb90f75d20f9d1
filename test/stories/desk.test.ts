import { expect, test } from "vitest";
import { aShopWithDesk } from "#test/support/desk.ts";
import { UP_TO_CONFIRMATION } from "#test/support/story.ts";

test("Anna asks for a person: Lena answers from the desk, promises, changes the address and hands back, and the bot goes by it", async () => {
	const story = await aShopWithDesk();
	const lena = await story.joins("Лена", { role: "lead", code: "group" });
	const anna = story.phone("Анна");
	await story.talk(anna, [
		...UP_TO_CONFIRMATION.slice(0, 5),
		["[Курьером]", "Куда привезти?"],
		["Советская, 3", /На какое время/],
		["оператор", "Зову коллегу"],
	]);
	anna.write("а можно без орехов?");
	await story.settle();

	expect(story.topics()).toEqual(["Анна"]);
	const [header, card] = story.topic("Анна");
	expect(header).toMatch(/Ждёт человека с 14:00[\s\S]*Вопрос без ответа с 14:00/);
	expect(card).toContain("а можно без орехов?");

	// Quoting the customer's card is speaking to the customer, and takes control.
	lena.in("Анна").write("Да, испечём без орехов", story.cardOf("Анна"));
	await story.settle();
	await anna.sees("Да, испечём без орехов");
	expect(await story.conversation(anna)).toMatchObject({ control: "human" });
	expect(story.topic("Анна")[0]).toContain("Ведёт Лена");

	await lena.in("Анна").press("🤝 Обещание");
	await story.settle();
	lena.in("Анна").write("сегодня 15:00 уточню про орехи", story.lastOf("Анна"));
	await story.settle();
	expect(story.topic("Анна")[0]).toContain("Обещано до 15:00: уточню про орехи");
	await story.later("61m");
	expect(story.topic("Анна").join("\n")).toContain("Срок обещания: уточню про орехи");

	// Not over an open promise: the word is kept by what is said, and by whoever says that it is.
	await lena.in("Анна").press("↩️ Вернуть боту");
	await story.settle();
	expect(story.topic("Анна").at(-1)).toContain("Сначала закончите:\n• уточню про орехи");
	await lena.in("Анна").press("🤝 Сдержано");
	await story.settle();
	expect(await story.shop.db.customerPromise.findMany({ select: { state: true } })).toEqual([{ state: "late" }]);

	lena.in("Анна").write("Адрес: Лесная, 5", story.lastOf("Анна"));
	await story.settle();
	expect(story.topic("Анна").join("\n")).toContain("Адрес: Советская, 3 → Лесная, 5");
	expect(story.topic("Анна").join("\n")).toContain("Получение: Курьером");
	await lena.in("Анна").press("✅ Вернуть");
	await story.settle();
	await anna.sees(/Лесная, 5/);
	await story.talk(anna, [
		["[завтра 16–18]", "Пожелания к заказу?"],
		["[Без пожеланий]", /Адрес: Лесная, 5/],
		["[Всё верно]", /Заказ № \d+ принят/],
	]);
	await story.settle();
	expect((await story.orders(anna))[0]).toMatchObject({ address: "Лесная, 5" });
	await story.later("1m");
	lena.in().write("/today");
	await story.settle();
	expect(lena.in().texts().at(-1)).toMatch(/Сегодня[\s\S]*Заказы: 1[\s\S]*Выручка: 1\s750/);
	expect(story.topic("Анна")[0]).toMatch(/Ведёт бот[\s\S]*Заказ № \d+ · принят/);
});
