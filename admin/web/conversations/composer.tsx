import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import type { ConversationRow } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";

/** Where an operator writes. The first public reply takes the conversation by itself. */
export function Composer({ conversation }: { conversation: ConversationRow }) {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const [text, setText] = useState("");
	const refresh = () => queries.invalidateQueries({ queryKey: ["thread", conversation.id] });
	const replying = useMutation({
		mutationFn: () => send("POST", `/api/conversations/${conversation.id}/replies`, { text }),
		onSuccess() {
			setText("");
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
	const trouble = replying.error ?? taking.error ?? handing.error;

	function onKeyDown(event: KeyboardEvent) {
		if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
		event.preventDefault();
		if (text.trim()) replying.mutate();
	}

	return (
		<div className="composer">
			{trouble && <p role="alert">{trouble.message}</p>}
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
