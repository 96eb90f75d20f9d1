import { inBoth } from "../in-both.ts";

/** Words of the page that lets a telephone into the desk. */
export const deskWords = inBoth(
	{
		desk: "Стол в Telegram",
		deskAbout:
			"Группа сотрудников, где у каждого покупателя своя тема: отвечать можно с телефона, не открывая эту страницу. Исправленное в теме исправляется и у покупателя, если его мессенджер это умеет. Удаление сообщения боту не видно: слова забирает назад кнопка «⌫ Отозвать» или «Забрать назад» в переписке.",
		deskNone: "Стола нет: задайте DESK_TELEGRAM_TOKEN (вторая программа-бот от @BotFather) и запустите снова.",
		deskBot: "Бот стола:",
		deskNoGroup: "Группа ещё не привязана.",
		deskHasGroup: "Группа привязана.",
		deskTrouble: "В группу нельзя писать:",
		deskKnowsMe: "Ваш телефон столу известен.",
		deskKnowsMeNot: "Столу неизвестен ваш телефон.",
		deskMyCode: "Код для моего телефона",
		deskMyHow: "Пришлите код боту стола личным сообщением или в группу.",
		deskGroupCode: "Код для группы",
		deskGroupHow: "Отправьте в группу: /desk и код. Группа — супергруппа с темами, бот в ней администратор.",
		deskCodeUntil: "Действует до",
	},
	{
		desk: "Desk in Telegram",
		deskAbout:
			"A group of the staff where each customer has a topic: answer from a telephone without opening this page. What is edited in a topic changes for the customer too, where their messenger can. A bot does not see that a message was deleted: “⌫ Unsend”, or “Take back” in the conversation, takes words back.",
		deskNone: "There is no desk: set DESK_TELEGRAM_TOKEN (a second bot from @BotFather) and start again.",
		deskBot: "The desk's bot:",
		deskNoGroup: "No group is bound yet.",
		deskHasGroup: "The group is bound.",
		deskTrouble: "The group cannot be written to:",
		deskKnowsMe: "The desk knows your telephone.",
		deskKnowsMeNot: "The desk does not know your telephone.",
		deskMyCode: "Code for my telephone",
		deskMyHow: "Send the code to the desk's bot in private, or in the group.",
		deskGroupCode: "Code for the group",
		deskGroupHow:
			"Send to the group: /desk and the code. It is a supergroup with topics, and the bot its administrator.",
		deskCodeUntil: "Good until",
	},
);
