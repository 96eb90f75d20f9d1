import { useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { ActForm } from "./act-form.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { OpenEnds } from "./open-ends.tsx";
import { useAct } from "./use-act.ts";
import { usePacket } from "./use-packet.ts";
import { useSettledToast } from "./use-reopen.ts";

/** The matter is settled. Not over an open question or promise, unless a lead drops them by name. */
export function CloseDialog({ conversation: { id, control }, close }: DialogParts) {
	const { t } = useSpeech();
	const tellSettled = useSettledToast({ id });
	const [reason, setReason] = useState("");
	const [force, drop] = useState(false);
	const packet = usePacket(id);
	const ends = packet.data?.openEnds ?? [];
	const acting = useAct(id, {
		act: () =>
			send("POST", `/api/conversations/${id}/close`, {
				...{ lease: control.lease, force },
				...(reason.trim() && { reason }),
			}),
		done: () => {
			close();
			tellSettled(t("isClosed"));
		},
		quiet: true,
	});
	return (
		<ActForm
			title={t("closeIt")}
			does={t("closeIt")}
			danger={force}
			isReady={packet.isSuccess && (ends.length === 0 || force)}
			{...{ acting, close }}
		>
			<OpenEnds ends={ends} force={force} drop={drop} />
			<label>
				{t("closeReason")}
				<input value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} />
			</label>
		</ActForm>
	);
}
