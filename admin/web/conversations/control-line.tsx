import type { ThreadMessage } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";

/** Where the conversation changed hands: who did it, what became of it, and why. */
export function ControlLine({ message }: { message: ThreadMessage }) {
	const { t, time, name } = useSpeech();
	return (
		<p className="control-line" id={`m${message.id}`}>
			<time dateTime={message.at}>{time(message.at)}</time> <strong>{message.authorName ?? name("system")}</strong>{" "}
			{t(wordOf(message.control?.to))}
			{message.text && <span className="why"> — {message.text}</span>}
		</p>
	);
}

function wordOf(to: string | undefined) {
	switch (to) {
		case "human":
			return "hasTaken";
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
