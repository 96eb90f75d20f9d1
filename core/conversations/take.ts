import type { Shop } from "#core/shop.ts";
import { cancelPending } from "./cancel-pending.ts";
import { refuseOtherHolder, type Staff, type StaffTurn } from "./staff-turn.ts";

/** A member takes the conversation: from now on the bot is silent, and what it has not sent yet is not sent. */
export function take(
	turn: StaffTurn,
	{ conversationId, staff }: { conversationId: string; staff: Staff },
): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, { control }) {
			refuseOtherHolder(control, staff);
			return control.by === "human" ? {} : { tell: await takeOver(inside, conversationId, staff) };
		},
	});
}

/** The change of control, and the end of the bot's unsent lines: a queued line must not follow a person's. */
export async function takeOver(inside: Shop, conversationId: string, { id }: Staff) {
	await cancelPending(inside, { conversationId, reason: "taken" });
	return { cause: "control", control: { by: "human", holder: id, since: inside.now() } } as const;
}
