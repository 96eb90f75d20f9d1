import type { Errands } from "#core/errands.ts";
import type { Shop } from "#core/shop.ts";
import { everybodyMeant, meet } from "./meet.ts";
import type { RuleParts } from "./rule-parts.ts";
import type { Watcher } from "./watcher.ts";

/** In the wake of what the diary says: the rules and tips that wait for it do what they are there for, once. */
export async function followEvent(
	shop: Shop,
	parts: RuleParts,
	watchers: readonly Watcher[],
	{ diaryId, customerId, name }: Errands["tell-flows"],
): Promise<void> {
	const waiting = watchers.filter(({ file }) => file.event === name);
	if (waiting.length === 0) return;
	const entry = await shop.db.diary.findUnique({ where: { id: BigInt(diaryId) }, select: { data: true, actor: true } });
	if (!entry) return; // its customer was erased meanwhile
	const event = parts.hands.event({ id: diaryId, name, ...entry });
	for (const watcher of waiting)
		for (const one of await everybodyMeant(shop, parts, watcher, { cause: `diary ${diaryId}`, customerId, event }))
			await meet(shop, parts, watcher, one);
}
