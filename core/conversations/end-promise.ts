import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { noteEarliest } from "./make-promise.ts";

type Ending = { promiseId: string; conversationId: string; as: "kept" | "withdrawn"; word?: string };

/** Writes how a promise ended; what is kept after its time was kept late. Told twice, it ended once. */
export async function endPromise(inside: Shop, { promiseId, conversationId, as, word }: Ending): Promise<void> {
	const promise = await findPromise(inside, promiseId);
	if (promise.conversationId !== conversationId) throw new Refusal("not-found", NO_PROMISE);
	if (promise.state !== "open") return;
	const now = inside.now();
	const state = as === "kept" && promise.dueAt < now ? "late" : as;
	await inside.db.customerPromise.update({
		where: { id: promiseId },
		data: { state, settledAt: now, ...(word !== undefined && { word }) },
	});
	await noteEarliest(inside, conversationId);
	await inside.record({
		name: "promise.settled",
		...{ customerId: promise.customerId, conversationId },
		actor: "system",
		data: { promise: promiseId, ended: state },
	});
}

const NO_PROMISE = "There is no such promise.";

/** A promise by its id. */
export async function findPromise(shop: Shop, id: string) {
	const promise = await shop.db.customerPromise.findUnique({ where: { id } });
	if (!promise) throw new Refusal("not-found", NO_PROMISE);
	return promise;
}
