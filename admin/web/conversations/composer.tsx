import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { ConversationRow, PromiseView, ThreadMessage } from "#admin/contract/conversations.ts";
import { useCommands } from "../commands/commands.tsx";
import { useSpeech } from "../language.tsx";
import type { Doing } from "./doing.ts";
import { NoteField } from "./note-field.tsx";
import { ReplyComposer } from "./reply-composer.tsx";
import { useLeading } from "./use-leading.ts";
import type { useUnsent } from "./use-unsent.ts";

/** What others may ask of the composer. */
export type ComposerHandle = { reply(): void };

export type ReplyParts = {
	readonly conversation: ConversationRow;
	readonly promises: readonly PromiseView[];
	readonly text: string;
	readonly write: (text: string) => void;
	readonly unsent: ReturnType<typeof useUnsent>;
	readonly quoted: ThreadMessage | null;
	readonly unquote: () => void;
	readonly tellTyping: () => void;
	readonly start: (doing: Doing) => void;
};

/**
 * Where an operator writes: to the customer, or a note among staff, in two fields that cannot be taken for each other. The
 * first public reply takes the conversation by itself; while a colleague leads there is only the note.
 */
export function Composer({ ref, ...reply }: ReplyParts & { ref: Ref<ComposerHandle> }) {
	const { conversation, start } = reply;
	const { t } = useSpeech();
	const { mayWrite, other } = useLeading(conversation);
	const [mode, setMode] = useState<"reply" | "note">(mayWrite ? "reply" : "note");
	const field = useRef<HTMLTextAreaElement>(null);

	function open(next: "reply" | "note") {
		// Drawn at once: the next letter is already meant for the field.
		flushSync(() => setMode(next));
		field.current?.focus();
	}
	useImperativeHandle(ref, () => ({ reply: () => open("reply") }));
	const writing = [
		{ title: t("reply"), key: "r", run: () => open("reply") },
		{ title: t("canned"), key: ";", run: () => start({ what: "canned" }) },
		{ title: t("answerCard"), key: "/", run: () => start({ what: "item" }) },
		{ title: t("sendLater"), key: "l", run: () => start({ what: "later" }) },
	];
	useCommands([...(mayWrite && !other ? writing : []), { title: t("noteMode"), key: "n", run: () => open("note") }]);

	const isReply = mode === "reply";
	return (
		<div className={`composer ${isReply ? "replying" : "noting"}`}>
			<fieldset className="modes">
				<legend>{t("writeMode")}</legend>
				{mayWrite && (
					<button type="button" aria-pressed={isReply} onClick={() => open("reply")}>
						{t("replyMode")}
					</button>
				)}
				<button type="button" aria-pressed={!isReply} onClick={() => open("note")}>
					{t("noteMode")}
				</button>
			</fieldset>
			{isReply ? <ReplyComposer ref={field} {...reply} /> : <NoteField ref={field} conversationId={conversation.id} />}
		</div>
	);
}
