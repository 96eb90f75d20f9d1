import { inBoth } from "../in-both.ts";

/** Words of the health screens. */
export const healthWords = inBoth(
	{
		noProblems: "Файлы в порядке",
		verdictOk: "Всё в порядке",
		verdictWorry: "Есть о чём побеспокоиться",
		verdictBroken: "Сломано",
		queues: "Очереди",
		oldest: "старшему",
		deadLetters: "Не разобранные сообщения",
		replay: "Разобрать снова",
		unknownSends: "Неизвестно, дошло ли",
		errands: "Невыполненные поручения",
		bell: "Звонок",
		seconds: "с",
		flowFiles: "Файлы сценариев",
		pausedTill: "пауза до",
	},
	{
		noProblems: "The files are fine",
		verdictOk: "All is well",
		verdictWorry: "Something to look after",
		verdictBroken: "Broken",
		queues: "Queues",
		oldest: "oldest",
		deadLetters: "Dead letters",
		replay: "Try again",
		unknownSends: "May have arrived",
		errands: "Errands not done",
		bell: "Bell",
		seconds: "s",
		flowFiles: "Flow files",
		pausedTill: "paused until",
	},
);
