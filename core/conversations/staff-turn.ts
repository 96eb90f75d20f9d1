import type { Control, Value } from "#core/flows/talk.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** A member of the shop who acts. */
export type Staff = { readonly id: string };

/** What a staff act knows of the conversation it holds, and may change in its transaction. */
export type HeldConversation = { readonly conversation: string; readonly customer: string; readonly control: Control };

/** What the flows are told of a staff act. */
export type StaffCause =
	| { readonly cause: "control"; readonly control: Control }
	| { readonly cause: "hand-back"; readonly at?: string; readonly facts?: Readonly<Record<string, Value>> };

/**
 * Runs an act of staff under the conversation's lock and tells the flows, all in one commit. `decide` looks, may refuse, and
 * writes what is its own.
 */
export type StaffTurn = (act: {
	readonly conversationId: string;
	readonly staff: Staff;
	readonly decide: (inside: Shop, held: HeldConversation) => Promise<StaffDecision>;
}) => Promise<void>;

/** What the flows are told (nothing: control stays as it is), and rows of the outbox that may be sent after the commit. */
export type StaffDecision = { readonly tell?: StaffCause; readonly sends?: readonly Sendable[] };

export type Sendable = { readonly id: bigint; readonly account: string; readonly priority: number };

/** Whoever writes on the shop's own phone: nobody knows which member it was, so no member is kept out by them. */
export const AT_THE_PHONE = "phone";

/** Of two who take a conversation one wins, and the other reads who. */
export function refuseOtherHolder(control: Control, staff: Staff): void {
	const isHeld = (control.by === "human" || control.by === "parked") && control.holder !== AT_THE_PHONE;
	if (isHeld && control.holder !== staff.id)
		throw new Refusal("taken", "A colleague is already talking to this customer.");
}
