import { useState } from "react";
import { useSpeech } from "./language.tsx";

/** A secret or a one-time link: shown now and never again, so there is a button that copies it. */
export function ShownOnce({ title, text, onClose }: { title: string; text: string; onClose: () => void }) {
	const { t } = useSpeech();
	const [copied, setCopied] = useState(false);
	async function copy() {
		// Without https a browser gives no clipboard: the text can be marked by hand.
		await navigator.clipboard?.writeText(text).then(() => setCopied(true));
	}
	return (
		<section className="panel shown-once" aria-label={title}>
			<p role="status">{title}</p>
			<output>
				<code>{text}</code>
			</output>
			<div className="moves">
				<button type="button" className="main" onClick={() => void copy()}>
					{copied ? t("copied") : t("copy")}
				</button>
				<button type="button" className="quiet" onClick={onClose}>
					{t("putAway")}
				</button>
			</div>
		</section>
	);
}
