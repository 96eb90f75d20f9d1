import type { ConversationRow, ThreadMessage } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import type { Word } from "../words.ts";
import { EditButton } from "./edit-words.tsx";
import { isFailed } from "./failed-line.tsx";
import { UnsendButton } from "./unsend-button.tsx";

type FooterParts = {
	readonly message: ThreadMessage;
	readonly conversation: ConversationRow;
	readonly explain: (message: ThreadMessage) => void;
	/** Absent: whoever looks cannot answer. */
	readonly quote?: ((message: ThreadMessage) => void) | undefined;
	/** Absent: the words are being mended. */
	readonly edit?: (() => void) | undefined;
};

/** Who said a line and when, what became of it, and what may be done about it. */
export function LineFooter({ message, conversation, explain, quote, edit }: FooterParts) {
	const { t, name, when, time } = useSpeech();
	const isElsewhere = message.channel !== "note" && message.channel !== conversation.channel;
	return (
		<footer>
			<span>{message.authorName ?? name(message.author)}</span>
			<time dateTime={message.at} title={when(message.at)}>
				{time(message.at)}
			</time>
			{isElsewhere && <span>{name(message.channel)}</span>}
			{message.proactive && <Pill tone="info">{t("proactive")}</Pill>}
			<Status message={message} />
			<Why message={message} explain={explain} />
			{edit && <EditButton message={message} open={edit} />}
			<UnsendButton message={message} conversationId={conversation.id} />
			{quote && message.direction === "heard" && (
				<button type="button" className="link" onClick={() => quote(message)}>
					{t("quoteIt")}
				</button>
			)}
		</footer>
	);
}

const STATUS: Record<string, Word> = {
	pending: "statusPending",
	attempting: "statusPending",
	sent: "statusSent",
	delivered: "statusDelivered",
	read: "statusRead",
	played: "statusRead",
	unknown: "statusUnknown",
	blocked: "statusBlocked",
	failed: "statusFailed",
	cancelled: "statusCancelled",
};

/** How far it came; what failed has a line of its own. */
function Status({ message }: { message: ThreadMessage }) {
	const { t, name } = useSpeech();
	const status = STATUS[message.status];
	if (!status || isFailed(message) || message.direction !== "said" || message.kind === "note") return null;
	return (
		<span className={`status ${message.status}`}>
			{t(status)}
			{message.status === "cancelled" && message.statusReason && `: ${name(message.statusReason)}`}
		</span>
	);
}

function Why({ message, explain }: Pick<FooterParts, "message" | "explain">) {
	const { flow } = useSpeech();
	if (!message.flow || !message.runId) return null;
	return (
		<button type="button" className="link" aria-haspopup="true" onClick={() => explain(message)}>
			{flow(message.flow)}
			{hasName(message.step) && ` · ${message.step}`}
		</button>
	);
}

/** Steps without an id of their own go by their place in the file, which tells a person nothing: the panel shows the line. */
function hasName(step: string | null): boolean {
	return step !== null && !step.includes("[");
}
