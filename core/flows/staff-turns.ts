import type { Sendable, StaffCause, StaffTurn } from "#core/conversations/staff-turn.ts";
import type { Shop } from "#core/shop.ts";
import type { Told, TurnParts, Turns } from "./drive-turn.ts";

/** How acts of staff reach the flows: under the conversation's lock, in one commit with what the act itself writes. */
export function openStaffTurns({ turns, onOutbox }: { turns: Turns; onOutbox: TurnParts["onOutbox"] }): StaffTurn {
	return async ({ conversationId, staff, decide }) => {
		let sends: readonly Sendable[] = [];
		await turns.drive({
			conversationId,
			async cause(inside, held) {
				const decision = await decide(inside, held);
				sends = decision.sends ?? [];
				if (decision.tell) return toldBy(staff.id, decision.tell, inside);
				await inside.db.written(TOUCH, [conversationId]);
				return undefined;
			},
		});
		if (sends.length > 0) onOutbox(sends);
	};
}

function toldBy(member: string, tell: StaffCause, inside: Shop): Told {
	const actor = `operator:${member}` as const;
	const id = `${actor}/${tell.cause}/${inside.now().toISOString()}`;
	if (tell.cause === "hand-back") return { cause: { ...tell, id }, actor };
	return { cause: { ...tell, id }, control: { control: tell.control, cause: "take", actor } };
}

/** What others keep of this conversation in memory is old now. */
const TOUCH = {
	name: "conversation-touch",
	text: "UPDATE conversation SET version = version + 1 WHERE id = $1::uuid",
};
