import { inBoth } from "../in-both.ts";

/** Words of the command bar and of the help for keys. */
export const commandsWords = inBoth(
	{
		commandBar: "Всё, что можно сделать",
		commandHint: "Действие, имя клиента, телефон или номер заказа",
		nothingFound: "Ничего не нашлось",
		keyHelp: "Клавиши",
		keyNote: "Пока вы печатаете, клавиши ничего не делают. Русская раскладка подходит.",
		closeDialog: "Закрыть",
		goTo: "Перейти:",
	},
	{
		commandBar: "Everything that can be done",
		commandHint: "An action, a customer's name, a phone or an order number",
		nothingFound: "Nothing found",
		keyHelp: "Keys",
		keyNote: "While you are typing, keys do nothing else. Any layout will do.",
		closeDialog: "Close",
		goTo: "Go to:",
	},
);
