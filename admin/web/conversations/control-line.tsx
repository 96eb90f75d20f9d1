import type { ThreadMessage } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";

/** Where the conversation changed hands: who did it, what became of it, and why. */
export function ControlLine({ message }: { message: ThreadMessage }) {
	const { t, time, name } = useSpeech();
	return (
		<p className="control-line" id={`m${message.id}`}>
			<time dateTime={message.at}>{time(message.at)}</time>{" "}
			<strong>{message.authorName ?? message.control?.given ?? name("system")}</strong> {t(wordOf(message))}
			{message.authorName && message.control?.given && ` → ${message.control.given}`}
			{message.text && <span className="why"> — {message.text}</span>}
		</p>
	);
}

function wordOf({ authorName, control }: ThreadMessage) {
	if (control?.from === "closed" || control?.from === "waived") return "hasReopened";
	switch (control?.to) {
		case "human":
			if (!control.given) return "hasTaken";
			return authorName ? "hasPassedTo" : "hasBeenGiven";
		case "bot":
			return "hasHandedBack";
		case "asked":
			return "hasPassed";
		case "parked":
			return "hasParked";
		case "closed":
			return "hasClosed";
		default:
			return "hasChanged";
	}
}
