import type { Value } from "#core/flows/types.ts";
import { isRecord } from "#core/flows/types.ts";
import type { Shop } from "#core/shop.ts";
import { conversationOf, isFirstTime, type Occurrence } from "./occurrence.ts";
import { askingOf, type RuleParts } from "./rule-parts.ts";
import type { Watcher } from "./watcher.ts";

/**
 * A file meets what it waits for. Its condition is asked once, when the cause is there: what does not hold then is done with
 * as well, so that no cause is asked about every minute.
 */
export async function meet(shop: Shop, parts: RuleParts, watcher: Watcher, occurrence: Occurrence): Promise<void> {
	const { name, file } = watcher;
	const { cause, customerId } = occurrence;
	if (await shop.db.ruleFiring.findUnique({ where: { rule_cause: { rule: name, cause } } })) return;
	const at = customerId === null ? null : await conversationOf(shop, customerId, parts.zone);
	const isMeant = customerId === null || at !== null;
	const holds =
		isMeant && (file.if === undefined || (await (await askingOf(shop, parts, occurrence, at)).holds(file.if)));
	if (holds) await watcher.act(shop, parts, occurrence, at);
	else await isFirstTime(shop, { name, cause });
}

/** Whom an event concerns: its own customer, or those whom `to` names. */
export async function everybodyMeant(
	shop: Shop,
	parts: RuleParts,
	{ file }: Watcher,
	occurrence: Occurrence,
): Promise<Occurrence[]> {
	if (file.to === undefined) return [occurrence];
	const own = occurrence.customerId === null ? null : await conversationOf(shop, occurrence.customerId, parts.zone);
	const found = await (await askingOf(shop, parts, occurrence, own)).value(file.to);
	const ids = Array.isArray(found) ? found.flatMap(idOf) : [];
	return [...new Set(ids)].map((customerId) => ({
		...occurrence,
		customerId,
		cause: `${occurrence.cause} ${customerId}`,
	}));
}

function idOf(value: Value): string[] {
	if (typeof value === "string") return [value];
	return isRecord(value) && typeof value.id === "string" ? [value.id] : [];
}
