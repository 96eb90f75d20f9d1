import type { ConversationRow } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import { useNow } from "../use-now.ts";

/** What runs out here: how long the customer has waited, by when they should be answered, what was promised for when. */
export function Clocks({ row: { unansweredSince, sla, resolution, promiseDueAt } }: { row: ConversationRow }) {
	const { t, since, when } = useSpeech();
	const now = useNow();
	const isLate = promiseDueAt !== null && Date.parse(promiseDueAt) <= now.getTime();
	return (
		<>
			{unansweredSince && <Waiting since={unansweredSince} sla={sla} now={now} />}
			{resolution && <Resolution clock={resolution} now={now} />}
			{promiseDueAt && (
				<Pill tone={isLate ? "bad" : "warn"}>
					{isLate ? `${t("promiseLate")} ${since(promiseDueAt, now)}` : `${t("promisedFor")} ${when(promiseDueAt)}`}
				</Pill>
			)}
		</>
	);
}

function Waiting({ since: from, sla, now }: { since: string; sla: ConversationRow["sla"]; now: Date }) {
	const { t, since } = useSpeech();
	const isOverdue = sla !== null && (sla.breached || Date.parse(sla.dueAt) <= now.getTime());
	return (
		<Pill tone={isOverdue ? "bad" : sla?.warn ? "warn" : "plain"}>
			{t("waits")} {since(from, now)}
			{sla && !isOverdue && sla.warn && ` · ${t("answerIn")} ${since(now.toISOString(), new Date(sla.dueAt))}`}
			{isOverdue && ` · ${t("overdue")}`}
		</Pill>
	);
}

/** The whole matter takes longer than the team has promised, or soon will; says nothing before. */
function Resolution({ clock: { dueAt, warn }, now }: { clock: NonNullable<ConversationRow["resolution"]>; now: Date }) {
	const { t, since, when } = useSpeech();
	const isOverdue = Date.parse(dueAt) <= now.getTime();
	if (!warn && !isOverdue) return null;
	return (
		<Pill tone={isOverdue ? "bad" : "warn"} title={`${t("settleBy")} ${when(dueAt)}`}>
			{isOverdue
				? `${t("settleLate")} ${since(dueAt, now)}`
				: `${t("settleIn")} ${since(now.toISOString(), new Date(dueAt))}`}
		</Pill>
	);
}
