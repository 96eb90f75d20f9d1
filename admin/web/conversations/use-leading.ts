import type { ConversationRow } from "#admin/contract/conversations.ts";
import { useMay, useMember } from "../session/behind-the-counter.tsx";

/** How whoever looks stands to a conversation, and what follows for what they may press. */
export type Leading = {
	readonly mine: boolean;
	/** The colleague who leads; nobody else may write to the customer then. */
	readonly other: { readonly id: string; readonly name: string } | null;
	readonly mayWrite: boolean;
	readonly mayNote: boolean;
	/** They may take from colleagues, and drop what is open. */
	readonly leads: boolean;
};

/** Somebody at the shop's own phone: nobody knows who it was, so nobody is kept out by them. */
const AT_THE_PHONE = "phone";

export function useLeading({ control }: ConversationRow): Leading {
	const { session } = useMember();
	const holder = control.by === "human" || control.by === "parked" ? control.holder : null;
	const mine = holder?.id === session.member.id;
	return {
		mine,
		other: holder && !mine && holder.id !== AT_THE_PHONE ? holder : null,
		mayWrite: useMay("write-to-customers"),
		mayNote: useMay("write-notes"),
		leads: useMay("lead-team"),
	};
}
