import type { Actor } from "#core/events.ts";
import type { Shop } from "#core/shop.ts";

/** Who knows why, the surest first. */
export const OUTCOME_SOURCES = ["customer", "operator", "rule", "unknown"] as const;
export type OutcomeSource = (typeof OUTCOME_SOURCES)[number];

/** A word about why something was won or lost. */
export type OutcomeWord = {
	/** What it is about: an order, or an inquiry that led to none. */
	readonly matter: string;
	readonly customerId: string;
	readonly conversationId?: string | null;
	readonly orderId?: string;
	readonly result: "won" | "lost";
	/** Of `_reasons.yaml`, or `unknown`. */
	readonly reason: string;
	readonly source: OutcomeSource;
	readonly note?: string | undefined;
	readonly actor: Actor;
};

/** How an order is named as a matter. */
export function orderMatter(orderId: string): string {
	return `order:${orderId}`;
}

/**
 * Writes the word down. Of several about one matter that of the surest source stands, of equally sure ones the last; a new
 * result (what was sold comes back) always does. All are kept. The same word twice is one.
 */
export async function sayOutcome(shop: Shop, word: OutcomeWord): Promise<void> {
	await shop.atomically(async (inside) => {
		await inside.db.written(ONE_AT_A_TIME, [word.matter]);
		const said = await inside.db.outcome.findFirst({ where: { matter: word.matter, standing: true } });
		if (said && said.reason === word.reason && said.source === word.source && said.result === word.result) return;
		const standing = !said || counts(word, said);
		if (standing && said) await inside.db.outcome.update({ where: { id: said.id }, data: { standing: false } });
		await write(inside, word, standing);
	});
}

/** A new result counts, and so does who knows as well or better. */
function counts(word: OutcomeWord, said: { result: string; source: string }): boolean {
	return said.result !== word.result || rank(word.source) <= rank(said.source);
}

async function write(shop: Shop, word: OutcomeWord, standing: boolean): Promise<void> {
	const { matter, customerId, conversationId = null, orderId, result, reason, source, actor, note } = word;
	await shop.db.outcome.create({
		data: {
			...{ matter, customerId, conversationId, result, reason, source, actor, standing },
			...{ orderId: orderId ?? null, note: note?.trim() || null, at: shop.now() },
		},
	});
	if (!standing) return;
	if (orderId) await shop.db.order.update({ where: { id: orderId }, data: { reason } });
	await shop.record({ name: "outcome.said", customerId, actor, data: { matter, result, reason, source } });
}

/** Lower is surer. */
function rank(source: string): number {
	const sources: readonly string[] = OUTCOME_SOURCES;
	return sources.indexOf(source);
}

const ONE_AT_A_TIME = {
	name: "outcome-one-at-a-time",
	text: "SELECT pg_advisory_xact_lock(hashtext('outcome ' || $1))::text",
};
