import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";
import { OrderEditor } from "../order-editor/order-editor.tsx";
import type { DialogParts } from "./dialogs.tsx";

/** An order made in the thread, or one of the customer's changed. */
export function OrderDialog({ conversation, close, orderId }: DialogParts & { readonly orderId?: string }) {
	const { t } = useSpeech();
	return (
		<Dialog title={t("order")} close={close}>
			<OrderEditor
				conversationId={conversation.id}
				lease={conversation.control.lease}
				onClose={close}
				{...(orderId && { orderId })}
			/>
		</Dialog>
	);
}
