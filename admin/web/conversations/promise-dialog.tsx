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

/** The shop's word to the customer: what, and until when. Usually the conversation waits for it. */
export function PromiseDialog({ conversation: { id, control }, close, text: words = "", dueAt }: PromiseParts) {
	const { t } = useSpeech();
	const now = useNow();
	const [text, setText] = useState(words);
	const [due, setDue] = useState(dueAt ?? new Date(now.getTime() + HOUR));
	const [park, setPark] = useState(true);
	const [key] = useState(pressKey);
	const acting = useAct(id, {
		act: () =>
			send("POST", `/api/conversations/${id}/promises`, {
				...{ text, key, park, lease: control.lease, dueAt: due.toISOString() },
			}),
		done: close,
		quiet: true,
	});
	return (
		<ActForm title={t("promiseIt")} does={t("promiseIt")} isReady={text.trim() !== ""} {...{ acting, close }}>
			<label>
				{t("promiseText")}
				<textarea rows={2} maxLength={500} required value={text} onChange={({ target }) => setText(target.value)} />
			</label>
			<WhenField label={t("promiseDue")} value={due} change={setDue} now={now} />
			<label className="tick">
				<input type="checkbox" checked={park} onChange={({ target }) => setPark(target.checked)} />
				{t("parkMeanwhile")}
			</label>
		</ActForm>
	);
}

type PromiseParts = DialogParts & { readonly text?: string; readonly dueAt?: Date };
