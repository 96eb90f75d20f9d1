import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import type { ConversationRow } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";

/** Where an operator writes. The first public reply takes the conversation by itself. */
export function Composer({ conversation }: { conversation: ConversationRow }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [text, setText] = useState("");
	const [key, setKey] = useState(newKey);
	const refresh = () =>
		Promise.all([
			queries.invalidateQueries({ queryKey: ["thread", conversation.id] }),
			queries.invalidateQueries({ queryKey: ["conversations"] }),
		]);
	const replying = useMutation({
		mutationFn: () => send("POST", `/api/conversations/${conversation.id}/replies`, { text, key }),
		onSuccess() {
			setText("");
			setKey(newKey());
			return refresh();
		},
	});
	const taking = useMutation({
		mutationFn: () => send("POST", `/api/conversations/${conversation.id}/take`),
		onSuccess: refresh,
	});
	const handing = useMutation({
		mutationFn: () => send("POST", `/api/conversations/${conversation.id}/hand-back`),
		onSuccess: refresh,
	});
	const failed = replying.error ?? taking.error ?? handing.error;

	function onKeyDown(event: KeyboardEvent) {
		if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
		event.preventDefault();
		if (text.trim() && !replying.isPending) replying.mutate();
	}

	return (
		<div className="composer">
			{failed && <p role="alert">{trouble(failed)}</p>}
			<textarea
				rows={2}
				maxLength={4000}
				value={text}
				aria-label={t("reply")}
				placeholder={t("replyPlaceholder")}
				title={t("sendHint")}
				onChange={(event) => setText(event.target.value)}
				onKeyDown={onKeyDown}
			/>
			<div className="buttons">
				{conversation.control.by === "human" || conversation.control.by === "parked" ? (
					<button type="button" disabled={handing.isPending} onClick={() => handing.mutate()}>
						{t("handBack")}
					</button>
				) : (
					<button type="button" disabled={taking.isPending} onClick={() => taking.mutate()}>
						{t("take")}
					</button>
				)}
				<button
					type="button"
					className="main"
					disabled={!text.trim() || replying.isPending}
					onClick={() => replying.mutate()}
				>
					{t("send")}
				</button>
			</div>
		</div>
	);
}

/** Names one reply: sent again after a lost answer it is still the same. */
function newKey(): string {
	return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
