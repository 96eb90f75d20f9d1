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
		remedy_unauthorized: "Токен отозван или чужой: возьмите у @BotFather новый, впишите в настройки и запустите снова.",
		remedy_conflict: "Сообщения этого бота забирает другая программа: остановите её или возьмите боту новый токен.",
		remedy_down: "Программа пробует снова сама. Проверьте, есть ли связь с интернетом и доступен ли мессенджер.",
		remedy_desk_down:
			"Проверьте группу: бот в ней администратор с правом управлять темами, а темы включены. Если сбой в разборе сообщений, подробности в журнале программы.",
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
		remedy_unauthorized:
			"The token was revoked or is another's: get a new one from @BotFather, put it into the settings and start again.",
		remedy_conflict: "Another program takes this bot's messages: stop it, or get a new token for the bot.",
		remedy_down: "The program tries again by itself. See whether the internet and the messenger can be reached.",
		remedy_desk_down:
			"Look at the group: the bot is an administrator there who manages topics, and topics are on. If messages failed, the program's log says more.",
	},
);
