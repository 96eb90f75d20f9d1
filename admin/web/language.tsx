import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { SessionView } from "#admin/contract/session.ts";
import type { Language } from "./in-both.ts";
import { makeSpeech, type Speech } from "./speech.ts";

const Context = createContext<Speech | null>(null);
const KEPT = "prilavok.language";
const NO_TITLES = { stages: {}, flows: {} };

/** Gives a visitor's screens a language: the one chosen here before, else the browser's. */
export function VisitorLanguage({ children }: { children: ReactNode }) {
	const [language, setLanguage] = useState<Language>(initialLanguage);
	const speech = useMemo(() => makeSpeech({ language, titles: NO_TITLES, choose: setLanguage }), [language]);
	return <Spoken speech={speech}>{children}</Spoken>;
}

/** Gives a member's screens the language of their account, the shop's time and the titles of its flow files. */
export function MemberLanguage({
	session,
	choose,
	children,
}: {
	session: SessionView;
	choose: (language: Language) => void;
	children: ReactNode;
}) {
	const { member, shop, titles } = session;
	const speech = useMemo(
		() => makeSpeech({ language: member.language, zone: shop.zone, titles, choose }),
		[member.language, shop.zone, titles, choose],
	);
	return <Spoken speech={speech}>{children}</Spoken>;
}

/** The same language, with times as they are in a zone. */
export function InZone({ zone, children }: { zone: string; children: ReactNode }) {
	const { language, choose } = useSpeech();
	const speech = useMemo(() => makeSpeech({ language, zone, titles: NO_TITLES, choose }), [language, zone, choose]);
	return <Context value={speech}>{children}</Context>;
}

/** The speech of the screens. */
export function useSpeech(): Speech {
	const speech = useContext(Context);
	if (!speech) throw new Error("useSpeech is used outside of a language");
	return speech;
}

function Spoken({ speech, children }: { speech: Speech; children: ReactNode }) {
	useEffect(() => {
		document.documentElement.lang = speech.language;
		localStorage.setItem(KEPT, speech.language);
	}, [speech.language]);
	return <Context value={speech}>{children}</Context>;
}

function initialLanguage(): Language {
	const kept = localStorage.getItem(KEPT);
	if (kept === "ru" || kept === "en") return kept;
	return navigator.language.startsWith("ru") ? "ru" : "en";
}
