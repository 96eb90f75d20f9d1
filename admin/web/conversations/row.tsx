import { Link } from "wouter";
import type { ConversationRow } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import { useNow } from "../use-now.ts";
import { Clocks } from "./clocks.tsx";
import { useFilters } from "./filters.ts";
import { PriorityMark } from "./priority-mark.tsx";

/** One conversation in the list: who, where, who leads, the last words, and what runs out. */
export function Row({ row, open }: { row: ConversationRow; open: boolean }) {
	const { t, since, name } = useSpeech();
	const { hrefOf } = useFilters();
	const now = useNow();
	return (
		<Link href={hrefOf(row.id)} className={open ? "row here" : "row"} aria-current={open ? "true" : undefined}>
			<span className="line">
				<strong>{row.customer.name}</strong>
				<span className="faint">
					{row.channel && name(row.channel)}
					{row.lastAt && ` · ${since(row.lastAt, now)}`}
				</span>
			</span>
			<span className="last">{row.lastLine ?? ""}</span>
			<span className="pills">
				<Leads row={row} />
				<PriorityMark row={row} />
				<Clocks row={row} />
				{row.mentions > 0 && <Pill tone="warn">@ {row.mentions}</Pill>}
				{row.closedAt && <Pill>{t("closedMark")}</Pill>}
				{row.customer.tags.map((tag) => (
					<Pill key={tag}>{tag}</Pill>
				))}
			</span>
		</Link>
	);
}

/** Who may speak to this customer now. */
export function Leads({ row: { control } }: { row: ConversationRow }) {
	const { t, name, time } = useSpeech();
	switch (control.by) {
		case "bot":
			return <Pill tone="good">{name("bot")}</Pill>;
		case "asked":
			return <Pill tone="bad">{t("askedShort")}</Pill>;
		case "human":
			return (
				<Pill tone="info">{control.holder && control.holder.name !== "—" ? control.holder.name : t("human")}</Pill>
			);
		case "parked":
			return (
				<Pill tone="warn">
					{control.holder?.name ?? ""} · {t("parkedUntil")} {control.until ? time(control.until) : ""}
				</Pill>
			);
	}
}
