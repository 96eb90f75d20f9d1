import { useRef, useState } from "react";
import type { z } from "zod";
import type { ThreadMessage, thread } from "#admin/contract/conversations.ts";
import { RunPanel } from "../flows/run-panel.tsx";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded } from "../states.tsx";
import { Composer, type ComposerHandle } from "./composer.tsx";
import { ControlBar } from "./control-bar.tsx";
import { Dialogs } from "./dialogs.tsx";
import type { Doing } from "./doing.ts";
import { HeldMessages } from "./held-messages.tsx";
import { LaterReplies } from "./later-replies.tsx";
import { Messages } from "./messages.tsx";
import { Promises } from "./promises.tsx";
import { PushedStep } from "./pushed-step.tsx";
import { Sheet } from "./sheet.tsx";
import { ThreadHead } from "./thread-head.tsx";
import { UnsentLines } from "./unsent-lines.tsx";
import { useDraft } from "./use-draft.ts";
import { useLeading } from "./use-leading.ts";
import { useThread } from "./use-thread.ts";
import { useUnsent } from "./use-unsent.ts";
import { useTellPresence } from "./use-viewers.ts";

/** One conversation and its customer. */
export function Thread({ id, page }: { id: string; page?: string | undefined }) {
	const pages = useThread(id);
	return (
		<Loaded query={pages}>
			{(data) => {
				const newest = data.pages[0];
				if (!newest) return <Empty />;
				const messages = [...data.pages].reverse().flatMap((one) => one.messages);
				return (
					<>
						<Opened newest={newest} messages={messages} pages={pages} />
						<Sheet conversation={newest.conversation} isPage={page === "customer"} />
					</>
				);
			}}
		</Loaded>
	);
}

type OpenedParts = {
	readonly newest: z.infer<typeof thread>;
	readonly messages: readonly ThreadMessage[];
	readonly pages: ReturnType<typeof useThread>;
};

/** What the customer wrote and pressed, what they saw, and what is written to them now. */
function Opened({ newest, messages, pages }: OpenedParts) {
	const { t } = useSpeech();
	const { conversation, promises, laterReplies, pushed, draft } = newest;
	const { mayWrite, mayNote, other } = useLeading(conversation);
	const [explained, explain] = useState<ThreadMessage | null>(null);
	const [quoted, quote] = useState<ThreadMessage | null>(null);
	const [doing, start] = useState<Doing | null>(null);
	const [text, write] = useDraft(conversation.id, draft);
	const unsent = useUnsent(conversation.id);
	const tellTyping = useTellPresence(conversation.id);
	const composer = useRef<ComposerHandle>(null);

	/** Words that were to leave, back where they can be changed; what has been written since is kept below them. */
	const restore = (words: string) => write([words, text].filter(Boolean).join("\n"));
	return (
		<section className="thread" aria-label={t("thread")}>
			<ThreadHead conversation={conversation} />
			<ControlBar conversation={conversation} start={start} />
			<Messages
				conversation={conversation}
				messages={messages}
				pages={pages}
				explain={explain}
				quote={
					mayWrite && !other
						? (message) => {
								quote(message);
								composer.current?.reply();
							}
						: undefined
				}
			>
				<UnsentLines
					unsent={unsent}
					restore={(item) => {
						restore(item.text);
						unsent.drop(item.key);
					}}
				/>
			</Messages>
			<PushedStep conversation={conversation} pushed={pushed} />
			<Promises
				conversation={conversation}
				promises={promises}
				withdraw={(promise) => start({ what: "withdraw", promise })}
			/>
			<HeldMessages conversationId={conversation.id} />
			<LaterReplies conversation={conversation} replies={laterReplies} restore={restore} />
			{(mayWrite || mayNote) && (
				<Composer
					ref={composer}
					{...{ conversation, promises, text, write, unsent, quoted, start }}
					unquote={() => quote(null)}
					tellTyping={tellTyping}
				/>
			)}
			{explained?.runId && <RunPanel message={{ ...explained, runId: explained.runId }} close={() => explain(null)} />}
			{doing && <Dialogs {...{ conversation, doing, text, write }} close={() => start(null)} />}
		</section>
	);
}
