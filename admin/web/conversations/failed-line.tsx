import { useState } from "react";
import type { ConversationRow, ThreadMessage } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { pressKey } from "../press-key.ts";
import { useAct } from "./use-act.ts";
import { useLeading } from "./use-leading.ts";

/** Nobody knows that it arrived: somebody should look. */
export function isFailed({ status }: Pick<ThreadMessage, "status">): boolean {
	return status === "failed" || status === "blocked" || status === "unknown";
}

/** Why a message did not arrive, and the ways to try again: the same, or each other chat of the customer's. */
export function FailedLine({ message, conversation }: { message: ThreadMessage; conversation: ConversationRow }) {
	const { t, name } = useSpeech();
	const { mayWrite, other } = useLeading(conversation);
	const [key] = useState(pressKey);
	const resending = useAct(conversation.id, {
		act: (chatId: string | undefined) =>
			send("POST", `/api/messages/${message.id}/resend`, { key, ...(chatId && { chatId }) }),
	});
	const ways = conversation.chats.filter(({ channel, reachable }) => reachable && channel !== message.channel);
	return (
		<div className="failed" role="note">
			<p>
				{t(wordOf(message.status))}
				{message.statusReason && `: ${name(message.statusReason)}`}
			</p>
			{mayWrite && !other && message.kind === "message" && (
				<p className="buttons">
					<button type="button" disabled={resending.isPending} onClick={() => resending.mutate(undefined)}>
						{t("resend")}
					</button>
					{ways.map(({ id, channel }) => (
						<button key={id} type="button" disabled={resending.isPending} onClick={() => resending.mutate(id)}>
							{t("sendBy")} {name(channel)}
						</button>
					))}
				</p>
			)}
		</div>
	);
}

function wordOf(status: string) {
	if (status === "blocked") return "statusBlocked";
	return status === "unknown" ? "statusUnknown" : "statusFailed";
}
