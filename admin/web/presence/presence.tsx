import { useCommands } from "../commands/commands.tsx";
import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";
import { usePresence } from "./use-presence.ts";
import { useTeam } from "./use-team.ts";

/** Whether one is at work, in one switch; and below it the colleagues, each with what they hold. */
export function Presence() {
	const { t } = useSpeech();
	const { session } = useMember();
	const team = useTeam();
	const sayAway = usePresence();
	const members = team.data?.members ?? [];
	const me = members.find(({ id }) => id === session.member.id);
	const isAway = me?.presence === "away";
	const change = () => void sayAway(!isAway);
	useCommands([{ title: isAway ? t("comeBack") : t("goAway"), run: change }]);
	const colleagues = members.filter(({ id, role }) => id !== session.member.id && role !== "cashier");
	return (
		<details className="presence">
			<summary>
				<span className={`dot ${me?.presence ?? "offline"}`} />
				{isAway ? t("presenceAway") : t("presenceOnline")}
			</summary>
			<div className="presence-box">
				<button type="button" className="wide" aria-pressed={isAway} onClick={change}>
					{isAway ? t("comeBack") : t("goAway")}
				</button>
				<ul className="plain" aria-label={t("colleagues")}>
					{colleagues.map(({ id, name, presence, load, loadLimit }) => (
						<li key={id} className="line">
							<span>
								<span className={`dot ${presence}`} />
								{name} <small>{t(PRESENCE[presence])}</small>
							</span>
							<small title={t("load")}>
								{load} / {loadLimit}
							</small>
						</li>
					))}
				</ul>
			</div>
		</details>
	);
}

const PRESENCE = { online: "presenceOnline", away: "presenceAway", offline: "presenceOffline" } as const;
