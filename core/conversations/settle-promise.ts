import type { Shop } from "#core/shop.ts";
import { endPromise, findPromise } from "./end-promise.ts";
import { replyInside } from "./reply-as-operator.ts";
import type { Staff, StaffTurn } from "./staff-turn.ts";
import { watchSoon } from "./watch-soon.ts";

type Settling = { readonly promiseId: string; readonly staff: Staff };

/** The word is kept: in time, or late. */
export async function keepPromise(shop: Shop, turn: StaffTurn, { promiseId, staff }: Settling): Promise<void> {
	const { conversationId } = await findPromise(shop, promiseId);
	await turn({
		conversationId,
		staff,
		async decide(inside, held) {
			await endPromise(inside, { promiseId, conversationId, as: "kept" });
			await watchSoon(inside, held);
			return {};
		},
	});
}

/** The word cannot be kept: the customer is told, in the same commit. */
export async function withdrawPromise(
	shop: Shop,
	turn: StaffTurn,
	{ promiseId, staff, word, key }: Settling & { word: string; key: string },
): Promise<void> {
	const { conversationId } = await findPromise(shop, promiseId);
	await turn({
		conversationId,
		staff,
		async decide(inside, held) {
			const decision = await replyInside(inside, held, { conversationId, staff, text: word, key });
			await endPromise(inside, { promiseId, conversationId, as: "withdrawn", word });
			return decision;
		},
	});
}
