import type { ConversationRow } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useToast } from "./toasts.tsx";
import { useAct } from "./use-act.ts";

/** Takes back a close or a waived answer, for as long as nothing else has happened. */
export function useReopen({ id }: Pick<ConversationRow, "id">) {
	const { t } = useSpeech();
	const toast = useToast();
	return useAct(id, {
		act: () => send("POST", `/api/conversations/${id}/reopen`),
		done: () => toast({ text: t("isReopened") }),
	});
}

/** Says that it is settled, and offers for a while to take it back; afterwards a button over the thread does. */
export function useSettledToast(conversation: Pick<ConversationRow, "id">) {
	const { t } = useSpeech();
	const toast = useToast();
	const reopening = useReopen(conversation);
	return (text: string) => toast({ text, undo: { title: t("reopenNow"), run: () => reopening.mutate() } });
}
