import { parseDuration, showDuration } from "./durations.ts";
import type { Verb } from "./flow-file.ts";

/** Languages in which a diagram speaks. */
export type DiagramLanguage = "ru" | "en";

/** What a diagram says by itself, between the words of the file. */
export type DiagramWords = {
	readonly verbs: Readonly<Record<Verb, string>>;
	readonly start: string;
	/** No start of its own. */
	readonly called: string;
	readonly handler: string;
	readonly stop: string;
	readonly done: string;
	readonly flow: string;
	/** Above what may happen at any question. */
	readonly anytime: string;
	readonly event: string;
	readonly link: string;
	readonly enters: string;
	readonly leaves: string;
	readonly day: string;
	readonly every: Readonly<Record<"day" | "week" | "month", string>>;
	/** By the names that files have for them. */
	readonly weekdays: Readonly<Record<string, string>>;
	readonly quiet: string;
	readonly silence: string;
	readonly when: string;
	readonly skip: string;
	readonly yes: string;
	readonly otherwise: string;
	readonly answer: string;
	readonly anyOption: string;
	readonly notUnderstood: string;
	readonly nothing: string;
	readonly trouble: string;
	readonly timeUp: string;
	readonly happened: string;
	readonly body: string;
	readonly again: string;
	readonly through: string;
	readonly backTo: string;
	readonly back: string;
	readonly closed: string;
	readonly controlBack: string;
	readonly until: string;
	readonly between: string;
	/** `7 days` in this language. */
	readonly length: (written: string) => string;
	readonly waitsFor: string;
	readonly last: string;
	readonly picture: string;
	readonly more: string;
};

/** The words of a language. */
export function diagramWords(language: DiagramLanguage): DiagramWords {
	return language === "ru" ? ru : en;
}

const ru: DiagramWords = {
	verbs: {
		say: "Сообщение",
		ask: "Вопрос",
		choose: "Выбор",
		set: "Запомнить",
		do: "Действие",
		if: "Если",
		switch: "Развилка",
		split: "Проба",
		offer: "Бонус",
		wait: "Ждать",
		each: "Для каждого",
		repeat: "Повторять",
		goto: "Перейти",
		change: "Исправить ответ",
		call: "Вложенный сценарий",
		launch: "Запустить сценарий",
		handoff: "Позвать человека",
		end: "Конец",
	},
	start: "Начало",
	called: "Зовут другие сценарии",
	handler: "Клиент пишет",
	stop: "Прекратить, если",
	done: "Конец",
	flow: "Сценарий",
	anytime: "В любой момент",
	event: "событие",
	link: "ссылка",
	enters: "вошёл в сегмент",
	leaves: "вышел из сегмента",
	day: "день",
	every: { day: "каждый день", week: "каждую неделю", month: "каждый месяц" },
	weekdays: { mon: "пн", tue: "вт", wed: "ср", thu: "чт", fri: "пт", sat: "сб", sun: "вс" },
	quiet: "тихо",
	silence: "молчит",
	when: "если",
	skip: "пропустить",
	yes: "да",
	otherwise: "иначе",
	answer: "ответ",
	anyOption: "любой из списка",
	notUnderstood: "не понял",
	nothing: "ничего нет",
	trouble: "не вышло",
	timeUp: "время вышло",
	happened: "случилось",
	body: "для каждого",
	again: "ещё раз",
	through: "все пройдены",
	backTo: "→ исправить",
	back: "исправить",
	closed: "нерабочее время",
	controlBack: "разговор вернули",
	until: "до",
	between: "между",
	length: (written) => lengthInRussian(written),
	waitsFor: "или",
	last: "последний ответ",
	picture: "картинка или файл",
	more: "ещё",
};

const en: DiagramWords = {
	verbs: {
		say: "Message",
		ask: "Question",
		choose: "Choice",
		set: "Remember",
		do: "Action",
		if: "If",
		switch: "Fork",
		split: "Split",
		offer: "Offer",
		wait: "Wait",
		each: "For each",
		repeat: "Repeat",
		goto: "Go to",
		change: "Change the answer",
		call: "Called flow",
		launch: "Launch a flow",
		handoff: "Call a person",
		end: "End",
	},
	start: "Start",
	called: "Called by other flows",
	handler: "The customer writes",
	stop: "Stops when",
	done: "End",
	flow: "Flow",
	anytime: "At any moment",
	event: "event",
	link: "link",
	enters: "enters the segment",
	leaves: "leaves the segment",
	day: "day",
	every: { day: "every day", week: "every week", month: "every month" },
	weekdays: { mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" },
	quiet: "quiet for",
	silence: "silent",
	when: "if",
	skip: "skip",
	yes: "yes",
	otherwise: "else",
	answer: "answer",
	anyOption: "any of the list",
	notUnderstood: "not understood",
	nothing: "nothing there",
	trouble: "failed",
	timeUp: "time is up",
	happened: "happened",
	body: "for each",
	again: "once more",
	through: "all done",
	backTo: "→ change",
	back: "change",
	closed: "outside hours",
	controlBack: "control is back",
	until: "until",
	between: "between",
	length: (written) => written,
	waitsFor: "or",
	last: "the last answer",
	picture: "a picture or file",
	more: "more",
};

/** `1h 30m` → `1 ч 30 мин`; what is no length of time stays as it is. */
function lengthInRussian(written: string): string {
	const length = parseDuration(written);
	if (!length) return written;
	return showDuration(length)
		.replace(/(\d+) days?/, (_whole, days: string) => `${days} ${FORMS[plural.select(Number(days))] ?? "дней"}`)
		.replace(/(\d)h/, "$1 ч")
		.replace(/(\d)m/, "$1 мин")
		.replace(/(\d)s/, "$1 с");
}

const plural = new Intl.PluralRules("ru");
const FORMS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "день", few: "дня", many: "дней" };
