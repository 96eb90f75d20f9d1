import { useState } from "react";
import type { ConversationRow, ThreadMessage } from "#admin/contract/conversations.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import type { Word } from "../words.ts";
import { ControlLine } from "./control-line.tsx";
import { EditButton, EditWords } from "./edit-words.tsx";
import { FailedLine, isFailed } from "./failed-line.tsx";
import { LineMedia } from "./line-media.tsx";
import { UnsendButton } from "./unsend-button.tsx";

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

type LineParts = {
	readonly message: ThreadMessage;
	readonly conversation: ConversationRow;
	/** Captions under it that the customer pressed. */
	readonly pressed: ReadonlySet<string>;
	readonly explain: (message: ThreadMessage) => void;
	/** Absent: whoever looks cannot answer. */
	readonly quote?: ((message: ThreadMessage) => void) | undefined;
};

/** One line of the thread, as the customer wrote or saw it; a line of the bot explains itself. */
export function Line({ message, conversation, pressed, explain, quote }: LineParts) {
	const { t, name, when, time, flow } = useSpeech();
	const [isEditing, setEditing] = useState(false);
	if (message.kind === "control") return <ControlLine message={message} />;
	const status = STATUS[message.status];
	return (
		<article className={`message ${message.direction} by-${message.author} kind-${message.kind}`} id={`m${message.id}`}>
			{message.kind === "note" && <p className="staff-only">{t("staffOnly")}</p>}
			{message.quote && (
				<a className="quoted" href={`#m${message.quote.id}`}>
					<small>{name(message.quote.author)}</small> {message.quote.text || t("file")}
				</a>
			)}
			<LineMedia media={message.media} />
			{isEditing ? (
				<EditWords message={message} conversationId={conversation.id} close={() => setEditing(false)} />
			) : (
				<p className="words">
					{message.kind === "pressed" && <span className="faint">{t("pressed")} </span>}
					{message.kind === "pressed" ? <span className="press">{message.text}</span> : message.text}
				</p>
			)}
			{message.buttons.length > 0 && (
				<ul className="captions">
					{keyed(message.buttons, (label) => label).map(({ key, item: label }) => (
						<li key={key} className={pressed.has(label) ? "was-pressed" : undefined}>
							{label}
							{pressed.has(label) && ` ✓`}
						</li>
					))}
				</ul>
			)}
			{message.reactions.length > 0 && <p className="reactions">{message.reactions.join(" ")}</p>}
			{message.versions.length > 0 && (
				<details className="versions">
					<summary>{t("edited")}</summary>
					<ol>
						{keyed(message.versions, ({ text, at }) => `${at} ${text}`).map(({ key, item: version }) => (
							<li key={key}>
								{version.at && <small>{time(version.at)} </small>}
								<del>{version.text}</del>
							</li>
						))}
					</ol>
				</details>
			)}
			<footer>
				<span>{message.authorName ?? name(message.author)}</span>
				<time dateTime={message.at} title={when(message.at)}>
					{time(message.at)}
				</time>
				{message.channel !== "note" && message.channel !== conversation.channel && <span>{name(message.channel)}</span>}
				{message.proactive && <Pill tone="info">{t("proactive")}</Pill>}
				{status && !isFailed(message) && message.direction === "said" && message.kind !== "note" && (
					<span className={`status ${message.status}`}>
						{t(status)}
						{message.status === "cancelled" && message.statusReason && `: ${name(message.statusReason)}`}
					</span>
				)}
				{message.flow && message.runId && (
					<button type="button" className="link" aria-haspopup="true" onClick={() => explain(message)}>
						{flow(message.flow)}
						{hasName(message.step) && ` · ${message.step}`}
					</button>
				)}
				{!isEditing && <EditButton message={message} open={() => setEditing(true)} />}
				<UnsendButton message={message} conversationId={conversation.id} />
				{quote && message.direction === "heard" && (
					<button type="button" className="link" onClick={() => quote(message)}>
						{t("quoteIt")}
					</button>
				)}
			</footer>
			{message.editTrouble && (
				<p className="failed" role="note">
					{t("editTrouble")}: {message.editTrouble}
				</p>
			)}
			{isFailed(message) && <FailedLine message={message} conversation={conversation} />}
		</article>
	);
}

/** Steps without an id of their own go by their place in the file, which tells a person nothing: the panel shows the line. */
function hasName(step: string | null): boolean {
	return step !== null && !step.includes("[");
}
