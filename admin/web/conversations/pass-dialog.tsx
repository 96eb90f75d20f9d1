import { useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useTeam } from "../presence/use-team.ts";
import { useMember } from "../session/behind-the-counter.tsx";
import { ActForm } from "./act-form.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { useAct } from "./use-act.ts";

const WRITERS: ReadonlySet<string> = new Set(["owner", "lead", "operator"]);
const ORDER = { online: 0, away: 1, offline: 2 } as const;

/** To a colleague, who leads from then on, or to a team's queue; promises go along. */
export function PassDialog({ conversation: { id, control }, close }: DialogParts) {
	const { t } = useSpeech();
	const { session } = useMember();
	const team = useTeam();
	const [to, choose] = useState("");
	const [note, setNote] = useState("");
	const acting = useAct(id, {
		act: () => {
			const [kind, chosen = ""] = to.split(/:(.*)/s);
			return send("POST", `/api/conversations/${id}/pass`, {
				lease: control.lease,
				to: kind === "team" ? { team: chosen } : { memberId: chosen },
				...(note.trim() && { note }),
			});
		},
		done: close,
		quiet: true,
	});
	const colleagues = (team.data?.members ?? [])
		.filter((member) => member.id !== session.member.id && WRITERS.has(member.role))
		.sort((a, b) => ORDER[a.presence] - ORDER[b.presence] || a.load - b.load);
	return (
		<ActForm title={t("passOn")} does={t("passOn")} isReady={to !== ""} {...{ acting, close }}>
			<label>
				{t("passTo")}
				<select value={to} required onChange={({ target }) => choose(target.value)}>
					<option value="">—</option>
					<optgroup label={t("teams")}>
						{Object.entries(team.data?.teams ?? {}).map(([key, title]) => (
							<option key={key} value={`team:${key}`}>
								{title}
							</option>
						))}
					</optgroup>
					<optgroup label={t("colleagues")}>
						{colleagues.map(({ id: memberId, name, presence, load, loadLimit }) => (
							<option key={memberId} value={`member:${memberId}`}>
								{name} · {t(PRESENCE[presence])} · {load}/{loadLimit}
							</option>
						))}
					</optgroup>
				</select>
			</label>
			<label>
				{t("passNote")}
				<textarea rows={3} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
			</label>
		</ActForm>
	);
}

const PRESENCE = { online: "presenceOnline", away: "presenceAway", offline: "presenceOffline" } as const;
