import { readAnswerCard } from "#core/catalogue/answer-card.ts";
import { answerText } from "#core/catalogue/answer-text.ts";
import { noteDemand } from "#core/catalogue/note-demand.ts";
import { promiseInside } from "./make-promise.ts";
import { replyInside } from "./reply-as-operator.ts";
import type { StaffAct, StaffTurn } from "./staff-turn.ts";

/** Who has to look at a shelf does so within two hours, unless they say otherwise. */
const LOOK_MS = 2 * 3_600_000;

type Sending = StaffAct & {
	readonly variantId: string;
	/** One per press. */
	readonly key: string;
	/** By when the shelf is looked at, where its number is too old. */
	readonly checkBy?: Date | undefined;
};

/**
 * Answers a customer with a card: a reply like any other, so it takes control and is said once. What has to be looked at is
 * promised in the same commit, and what could not be had is noted as wanted.
 */
export function sendAnswerCard(turn: StaffTurn, sending: Sending): Promise<void> {
	const { conversationId, staff, variantId, key, lease } = sending;
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			const customerId = held.customer;
			const { language } = await inside.db.customer.findUniqueOrThrow({ where: { id: customerId } });
			const card = await readAnswerCard(inside, { variantId, language });
			const text = answerText(card, language);
			const decision = await replyInside(inside, held, { conversationId, staff, text, key, lease });
			// Told a second time: all that follows was done then.
			if (!("sends" in decision)) return decision;
			if (card.answer !== "have") await noteDemand(inside, { customerId, conversationId, variantId, source: "card" });
			if (card.answer === "check")
				await promiseInside(inside, held, {
					...{ conversationId, staff, key: `card ${conversationId} ${key}` },
					text: `Уточнить наличие: ${card.goods.title}`,
					dueAt: sending.checkBy ?? new Date(inside.now().getTime() + LOOK_MS),
				});
			return decision;
		},
	});
}
