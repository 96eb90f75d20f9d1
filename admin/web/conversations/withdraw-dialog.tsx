import { useState } from "react";
import type { PromiseView } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { pressKey } from "../press-key.ts";
import { ActForm } from "./act-form.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { useAct } from "./use-act.ts";

/** A promise is not kept after all: the customer hears it in so many words. */
export function WithdrawDialog({ conversation: { id }, close, promise }: DialogParts & { promise: PromiseView }) {
	const { t } = useSpeech();
	const [word, setWord] = useState("");
	const [key] = useState(pressKey);
	const acting = useAct(id, {
		act: () => send("POST", `/api/promises/${promise.id}/withdraw`, { word, key }),
		done: close,
		quiet: true,
	});
	return (
		<ActForm
			title={t("withdrawPromise")}
			does={t("withdrawAndTell")}
			isReady={word.trim() !== ""}
			{...{ acting, close }}
		>
			<blockquote>{promise.text}</blockquote>
			<label>
				{t("withdrawWord")}
				<textarea rows={3} maxLength={1000} required value={word} onChange={({ target }) => setWord(target.value)} />
			</label>
		</ActForm>
	);
}
