import { useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { ActForm } from "./act-form.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { useAct } from "./use-act.ts";
import { usePacket } from "./use-packet.ts";

/** The customer is walked through a small flow, while the holder keeps the conversation. */
export function StepDialog({ conversation: { id, control }, close }: DialogParts) {
	const { t } = useSpeech();
	const packet = usePacket(id);
	const [flow, choose] = useState("");
	const acting = useAct(id, {
		act: () => send("POST", `/api/conversations/${id}/step`, { flow, lease: control.lease }),
		done: close,
		quiet: true,
	});
	return (
		<ActForm title={t("pushStep")} does={t("pushStep")} isReady={flow !== ""} {...{ acting, close }}>
			<Loaded query={packet}>
				{({ resume }) => (
					<fieldset className="picks">
						<legend>{t("whichFlow")}</legend>
						{resume.flows.map((one) => (
							<label key={one.flow} className="tick">
								<input
									type="radio"
									name="flow"
									value={one.flow}
									checked={flow === one.flow}
									onChange={() => choose(one.flow)}
								/>
								{one.title}
							</label>
						))}
					</fieldset>
				)}
			</Loaded>
			<p className="faint">{t("stepHint")}</p>
		</ActForm>
	);
}
