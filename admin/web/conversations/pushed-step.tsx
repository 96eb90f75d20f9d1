import type { z } from "zod";
import type { ConversationRow, thread } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import { useAct } from "./use-act.ts";
import { useLeading } from "./use-leading.ts";

/** How far the customer is with the step that was pushed into the dialog; the holder may take it back. */
export function PushedStep({ conversation, pushed }: PushedParts) {
	const { t, flow } = useSpeech();
	const { mine } = useLeading(conversation);
	const withdrawing = useAct(conversation.id, {
		act: () => send("DELETE", `/api/conversations/${conversation.id}/step`),
	});
	if (!pushed) return null;
	return (
		<p className="ledger pushed" role="note">
			<span className="grow">
				<Pill tone="info">{t("stepUnderWay")}</Pill> {flow(pushed.flow)}
				{pushed.question && <small> — {pushed.question}</small>}
			</span>
			{mine && (
				<button type="button" disabled={withdrawing.isPending} onClick={() => withdrawing.mutate()}>
					{t("withdrawStep")}
				</button>
			)}
		</p>
	);
}

type PushedParts = {
	readonly conversation: ConversationRow;
	readonly pushed: z.infer<typeof thread>["pushed"];
};
