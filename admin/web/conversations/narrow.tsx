import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { tagsInUse } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useTeam } from "../presence/use-team.ts";
import { type Filters, useFilters } from "./filters.ts";
import { SaveView } from "./save-view.tsx";
import { SavedViews } from "./saved-views.tsx";

/** Narrows the list by channel, tag and team, and keeps what came of it under a name. */
export function Narrow({ openId }: { openId?: string | undefined }) {
	const { t } = useSpeech();
	const { filters, choose } = useFilters();
	const [saving, save] = useState(false);
	const isNarrow = Boolean(filters.channel || filters.tag || filters.team);
	return (
		<details className="narrow">
			<summary>
				{t("narrow")}
				{isNarrow && <span className="count">•</span>}
			</summary>
			<div className="fields">
				<Choices filters={filters} choose={(chosen) => choose(chosen, openId)} />
				<SavedViews choose={(chosen) => choose(chosen, openId)} />
				<div className="buttons">
					{isNarrow && (
						<button type="button" onClick={() => choose({ view: filters.view }, openId)}>
							{t("showEverything")}
						</button>
					)}
					<button type="button" onClick={() => save(true)}>
						{t("saveView")}
					</button>
				</div>
			</div>
			{saving && <SaveView filters={filters} close={() => save(false)} />}
		</details>
	);
}

const CHANNELS = ["telegram", "whatsapp", "console"] as const;

function Choices({ filters, choose }: { filters: Filters; choose: (filters: Filters) => void }) {
	const { t, name } = useSpeech();
	const team = useTeam();
	const tags = useQuery({ queryKey: ["tags"], queryFn: () => get("/api/tags", tagsInUse) });
	const lists = [
		{ field: "channel", label: t("channel"), items: CHANNELS.map((id) => [id, name(id)] as const) },
		{ field: "tag", label: t("tag"), items: (tags.data?.items ?? []).map((tag) => [tag, tag] as const) },
		{ field: "team", label: t("team"), items: Object.entries(team.data?.teams ?? {}) },
	] as const;
	return lists.map(({ field, label, items }) => (
		<label key={field}>
			{label}
			<select
				value={filters[field] ?? ""}
				onChange={({ target }) => {
					const { [field]: _, ...rest } = filters;
					choose(target.value ? { ...rest, [field]: target.value } : rest);
				}}
			>
				<option value="">{t("any")}</option>
				{items.map(([id, title]) => (
					<option key={id} value={id}>
						{title}
					</option>
				))}
			</select>
		</label>
	));
}
