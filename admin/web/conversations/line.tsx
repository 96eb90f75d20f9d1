import { useState } from "react";
import type { ConversationRow, ThreadMessage } from "#admin/contract/conversations.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { ControlLine } from "./control-line.tsx";
import { EditWords } from "./edit-words.tsx";
import { FailedLine, isFailed } from "./failed-line.tsx";
import { LineFooter } from "./line-footer.tsx";
import { LineMedia } from "./line-media.tsx";

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
	const { t, name } = useSpeech();
	const [isEditing, setEditing] = useState(false);
	if (message.kind === "control") return <ControlLine message={message} />;
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
			<Captions captions={message.buttons} pressed={pressed} />
			{message.reactions.length > 0 && <p className="reactions">{message.reactions.join(" ")}</p>}
			<Versions versions={message.versions} />
			<LineFooter
				message={message}
				conversation={conversation}
				explain={explain}
				quote={quote}
				edit={isEditing ? undefined : () => setEditing(true)}
			/>
			{message.editTrouble && (
				<p className="failed" role="note">
					{t("editTrouble")}: {message.editTrouble}
				</p>
			)}
			{isFailed(message) && <FailedLine message={message} conversation={conversation} />}
		</article>
	);
}

function Captions({ captions, pressed }: { captions: ThreadMessage["buttons"]; pressed: ReadonlySet<string> }) {
	if (captions.length === 0) return null;
	return (
		<ul className="captions">
			{keyed(captions, (label) => label).map(({ key, item: label }) => (
				<li key={key} className={pressed.has(label) ? "was-pressed" : undefined}>
					{label}
					{pressed.has(label) && ` ✓`}
				</li>
			))}
		</ul>
	);
}

function Versions({ versions }: { versions: ThreadMessage["versions"] }) {
	const { t, time } = useSpeech();
	if (versions.length === 0) return null;
	return (
		<details className="versions">
			<summary>{t("edited")}</summary>
			<ol>
				{keyed(versions, ({ text, at }) => `${at} ${text}`).map(({ key, item: version }) => (
					<li key={key}>
						{version.at && <small>{time(version.at)} </small>}
						<del>{version.text}</del>
					</li>
				))}
			</ol>
		</details>
	);
}
