import { expect, test } from "vitest";
import { aShopInTelegram } from "#test/support/story.ts";

test("Anna asks for a person: the bot is silent, the operator answers, and the question comes again afterwards", async () => {
	const story = await aShopInTelegram();
	const anna = story.phone("Анна");
	await story.talk(anna, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
		["оператор", "Зову коллегу"],
	]);
	await story.settle();
	expect(await story.conversation(anna)).toMatchObject({ control: "asked" });

	anna.write("есть без орехов?");
	await story.settle();
	expect(anna.unread()).toEqual([]);

	await story.operator.replies(anna, "Да, медовик без орехов.");
	await anna.sees("Да, медовик без орехов.");
	expect(await story.conversation(anna)).toMatchObject({ control: "human" });
	anna.write("спасибо");
	await story.settle();
	expect(anna.unread()).toEqual([]);

	await story.operator.handsBack(anna);
	await anna.sees("Выберите товар");
	await story.settle();
	expect(await story.conversation(anna)).toEqual({
		control: "bot",
		lines: [
			"customer: заказать",
			"bot: Что вам показать?",
			"customer: Торты",
			"bot: Выберите товар",
			"customer: оператор",
			"bot: Зову коллегу, обычно отвечаем за 5 минут.",
			"customer: есть без орехов?",
			"operator:masha: Да, медовик без орехов.",
			"customer: спасибо",
			"bot: Вернёмся к разговору.",
			"bot: Выберите товар",
		],
	});
	expect((await story.diary(anna)).filter((entry) => entry.startsWith("control"))).toHaveLength(3);
	await story.talk(anna, [["[Медовик]", "Сколько штук «Медовик»?"]]);
});
