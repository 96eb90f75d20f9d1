import { inBoth } from "../in-both.ts";

/** Words about why something was won or lost. */
export const outcomesWords = inBoth(
	{
		outcomeWhyWon: "Почему купили?",
		outcomeWhyLost: "Почему не купили?",
		outcomeWhyCancelled: "Почему отменяем?",
		outcomeWhyReturned: "Почему возврат?",
		outcomeNote: "Что именно",
		outcomeSave: "Сохранить",
		outcomeAgain: "Уточнить причину",
		outcomeBy_customer: "клиент",
		outcomeBy_operator: "сотрудник",
		outcomeBy_rule: "по правилу",
		outcomeBy_unknown: "не узнали",
		outcomeUnknown: "Неизвестно",
		"outcome.said": "Причина",
	},
	{
		outcomeWhyWon: "Why did they buy?",
		outcomeWhyLost: "Why did they not buy?",
		outcomeWhyCancelled: "Why is it cancelled?",
		outcomeWhyReturned: "Why does it come back?",
		outcomeNote: "What exactly",
		outcomeSave: "Save",
		outcomeAgain: "Say the reason",
		outcomeBy_customer: "customer",
		outcomeBy_operator: "staff",
		outcomeBy_rule: "by a rule",
		outcomeBy_unknown: "nobody knows",
		outcomeUnknown: "Unknown",
		"outcome.said": "Reason",
	},
);
