import type { z } from "zod";
import type { ConversationRow, laterReply } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";
import { Pill } from "../states.tsx";
import { useAct } from "./use-act.ts";
import { useLeading } from "./use-leading.ts";

/** Replies that wait for their time; each may be taken back into the composer. */
export function LaterReplies({ conversation, replies, restore }: LaterParts) {
	const { t, when } = useSpeech();
	const { session } = useMember();
	const { leads } = useLeading(conversation);
	const withdrawing = useAct(conversation.id, { act: (id: string) => send("DELETE", `/api/later-replies/${id}`) });
	if (replies.length === 0) return null;
	return (
		<ul className="ledger" aria-label={t("laterReplies")}>
			{replies.map(({ id, text, dueAt, by }) => (
				<li key={id}>
					<span className="grow">
						<Pill tone="info">
							{t("leavesAt")} {when(dueAt)}
						</Pill>{" "}
						{text} <small>{by.name}</small>
					</span>
					{(leads || by.id === session.member.id) && (
						<button
							type="button"
							disabled={withdrawing.isPending}
							onClick={() => withdrawing.mutate(id, { onSuccess: () => restore(text) })}
						>
							{t("undo")}
						</button>
					)}
				</li>
			))}
		</ul>
	);
}

type LaterParts = {
	readonly conversation: ConversationRow;
	readonly replies: readonly z.infer<typeof laterReply>[];
	readonly restore: (text: string) => void;
};
