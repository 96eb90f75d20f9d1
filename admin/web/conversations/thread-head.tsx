import { Link } from "wouter";
import type { ConversationRow } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import { Clocks } from "./clocks.tsx";
import { useFilters } from "./filters.ts";
import { PriorityMark } from "./priority-mark.tsx";
import { Leads } from "./row.tsx";
import { Viewers } from "./viewers.tsx";

/** Whose thread it is, who leads, why somebody was asked for, and who else looks. */
export function ThreadHead({ conversation }: { conversation: ConversationRow }) {
	const { t, name, stage, since } = useSpeech();
	const { hrefOf } = useFilters();
	const { customer, control } = conversation;
	return (
		<header>
			<div className="who">
				<Link href={hrefOf()} className="back" aria-label={t("back")}>
					←
				</Link>
				<h1>
					<Link href={hrefOf(conversation.id, "customer")}>{customer.name}</Link>
				</h1>
				<Link href={hrefOf(conversation.id, "customer")} className="button to-sheet">
					{t("card")}
				</Link>
			</div>
			<p className="pills">
				<Leads row={conversation} />
				<PriorityMark row={conversation} />
				{control.by === "human" && <span className="faint">{since(control.since, new Date())}</span>}
				<Clocks row={conversation} />
				{conversation.stage && <Pill>{stage(conversation.stage)}</Pill>}
				{conversation.closedAt && <Pill>{t("closedMark")}</Pill>}
				{control.meanwhile === "bot" && <Pill tone="good">{t("goesOnWithBot")}</Pill>}
			</p>
			{(control.note || (control.by === "asked" && control.reason)) && (
				<p className="why-asked">
					{control.by === "asked" && control.reason && <strong>{name(`ask_${control.reason}`)} </strong>}
					{control.note}
					{control.runId && (
						<>
							{" "}
							<Link href={`/runs/${control.runId}`}>{t("why")}</Link>
						</>
					)}
				</p>
			)}
			<Viewers conversationId={conversation.id} />
		</header>
	);
}
