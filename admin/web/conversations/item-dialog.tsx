import { AnswerCardPicker } from "../answer-card/answer-card-picker.tsx";
import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";
import type { DialogParts } from "./dialogs.tsx";

/** What we have of a product and what it costs, sent in two taps, or put into the composer. */
export function ItemDialog({ conversation, close, insert }: DialogParts & { readonly insert: (text: string) => void }) {
	const { t } = useSpeech();
	return (
		<Dialog title={t("answerCard")} close={close}>
			<AnswerCardPicker
				conversationId={conversation.id}
				lease={conversation.control.lease}
				onClose={close}
				onInsert={(words) => {
					insert(words);
					close();
				}}
			/>
		</Dialog>
	);
}
