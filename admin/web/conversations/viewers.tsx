import { useSpeech } from "../language.tsx";
import { useTeam } from "../presence/use-team.ts";
import { useViewers } from "./use-viewers.ts";

/** Which colleagues look at this thread now, and who of them is typing. */
export function Viewers({ conversationId }: { conversationId: string }) {
	const { t } = useSpeech();
	const viewers = useViewers(conversationId);
	const team = useTeam();
	const nameOf = (id: string) => team.data?.members.find((member) => member.id === id)?.name ?? "…";
	return (
		<output className="viewers">
			{viewers.map(({ memberId, doing }) => (
				<span key={memberId} className={doing}>
					{nameOf(memberId)} {t(doing === "typing" ? "isTyping" : "isViewing")}
				</span>
			))}
		</output>
	);
}
