import type { ConversationRow } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import { useNow } from "../use-now.ts";

/** What runs out here: how long the customer has waited, by when they should be answered, what was promised for when. */
export function Clocks({ row: { unansweredSince, sla, promiseDueAt } }: { row: ConversationRow }) {
	const { t, since, when } = useSpeech();
	const now = useNow();
	const left = (dueAt: string) => since(now.toISOString(), new Date(dueAt));
	const isLate = promiseDueAt !== null && Date.parse(promiseDueAt) <= now.getTime();
	const isOverdue = sla !== null && (sla.breached || Date.parse(sla.dueAt) <= now.getTime());
	return (
		<>
			{unansweredSince && (
				<Pill tone={isOverdue ? "bad" : sla?.warn ? "warn" : "plain"}>
					{t("waits")} {since(unansweredSince, now)}
					{sla && !isOverdue && sla.warn && ` · ${t("answerIn")} ${left(sla.dueAt)}`}
					{isOverdue && ` · ${t("overdue")}`}
				</Pill>
			)}
			{promiseDueAt && (
				<Pill tone={isLate ? "bad" : "warn"}>
					{isLate ? `${t("promiseLate")} ${since(promiseDueAt, now)}` : `${t("promisedFor")} ${when(promiseDueAt)}`}
				</Pill>
			)}
		</>
	);
}
