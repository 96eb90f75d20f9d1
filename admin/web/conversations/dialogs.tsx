import type { ConversationRow } from "#admin/contract/conversations.ts";
import { CalmDialog } from "./calm-dialog.tsx";
import { CannedDialog } from "./canned-dialog.tsx";
import { CloseDialog } from "./close-dialog.tsx";
import type { Doing } from "./doing.ts";
import { HandBackDialog } from "./hand-back-dialog.tsx";
import { ItemDialog } from "./item-dialog.tsx";
import { LaterDialog } from "./later-dialog.tsx";
import { OrderDialog } from "./order-dialog.tsx";
import { PassDialog } from "./pass-dialog.tsx";
import { PromiseDialog } from "./promise-dialog.tsx";
import { StepDialog } from "./step-dialog.tsx";
import { TakeDialog } from "./take-dialog.tsx";
import { WithdrawDialog } from "./withdraw-dialog.tsx";

export type DialogParts = { readonly conversation: ConversationRow; readonly close: () => void };

type DialogsParts = DialogParts & {
	readonly doing: Doing;
	readonly text: string;
	readonly write: (text: string) => void;
};

/** The question that stands over the thread. */
export function Dialogs({ doing, text, write, ...parts }: DialogsParts) {
	switch (doing.what) {
		case "take":
			return <TakeDialog {...parts} />;
		case "pass":
			return <PassDialog {...parts} />;
		case "hand-back":
			return <HandBackDialog {...parts} />;
		case "close":
			return <CloseDialog {...parts} />;
		case "calm":
			return <CalmDialog {...parts} />;
		case "step":
			return <StepDialog {...parts} />;
		case "promise":
			return <PromiseDialog {...parts} {...doing} />;
		case "withdraw":
			return <WithdrawDialog {...parts} promise={doing.promise} />;
		case "later":
			return <LaterDialog {...parts} text={text} sent={() => write("")} />;
		case "canned":
			return <CannedDialog {...parts} text={text} write={write} />;
		case "item":
			return <ItemDialog {...parts} insert={(words) => write([text, words].filter(Boolean).join(" "))} />;
		case "order":
			return <OrderDialog {...parts} {...doing} />;
	}
}
