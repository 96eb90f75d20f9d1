import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import type { ActName } from "#admin/contract/session.ts";
import { send } from "./api.ts";
import { Caught } from "./caught.tsx";
import { Commands, useCommands } from "./commands/commands.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { useSpeech } from "./language.tsx";
import { Presence } from "./presence/presence.tsx";
import { useMember } from "./session/behind-the-counter.tsx";
import { useLive } from "./use-live.ts";
import type { Word } from "./words.ts";

type Section = { readonly path: string; readonly word: Word & IconName; readonly act: ActName };

/** The sections, in the order of the bar. */
export const SECTIONS: readonly Section[] = [
	{ path: "/conversations", word: "conversations", act: "read-conversations" },
	{ path: "/orders", word: "orders", act: "read-orders" },
	{ path: "/counter", word: "counter", act: "serve-counter" },
	{ path: "/customers", word: "customers", act: "read-customers" },
	{ path: "/catalogue", word: "catalogue", act: "read-orders" },
	{ path: "/flows", word: "flows", act: "read-flows" },
	{ path: "/reports", word: "reports", act: "read-reports" },
	{ path: "/channels", word: "channels", act: "link-phones" },
	// `/health` itself answers whatever watches the process.
	{ path: "/shop-health", word: "health", act: "read-health" },
];

/** Screens that the bar's sections do not hold, for the window's title. */
const PLACES: readonly { readonly path: string; readonly word: Word }[] = [
	{ path: "/tips", word: "tips" },
	{ path: "/desk", word: "desk" },
	{ path: "/unmet-demand", word: "missing" },
	{ path: "/delivery-slots", word: "slotsTitle" },
	{ path: "/settings", word: "settings" },
];

/** What stands round every screen: the shop, the sections that the role may see, and one's own things. */
export function Frame({ children }: { children: ReactNode }) {
	const { t } = useSpeech();
	const [path] = useLocation();
	const { session } = useMember();
	const sections = SECTIONS.filter(({ act }) => session.may.includes(act));
	const here = sections.find((section) => isAt(path, section.path));
	const place = here ?? PLACES.find((one) => isAt(path, one.path));
	const { isOpen, toggle } = usePhoneMenu(path);
	return (
		<Commands>
			<Ways />
			<div className={isOpen ? "frame open" : "frame"}>
				<title>{place ? `${t(place.word)} · ${session.shop.name}` : session.shop.name}</title>
				<Link href="/" className="brand">
					{session.shop.name}
				</Link>
				<Account />
				<nav className="sections" aria-label={t("menuTitle")}>
					{sections.map((section) => (
						<Link key={section.path} href={section.path} aria-current={section === here ? "page" : undefined}>
							<Icon name={section.word} />
							<span>{t(section.word)}</span>
						</Link>
					))}
					<button type="button" className="quiet more-sections" aria-expanded={isOpen} onClick={toggle}>
						<span aria-hidden="true">{isOpen ? "×" : "⋯"}</span>
						<span>{t(isOpen ? "closeMenu" : "moreSections")}</span>
					</button>
				</nav>
				<main>
					{session.troubles.includes("webhooks-failed") && (
						<p className="trouble-bar" role="status">
							<Link href="/settings/webhooks">{t("webhooksFailed")}</Link>
						</p>
					)}
					<Caught at={path}>{children}</Caught>
				</main>
			</div>
		</Commands>
	);
}

/** On a phone the first sections stand below; the others, and one's own things, come out in place of the screen. */
function usePhoneMenu(path: string) {
	const [openAt, setOpenAt] = useState<string>();
	const isOpen = openAt === path;
	useEffect(() => {
		if (!isOpen) return;
		const close = ({ key }: KeyboardEvent) => key === "Escape" && setOpenAt(undefined);
		window.addEventListener("keydown", close);
		return () => window.removeEventListener("keydown", close);
	}, [isOpen]);
	return { isOpen, toggle: () => setOpenAt(isOpen ? undefined : path) };
}

/** The sections, for the command bar. */
function Ways() {
	const { t } = useSpeech();
	const { session } = useMember();
	const [, go] = useLocation();
	const sections = SECTIONS.filter(({ act }) => session.may.includes(act));
	useCommands(sections.map(({ path, word }) => ({ title: `${t("goTo")} ${t(word)}`, run: () => go(path) })));
	return null;
}

/** Whether news come in, the demo's phones, the language, the way out. */
function Account() {
	const { t, language, choose } = useSpeech();
	const { session } = useMember();
	const hears = useLive();
	const queries = useQueryClient();

	async function signOut() {
		await send("POST", "/api/auth/sign-out", {});
		queries.clear();
		location.assign("/");
	}

	return (
		<div className="account">
			<span className={hears ? "signal on" : "signal"} role="status">
				{hears ? t("online") : t("offline")}
			</span>
			{session.may.includes("read-conversations") && <Presence />}
			{session.demo && (
				<a href="/try" target="prilavok-phones">
					<Icon name="phones" />
					{t("phones")}
				</a>
			)}
			{session.may.includes("read-conversations") && (
				<>
					<Link href="/tips">
						<Icon name="tips" />
						{t("tips")}
					</Link>
					<Link href="/desk">
						<Icon name="desk" />
						{t("desk")}
					</Link>
				</>
			)}
			<Link href="/settings" className="settings-link" title={t("settings")}>
				<Icon name="settings" />
				<span>{t("settings")}</span>
			</Link>
			<button type="button" className="quiet" onClick={() => choose(language === "ru" ? "en" : "ru")}>
				<Icon name="language" />
				<span lang={language === "ru" ? "en" : "ru"}>{language === "ru" ? "English" : "Русский"}</span>
			</button>
			<button type="button" className="quiet" onClick={() => void signOut()} title={session.member.email}>
				<Icon name="leave" />
				{t("signOut")}
			</button>
		</div>
	);
}

function isAt(path: string, section: string): boolean {
	return path.startsWith(section) || (section === "/flows" && path.startsWith("/runs"));
}
