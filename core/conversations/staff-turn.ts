import type { Priority } from "#core/flows/program.ts";
import type { Control, Telling, Value } from "#core/flows/talk.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** A member of the shop who acts. */
export type Staff = {
	readonly id: string;
	/** They may take from colleagues, and drop what is open. */
	readonly leads?: boolean;
};

/** What every staff act says: in which conversation, and who. `lease`: as the screen shows it, from which it is done. */
export type StaffAct = {
	readonly conversationId: string;
	readonly staff: Staff;
	readonly lease?: number | undefined;
};

/** What a staff act knows of the conversation it holds, and may change in its transaction. */
export type HeldConversation = {
	readonly conversation: string;
	readonly customer: string;
	readonly control: Control;
	/** Counts changes of control. */
	readonly lease: number;
};

/** What the flows are told of a staff act. `why` goes into the diary, `note` to the next reader. */
export type StaffCause =
	| {
			readonly cause: "control";
			readonly control: Control;
			readonly why: string;
			readonly note?: string;
			readonly priority?: Priority;
			readonly tell?: Telling;
	  }
	| { readonly cause: "tell"; readonly tell: Telling }
	| { readonly cause: "push"; readonly flow: string }
	| { readonly cause: "withdraw" }
	| ({ readonly cause: "hand-back"; readonly why: string } & Packet);

/** What goes back with the conversation: where the bot goes on, and what the holder has found out. */
export type Packet = {
	/** Another step of the dialog that waits. */
	readonly at?: string;
	/** Instead of what waits: another flow, the menu, or nothing. */
	readonly instead?: { readonly flow: string } | "menu" | "nothing";
	readonly facts?: Readonly<Record<string, Value>>;
};

/**
 * Runs an act of staff, or of time, under the conversation's lock and tells the flows, all in one commit. `decide` looks, may
 * refuse, and writes what is its own. Without `staff` it was the system.
 */
export type StaffTurn = (act: {
	readonly conversationId: string;
	readonly staff?: Staff;
	readonly decide: (inside: Shop, held: HeldConversation) => Promise<StaffDecision>;
}) => Promise<void>;

/** What the flows are told (nothing: control stays as it is), and rows of the outbox that may be sent after the commit. */
export type StaffDecision = { readonly tell?: StaffCause; readonly sends?: readonly Sendable[] };

export type Sendable = { readonly id: bigint; readonly account: string; readonly priority: number };

/** Whoever writes on the shop's own phone: nobody knows which member it was, so no member is kept out by them. */
export const AT_THE_PHONE = "phone";

/** A screen that shows an older lease is drawn anew before anything is done from it. */
export function refuseStale(held: HeldConversation, lease: number | undefined): void {
	if (lease !== undefined && lease !== held.lease)
		throw new Refusal("stale", "Somebody else has changed this conversation meanwhile. Look again.");
}

/** Of two who take a conversation one wins, and the other reads who; nothing is done from an old screen. */
export async function refuseOtherHolder(
	inside: Shop,
	held: HeldConversation,
	{ staff, lease }: Omit<StaffAct, "conversationId">,
): Promise<void> {
	refuseStale(held, lease);
	const { control } = held;
	if (!("holder" in control) || control.holder === staff.id || control.holder === AT_THE_PHONE) return;
	const holder = await inside.db.member.findUnique({ where: { id: control.holder }, select: { name: true } });
	throw new Refusal("taken", `${holder?.name ?? "A colleague"} is already talking to this customer.`);
}

/** What only whoever leads may do. */
export async function refuseButHolder(
	inside: Shop,
	held: HeldConversation,
	act: Omit<StaffAct, "conversationId">,
): Promise<void> {
	await refuseOtherHolder(inside, held, act);
	if (!("holder" in held.control)) throw new Refusal("stale", "Take the conversation first.");
}
