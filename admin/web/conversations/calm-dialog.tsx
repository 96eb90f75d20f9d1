import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { ActForm } from "./act-form.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { useAct } from "./use-act.ts";
import { useSettledToast } from "./use-reopen.ts";

/** The customer waits for nothing: the question leaves the queue unanswered, until somebody takes that back. */
export function CalmDialog({ conversation: { id, control, lastLine }, close }: DialogParts) {
	const { t } = useSpeech();
	const tellSettled = useSettledToast({ id });
	const acting = useAct(id, {
		act: () => send("POST", `/api/conversations/${id}/no-answer-needed`, { lease: control.lease }),
		done: () => {
			close();
			tellSettled(t("isWaived"));
		},
		quiet: true,
	});
	return (
		<ActForm title={t("noAnswerNeeded")} does={t("noAnswerNeeded")} {...{ acting, close }}>
			{lastLine && <blockquote>{lastLine}</blockquote>}
			<p className="faint">{t("noAnswerHint")}</p>
		</ActForm>
	);
}
