import type { Value } from "#core/flows/talk.ts";
import { Refusal } from "#core/refusal.ts";
import { refuseOtherHolder, type Staff, type StaffTurn } from "./staff-turn.ts";

/** What goes back with the conversation: where the bot goes on, and what the holder has found out. */
export type Packet = { readonly at?: string; readonly facts?: Readonly<Record<string, Value>> };

/** The holder gives the conversation back to the bot, which goes on where it was, or where the packet says. */
export function handBack(
	turn: StaffTurn,
	{ conversationId, staff, packet = {} }: { conversationId: string; staff: Staff; packet?: Packet },
): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(_inside, { control }) {
			if (control.by === "bot") throw new Refusal("stale", "The bot is leading this conversation already.");
			refuseOtherHolder(control, staff);
			return { tell: { cause: "hand-back", ...packet } };
		},
	});
}
