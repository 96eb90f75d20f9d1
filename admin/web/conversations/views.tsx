import { useQuery } from "@tanstack/react-query";
import { conversationCounts, type conversationViews, countedViews } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";
import { useCommands } from "../commands/commands.tsx";
import { useSpeech } from "../language.tsx";
import type { Word } from "../words.ts";
import { type Filters, useFilters, type View } from "./filters.ts";

/** The lists in the order in which a shift needs them; `team` is chosen beside, with the team. */
const TABS = [
	"queue",
	"mine",
	"asked",
	"unanswered",
	"free",
	"parked",
	"mentions",
	"all",
	"closed",
] as const satisfies readonly (typeof conversationViews)[number][];

/** Which list is shown, and how many stand in each. */
export function Views({ openId }: { openId?: string | undefined }) {
	const { t } = useSpeech();
	const { filters, choose } = useFilters();
	const counts = useQuery({
		queryKey: ["conversations", "counts"],
		queryFn: () => get("/api/conversations/counts", conversationCounts),
	});
	const show = (view: View) => choose({ ...filters, view } satisfies Filters, openId);
	useCommands(TABS.map((view) => ({ title: `${t("showList")} ${t(wordOf(view))}`, run: () => show(view) })));
	return (
		<fieldset className="tabs">
			<legend>{t("showing")}</legend>
			{TABS.map((view) => {
				const count = isCounted(view) ? counts.data?.[view] : undefined;
				return (
					<button key={view} type="button" aria-pressed={filters.view === view} onClick={() => show(view)}>
						{t(wordOf(view))}
						{count ? <span className="count">{count}</span> : null}
					</button>
				);
			})}
		</fieldset>
	);
}

function wordOf(view: (typeof TABS)[number]): Word {
	const WORDS = { queue: "viewQueue", asked: "viewAsked", parked: "viewParked", mentions: "viewMentions" } as const;
	switch (view) {
		case "queue":
		case "asked":
		case "parked":
		case "mentions":
			return WORDS[view];
		case "closed":
			return "viewClosed";
		case "free":
			return "viewFree";
		default:
			return view;
	}
}

function isCounted(view: View): view is (typeof countedViews)[number] {
	return countedViews.some((one) => one === view);
}
