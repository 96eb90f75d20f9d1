import { type KeyboardEvent, useState } from "react";
import type { ThreadMessage } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";
import { useNow } from "../use-now.ts";
import { useAct } from "./use-act.ts";

/** How long each messenger lets us change what the customer has, in minutes; elsewhere they have it for good. */
const CHANGES: Readonly<Record<string, number>> = { telegram: Number.POSITIVE_INFINITY, "linked-phone": 15 };

/** What the customer does not have yet, or nobody knows: it is changed in any messenger. */
const NOT_THERE: ReadonlySet<string> = new Set(["pending", "failed", "blocked", "unknown"]);

/** Opens one's own words for mending, where that changes what is read. */
export function EditButton({ message, open }: { message: ThreadMessage; open: () => void }) {
	const { t } = useSpeech();
	const { session } = useMember();
	const now = useNow();
	const { author, authorName, kind, channel, status, at } = message;
	const isOwn = (author === "operator" || author === "note") && authorName === session.member.name;
	const minutes = (now.getTime() - Date.parse(at)) / 60_000;
	const canChange = kind === "note" || NOT_THERE.has(status) || minutes < (CHANGES[channel] ?? 0);
	if (!isOwn || status === "cancelled" || !canChange) return null;
	return (
		<button type="button" className="link" onClick={open}>
			{t("editWords")}
		</button>
	);
}

/** The words of a line as a field; Escape leaves them as they were. */
export function EditWords({
	message,
	conversationId,
	close,
}: {
	message: ThreadMessage;
	conversationId: string;
	close: () => void;
}) {
	const { t } = useSpeech();
	const [text, write] = useState(message.text);
	const editing = useAct(conversationId, {
		act: () => send("PUT", `/api/messages/${message.id}/text`, { text: text.trim() }),
		done: close,
	});
	const isReady = text.trim() !== "" && text.trim() !== message.text && !editing.isPending;
	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing) return;
		if (event.key === "Escape") close();
		else if (event.key === "Enter" && !event.shiftKey) {
			event.preventDefault();
			if (isReady) editing.mutate();
		} else return;
		event.stopPropagation();
	}
	return (
		<div className="mending">
			<textarea
				// Whoever has pressed "edit" goes on at the keyboard.
				ref={(field) => field?.focus()}
				rows={Math.min(8, Math.max(2, text.split("\n").length))}
				maxLength={4000}
				value={text}
				aria-label={t("editWords")}
				onChange={(event) => write(event.target.value)}
				onKeyDown={onKeyDown}
			/>
			<div className="buttons">
				<button type="button" className="main" disabled={!isReady} onClick={() => editing.mutate()}>
					{t("saveWords")}
				</button>
				<button type="button" onClick={close}>
					{t("leaveWords")}
				</button>
			</div>
		</div>
	);
}
