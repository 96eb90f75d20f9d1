import { Link } from "wouter";
import type { ActName } from "#admin/contract/session.ts";
import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";
import { Empty } from "../states.tsx";
import { Team } from "../team/team.tsx";
import type { Word } from "../words.ts";
import { ApiKeys } from "./api-keys.tsx";
import { Audit } from "./audit.tsx";
import { OwnWays } from "./own-ways.tsx";
import { Webhooks } from "./webhooks.tsx";

type Tab = {
	readonly tab: string;
	readonly word: Word;
	readonly act?: ActName;
	readonly Screen: () => React.ReactNode;
};

const TABS: readonly Tab[] = [
	{ tab: "me", word: "ownWays", Screen: OwnWays },
	{ tab: "team", word: "team", act: "lead-team", Screen: Team },
	{ tab: "keys", word: "apiKeys", act: "manage-keys", Screen: ApiKeys },
	{ tab: "webhooks", word: "webhooks", act: "manage-keys", Screen: Webhooks },
	{ tab: "audit", word: "audit", act: "read-audit", Screen: Audit },
];

/** One's own ways in, the team, and what leaves the shop: what the role may see of it. */
export function Settings({ tab = "me" }: { tab?: string | undefined }) {
	const { t } = useSpeech();
	const { session } = useMember();
	const tabs = TABS.filter(({ act }) => act === undefined || session.may.includes(act));
	const here = tabs.find((one) => one.tab === tab);
	return (
		<section className="screen settings">
			<header>
				<h1>{t("settings")}</h1>
			</header>
			<nav className="tabs" aria-label={t("settings")}>
				{tabs.map((one) => (
					<Link key={one.tab} href={`/settings/${one.tab}`} aria-current={one === here ? "page" : undefined}>
						{t(one.word)}
					</Link>
				))}
			</nav>
			{here ? <here.Screen /> : <Empty>{t("notFound")}</Empty>}
		</section>
	);
}
