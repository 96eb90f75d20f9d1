import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { SessionView } from "#admin/contract/session.ts";
import { send } from "./api.ts";
import { useSpeech } from "./language.tsx";
import { useLive } from "./use-live.ts";
import type { Word } from "./words.ts";

const SECTIONS: readonly { path: string; word: Word; icon: string }[] = [
	{ path: "/", word: "conversations", icon: "💬" },
	{ path: "/orders", word: "orders", icon: "🧺" },
	{ path: "/customers", word: "customers", icon: "👥" },
	{ path: "/flows", word: "flows", icon: "🧭" },
	{ path: "/health", word: "health", icon: "🩺" },
];

/** What stands round every screen: the sections, whether news come in, language, the way out. */
export function Frame({ session, children }: { session: SessionView; children: ReactNode }) {
	const { t, language, choose } = useSpeech();
	const [path] = useLocation();
	const hears = useLive();
	const queries = useQueryClient();

	async function signOut() {
		await send("POST", "/api/auth/sign-out", {});
		queries.clear();
		location.assign("/");
	}

	function otherLanguage() {
		const next = language === "ru" ? "en" : "ru";
		choose(next);
		void send("PUT", "/api/session/language", { language: next });
	}

	return (
		<div className="frame">
			<nav className="sections" aria-label={t("menuTitle")}>
				<strong className="brand">{session.shop.name}</strong>
				{SECTIONS.map((section) => (
					<Link
						key={section.path}
						href={section.path}
						className={isAt(path, section.path) ? "here" : ""}
						aria-current={isAt(path, section.path) ? "page" : undefined}
					>
						<span aria-hidden="true">{section.icon}</span>
						<span>{t(section.word)}</span>
					</Link>
				))}
				<span className="grow" />
				{session.demo && (
					<Link href="/try" className="extra">
						<span aria-hidden="true">📱</span>
						<span>{t("phones")}</span>
					</Link>
				)}
				<span className={hears ? "signal on" : "signal"}>{hears ? t("online") : t("offline")}</span>
				<button type="button" className="quiet" onClick={otherLanguage}>
					{language === "ru" ? "English" : "Русский"}
				</button>
				<button type="button" className="quiet" onClick={() => void signOut()} title={session.member.email}>
					{t("signOut")}
				</button>
			</nav>
			<main>{children}</main>
		</div>
	);
}

function isAt(path: string, section: string): boolean {
	if (section === "/") return path === "/" || path.startsWith("/conversations");
	if (section === "/flows" && path.startsWith("/runs")) return true;
	return path.startsWith(section);
}
