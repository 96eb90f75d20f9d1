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
		const standing = !said || said.result !== word.result || rank(word.source) <= rank(said.source);
		if (standing && said) await inside.db.outcome.update({ where: { id: said.id }, data: { standing: false } });
		const { matter, customerId, result, reason, source, actor } = word;
		await inside.db.outcome.create({
			data: {
				...{ matter, customerId, result, reason, source, actor, standing },
				conversationId: word.conversationId ?? null,
				orderId: word.orderId ?? null,
				note: word.note?.trim() || null,
				at: inside.now(),
			},
		});
		if (!standing) return;
		if (word.orderId) await inside.db.order.update({ where: { id: word.orderId }, data: { reason } });
		await inside.record({ name: "outcome.said", customerId, actor, data: { matter, result, reason, source } });
	});
}

function rank(source: string): number {
	const place = OUTCOME_SOURCES.findIndex((one) => one === source);
	return place < 0 ? OUTCOME_SOURCES.length : place;
}

const ONE_AT_A_TIME = {
	name: "outcome-one-at-a-time",
	text: "SELECT pg_advisory_xact_lock(hashtext('outcome ' || $1))::text",
};
