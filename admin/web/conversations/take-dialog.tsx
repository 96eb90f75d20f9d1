import { useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { ActForm } from "./act-form.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { useAct } from "./use-act.ts";

/** A lead takes the conversation from a colleague, and says why: the colleague reads it in the thread. */
export function TakeDialog({ conversation: { id, control }, close }: DialogParts) {
	const { t } = useSpeech();
	const [reason, setReason] = useState("");
	const acting = useAct(id, {
		act: () => send("POST", `/api/conversations/${id}/take`, { lease: control.lease, reason }),
		done: close,
		quiet: true,
	});
	return (
		<ActForm
			title={`${t("takeFrom")}: ${control.holder?.name ?? ""}`}
			does={t("take")}
			isReady={reason.trim() !== ""}
			{...{ acting, close }}
		>
			<label>
				{t("reasonForColleague")}
				<input value={reason} maxLength={300} required onChange={({ target }) => setReason(target.value)} />
			</label>
		</ActForm>
	);
}
