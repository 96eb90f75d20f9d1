import type { MoneyView } from "#admin/contract/shared.ts";
import { ApiRefusal } from "./api.ts";
import type { Language } from "./in-both.ts";
import { isWord, WORDS, type Word } from "./words.ts";

/** The reader's language, and everything that is written in it. */
export type Speech = {
	readonly language: Language;
	/** A word of the screens. */
	t(word: Word): string;
	/** A name that the server sent, in the reader's words where we have them. */
	name(text: string): string;
	/** A stage or a flow, as its file calls it. */
	stage(id: string): string;
	flow(id: string): string;
	/** Why something failed, to a person. */
	trouble(error: Error): string;
	money(sum: MoneyView): string;
	when(at: string): string;
	day(at: string): string;
	time(at: string): string;
	/** «5 мин», «2 ч»: how long ago. */
	since(at: string, now: Date): string;
	choose(language: Language): void;
};

export type SpeechFacts = {
	readonly language: Language;
	/** IANA zone in which times are shown; absent: the browser's. */
	readonly zone?: string;
	readonly titles: {
		readonly stages: Readonly<Record<string, string>>;
		readonly flows: Readonly<Record<string, string>>;
	};
	readonly choose: (language: Language) => void;
};

/** Makes the speech of a reader. */
export function makeSpeech({ language, zone, titles, choose }: SpeechFacts): Speech {
	const words = WORDS[language];
	const inZone = zone ? { timeZone: zone } : {};
	const clockTime = { hour: "2-digit", minute: "2-digit" } as const;
	const full = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...clockTime, ...inZone });
	const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", ...inZone });
	const clock = new Intl.DateTimeFormat(language, { ...clockTime, ...inZone });
	return {
		language,
		choose,
		t: (word) => words[word],
		name: (text) => (isWord(text) ? words[text] : text),
		stage: (id) => titles.stages[id] ?? id,
		flow: (id) => titles.flows[id] ?? id,
		trouble: (error) => showTrouble(error, language),
		money: ({ minor, currency }) => showMoney(minor, currency, language),
		when: (at) => full.format(new Date(at)),
		day: (at) => date.format(new Date(at)),
		time: (at) => clock.format(new Date(at)),
		since: (at, now) => showSince(now.getTime() - Date.parse(at), words),
	};
}

const CODES: Readonly<Record<string, Word>> = {
	"signed-out": "code_signedOut",
	"not-allowed": "code_notAllowed",
	"not-found": "code_notFound",
	taken: "code_taken",
	stale: "code_stale",
	expired: "code_expired",
	invalid: "code_invalid",
	limit: "code_limit",
	unavailable: "code_unavailable",
	failed: "code_failed",
	INVALID_EMAIL_OR_PASSWORD: "code_wrongPassword",
	INVALID_PASSWORD: "code_wrongPassword",
	INVALID_CODE: "code_wrongCode",
	INVALID_BACKUP_CODE: "code_wrongCode",
	INVALID_TWO_FACTOR_COOKIE: "code_signedOut",
};

/** The server's own sentence where it is in the reader's language: it says more than the code does. */
function showTrouble(error: Error, language: Language): string {
	if (!(error instanceof ApiRefusal))
		return error instanceof TypeError ? WORDS[language].lostConnection : error.message;
	const inReadersLanguage = /[а-яё]/i.test(error.message) === (language === "ru");
	const word = error.status === 429 ? "code_limit" : CODES[error.code];
	return word && (!inReadersLanguage || error.code === "invalid" || error.status === 429)
		? WORDS[language][word]
		: error.message;
}

function showMoney(minor: number, currency: string, language: Language): string {
	const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
	const digits = new Intl.NumberFormat(language, style).resolvedOptions().maximumFractionDigits ?? 2;
	const major = minor / 10 ** digits;
	const minimumFractionDigits = Number.isInteger(major) ? 0 : digits;
	return new Intl.NumberFormat(language, { ...style, minimumFractionDigits }).format(major);
}

function showSince(ms: number, words: Record<Word, string>): string {
	const minutes = Math.max(0, Math.floor(ms / 60_000));
	if (minutes < 1) return words.now;
	if (minutes < 60) return `${minutes} ${words.minutes}`;
	if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} ${words.hours}`;
	return `${Math.floor(minutes / 1440)} ${words.days}`;
}
