import { useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { pressKey } from "../press-key.ts";
import { useNow } from "../use-now.ts";
import { ActForm } from "./act-form.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { useAct } from "./use-act.ts";
import { WhenField } from "./when-field.tsx";

const HOUR = 3_600_000;

/** Written now, to leave later, unless the customer writes first. */
export function LaterDialog({ conversation: { id }, close, text: words, sent }: LaterParts) {
	const { t } = useSpeech();
	const now = useNow();
	const [text, setText] = useState(words);
	const [due, setDue] = useState(new Date(now.getTime() + HOUR));
	const [key] = useState(pressKey);
	const acting = useAct(id, {
		act: () => send("POST", `/api/conversations/${id}/later`, { text, key, dueAt: due.toISOString() }),
		done() {
			sent();
			close();
		},
		quiet: true,
	});
	return (
		<ActForm title={t("sendLater")} does={t("sendLater")} isReady={text.trim() !== ""} {...{ acting, close }}>
			<label>
				{t("reply")}
				<textarea rows={4} maxLength={4000} required value={text} onChange={({ target }) => setText(target.value)} />
			</label>
			<WhenField label={t("leavesAt")} value={due} change={setDue} now={now} />
			<p className="faint">{t("laterHint")}</p>
		</ActForm>
	);
}

type LaterParts = DialogParts & { readonly text: string; readonly sent: () => void };
