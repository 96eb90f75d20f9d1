import type { Sendable, Staff, StaffCause, StaffTurn } from "#core/conversations/staff-turn.ts";
import type { Shop } from "#core/shop.ts";
import type { Told, TurnParts, Turns } from "./drive-turn.ts";
import type { StoredTalk } from "./load-talk.ts";
import type { OpenBook } from "./open-book.ts";
import { refuseBadPacket } from "./read-packet.ts";

type StaffParts = {
	readonly turns: Turns;
	readonly onOutbox: TurnParts["onOutbox"];
	readonly flows: () => OpenBook;
	/** Screens that show the conversation are old, also where no flow was told. */
	readonly onTurn?: TurnParts["onTurn"];
	readonly onErrands: TurnParts["onErrands"];
};

/** How acts of staff reach the flows: under the conversation's lock, in one commit with what the act itself writes. */
export function openStaffTurns({ turns, onOutbox, flows, onTurn, onErrands }: StaffParts): StaffTurn {
	return async ({ conversationId, staff, decide }) => {
		let sends: readonly Sendable[] = [];
		let now = new Date(0);
		await turns.drive({
			conversationId,
			async cause(inside, talk) {
				const decision = await decide(inside, talk);
				sends = decision.sends ?? [];
				now = inside.now();
				if (decision.tell) return toldBy(staff, decision.tell, inside, talk, flows());
				await inside.db.written(TOUCH, [conversationId]);
				return undefined;
			},
		});
		if (sends.length > 0) onOutbox(sends);
		onErrands(now);
		onTurn?.(conversationId);
	};
}

/** The lease is in the id: what a change of control says to the customer is said once, also if its turn is thought out again. */
function toldBy(staff: Staff | undefined, tell: StaffCause, inside: Shop, talk: StoredTalk, book: OpenBook): Told {
	const actor = staff ? (`operator:${staff.id}` as const) : "system";
	const id = `${actor}/${tell.cause}/${talk.conversation}/${talk.lease}/${inside.now().toISOString()}`;
	switch (tell.cause) {
		case "hand-back":
			refuseBadPacket(talk, tell, book);
			return { cause: { ...tell, id }, actor };
		case "push":
			return { cause: { ...tell, id, by: staff?.id ?? "" }, actor };
		case "withdraw":
		case "tell":
			return { cause: { ...tell, id }, actor };
		case "control": {
			const { control, why, note, priority, tell: words } = tell;
			const cause = { cause: "control", control, id, ...(words && { tell: words }) } as const;
			return { cause, control: { control, cause: why, actor, ...(note && { note }), ...(priority && { priority }) } };
		}
	}
}

/** What others keep of this conversation in memory is old now. */
const TOUCH = {
	name: "conversation-touch",
	text: "UPDATE conversation SET version = version + 1 WHERE id = $1::uuid",
};
