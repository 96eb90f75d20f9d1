import { Refusal } from "#core/refusal.ts";
import { settledBy } from "./settled.ts";
import { refuseOtherHolder, type StaffAct, type StaffTurn } from "./staff-turn.ts";
import { watchSoon } from "./watch-soon.ts";

/** What the customer wrote needs no answer: it leaves the queue. A request that nobody took goes back to the bot, in silence. */
export function noAnswerNeeded(turn: StaffTurn, { conversationId, staff, lease }: StaffAct): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			await refuseOtherHolder(inside, held, { staff, lease });
			const row = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
			const isAsked = held.control.by === "asked";
			if (!row.unansweredSince && !isAsked) throw new Refusal("stale", "Nothing waits for an answer here.");
			const left = { now: inside.now(), changes: isAsked, promises: [], planned: [] };
			await inside.db.conversation.update({
				where: { id: conversationId },
				data: { unansweredSince: null, answerBy: null, watched: [], settled: settledBy("waived", row, left) },
			});
			await inside.record({
				name: "answer.waived",
				customerId: held.customer,
				conversationId,
				actor: `operator:${staff.id}`,
				data: { by: staff.id },
			});
			if (isAsked) return { tell: { cause: "hand-back", why: "no-answer", instead: "nothing" } };
			await watchSoon(inside, held);
			return {};
		},
	});
}
