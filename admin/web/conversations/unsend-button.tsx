import type { ThreadMessage } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";
import { useNow } from "../use-now.ts";
import { useAct } from "./use-act.ts";

const HOURS = 48;

/** One's own words, taken back: what has not left does not leave, what has is taken away where the messenger lets us. */
export function UnsendButton({ message, conversationId }: { message: ThreadMessage; conversationId: string }) {
	const { t } = useSpeech();
	const { session } = useMember();
	const now = useNow();
	const acting = useAct(conversationId, { act: () => send("POST", `/api/messages/${message.id}/unsend`) });
	const isOwn = message.author === "operator" && message.authorName === session.member.name;
	const isGone = message.status === "cancelled" || now.getTime() - Date.parse(message.at) > HOURS * 3_600_000;
	const mayGo = message.status === "pending" || message.channel === "telegram";
	if (!isOwn || isGone || !mayGo) return null;
	return (
		<button type="button" className="link" disabled={acting.isPending} onClick={() => acting.mutate()}>
			{t("unsend")}
		</button>
	);
}
