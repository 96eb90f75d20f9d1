import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { MoneyView } from "#admin/contract/shared.ts";
import { isWord, type Language, WORDS, type Word } from "./words.ts";

/** The reader's language, and everything that is written in it. */
export type Speech = {
	readonly language: Language;
	/** A word of the screens. */
	t(word: Word): string;
	/** A name that the server sent, in the reader's words where we have them. */
	name(text: string): string;
	money(sum: MoneyView): string;
	when(at: string): string;
	day(at: string): string;
	time(at: string): string;
	/** «5 мин», «2 ч»: how long ago. */
	since(at: string, now: Date): string;
	choose(language: Language): void;
};

const Context = createContext<Speech | null>(null);
const KEPT = "prilavok.language";

/** Gives the screens below it a language; the first choice is the browser's. */
export function LanguageProvider({ children, zone }: { children: ReactNode; zone?: string }) {
	const [language, setLanguage] = useState<Language>(initialLanguage);
	useEffect(() => {
		document.documentElement.lang = language;
		localStorage.setItem(KEPT, language);
	}, [language]);
	const speech = useMemo(() => makeSpeech(language, zone, setLanguage), [language, zone]);
	return <Context value={speech}>{children}</Context>;
}

/** The speech of the screens. */
export function useSpeech(): Speech {
	const speech = useContext(Context);
	if (!speech) throw new Error("useSpeech is used outside LanguageProvider");
	return speech;
}

function initialLanguage(): Language {
	const kept = localStorage.getItem(KEPT);
	if (kept === "ru" || kept === "en") return kept;
	return navigator.language.startsWith("ru") ? "ru" : "en";
}

function makeSpeech(language: Language, zone: string | undefined, choose: (language: Language) => void): Speech {
	const words = WORDS[language];
	const inZone = zone ? { timeZone: zone } : {};
	const full = new Intl.DateTimeFormat(language, {
		day: "numeric",
		month: "short",
		hour: "2-digit",
		minute: "2-digit",
		...inZone,
	});
	const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", ...inZone });
	const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", ...inZone });
	return {
		language,
		choose,
		t: (word) => words[word],
		name: (text) => (isWord(text) ? words[text] : text),
		money: ({ minor, currency }) => showMoney(minor, currency, language),
		when: (at) => full.format(new Date(at)),
		day: (at) => date.format(new Date(at)),
		time: (at) => clock.format(new Date(at)),
		since: (at, now) => showSince(now.getTime() - Date.parse(at), words),
	};
}

function showMoney(minor: number, currency: string, language: Language): string {
	const format = new Intl.NumberFormat(language, { style: "currency", currency });
	const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
	const major = minor / 10 ** digits;
	return new Intl.NumberFormat(language, {
		style: "currency",
		currency,
		minimumFractionDigits: Number.isInteger(major) ? 0 : digits,
	}).format(major);
}

function showSince(ms: number, words: Record<Word, string>): string {
	const minutes = Math.max(0, Math.floor(ms / 60_000));
	if (minutes < 1) return words.now;
	if (minutes < 60) return `${minutes} ${words.minutes}`;
	if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} ${words.hours}`;
	return `${Math.floor(minutes / 1440)} ${words.days}`;
}
