import { useState } from "react";
import { useSpeech } from "./language.tsx";

/** A button for what hurts: the first press says what will happen, the second does it. */
export function PressTwice({
	title,
	sure,
	onSure,
	busy = false,
}: {
	title: string;
	/** What will happen, in a sentence. */
	sure: string;
	onSure: () => void;
	busy?: boolean;
}) {
	const { t } = useSpeech();
	const [asks, setAsks] = useState(false);
	if (!asks)
		return (
			<button type="button" className="quiet" disabled={busy} onClick={() => setAsks(true)}>
				{title}
			</button>
		);
	return (
		<span className="press-twice">
			<span>{sure}</span>
			<button
				type="button"
				className="danger"
				disabled={busy}
				onClick={() => {
					setAsks(false);
					onSure();
				}}
			>
				{title}
			</button>
			<button type="button" className="quiet" onClick={() => setAsks(false)}>
				{t("stop")}
			</button>
		</span>
	);
}
