import { inBoth } from "../in-both.ts";

/** Words of the buyer's list. */
export const unmetDemandWords = inBoth(
	{
		missing: "Чего не хватило",
		missingFile: "Скачать таблицу",
		missingNothing: "Всё, о чём спрашивали, нашлось.",
		missingCustomers: "клиентов спрашивали",
		missingBack: "уже есть",
		missingFresh: "за неделю:",
		missingLast: "последний раз",
		missingTell: "Сообщить, когда появится",
		missingAllTold: "все узнают, когда появится",
	},
	{
		missing: "Unmet demand",
		missingFile: "Download the table",
		missingNothing: "Everything that was asked for was there.",
		missingCustomers: "customers asked",
		missingBack: "back in stock",
		missingFresh: "this week:",
		missingLast: "last",
		missingTell: "Tell them when it is back",
		missingAllTold: "all will be told",
	},
);
