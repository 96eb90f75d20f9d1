import type { KeyboardEvent, Ref } from "react";
import { useSpeech } from "../language.tsx";
import { sendOrLeave } from "../typing-keys.ts";

type ReplyFieldParts = {
	readonly ref: Ref<HTMLTextAreaElement>;
	readonly text: string;
	readonly disabled: boolean;
	readonly write: (text: string) => void;
	readonly send: () => void;
	readonly canned: () => void;
	/** Looks for a product, to answer with. */
	readonly item: () => void;
};

/** The words to the customer. In an empty field `;` asks for a ready reply and `/` for a product. */
export function ReplyField({ ref, text, disabled, write, send, canned, item }: ReplyFieldParts) {
	const { t } = useSpeech();
	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing) return;
		const ask = text === "" ? { ";": canned, "/": item }[event.key] : undefined;
		if (!ask) return sendOrLeave(event, send);
		event.preventDefault();
		ask();
	}
	return (
		<textarea
			ref={ref}
			rows={Math.min(8, Math.max(2, text.split("\n").length))}
			maxLength={4000}
			value={text}
			disabled={disabled}
			aria-label={t("reply")}
			placeholder={t("replyPlaceholder")}
			title={t("sendHint")}
			onChange={(event) => write(event.target.value)}
			onKeyDown={onKeyDown}
		/>
	);
}
