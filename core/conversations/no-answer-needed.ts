import { Refusal } from "#core/refusal.ts";
import { refuseOtherHolder, refuseStale, type Staff, type StaffTurn } from "./staff-turn.ts";
import { watchSoon } from "./watch-soon.ts";

/** What the customer wrote needs no answer: it leaves the queue. A request that nobody took goes back to the bot, in silence. */
export function noAnswerNeeded(
	turn: StaffTurn,
	{ conversationId, staff, lease }: { conversationId: string; staff: Staff; lease?: number | undefined },
): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			refuseStale(held, lease);
			await refuseOtherHolder(inside, held.control, staff);
			const { count } = await inside.db.conversation.updateMany({
				where: { id: conversationId, unansweredSince: { not: null } },
				data: { unansweredSince: null, answerBy: null, watched: [] },
			});
			await inside.record({
				name: "answer.waived",
				customerId: held.customer,
				conversationId,
				actor: `operator:${staff.id}`,
				data: { by: staff.id },
			});
			if (held.control.by === "asked") return { tell: { cause: "hand-back", why: "no-answer", instead: "nothing" } };
			if (count === 0) throw new Refusal("stale", "Nothing waits for an answer here.");
			await watchSoon(inside, held);
			return {};
		},
	});
}
