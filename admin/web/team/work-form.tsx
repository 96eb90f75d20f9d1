import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { MembersView, MemberView } from "#admin/contract/team.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Choices } from "../settings/choices.tsx";

/** Whose conversations a member looks after, and how many at a time. */
export function WorkForm({ member, teams }: { member: MemberView; teams: MembersView["teams"] }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [chosen, setChosen] = useState<readonly string[]>(member.teams);
	const [limit, setLimit] = useState(String(member.loadLimit));
	const saving = useMutation({
		mutationFn: () => send("PUT", `/api/team/${member.id}/work`, { teams: chosen, loadLimit: Number(limit) }),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["team"] }),
	});
	function submit(event: FormEvent) {
		event.preventDefault();
		saving.mutate();
	}
	const summary = member.teams.length === 0 ? t("allTeams") : member.teams.map((id) => teams[id] ?? id).join(", ");
	return (
		<details>
			<summary>
				{t("teamsOf")}: {summary}
			</summary>
			<form className="stacked" onSubmit={submit}>
				{Object.keys(teams).length > 0 && (
					<Choices legend={t("teamsHint")} all={Object.keys(teams)} titles={teams} chosen={chosen} choose={setChosen} />
				)}
				<label>
					{t("loadLimit")}
					<input
						type="number"
						required
						min={0}
						max={500}
						value={limit}
						onChange={(event) => setLimit(event.target.value)}
					/>
				</label>
				<button type="submit" disabled={saving.isPending}>
					{t("save")}
				</button>
				{saving.isSuccess && <p role="status">{t("saved")}</p>}
				{saving.isError && <p role="alert">{trouble(saving.error)}</p>}
			</form>
		</details>
	);
}
