import type { Who } from "#core/flows/hands.ts";
import type { RecordValue } from "#core/flows/types.ts";
import type { Shop } from "#core/shop.ts";

/** One cause: what has happened, and to whom. */
export type Occurrence = {
	/** Tells this cause from all others of the same file, for ever. */
	readonly cause: string;
	readonly customerId: string | null;
	/** `event` in formulas and texts. */
	readonly event: RecordValue;
};

/** Where a customer is spoken with. */
export type ConversationRow = {
	readonly id: string;
	readonly team: string | null;
	readonly lastHolderId: string | null;
	readonly who: Who;
};

/** The conversation of somebody who can still be written to; null: they were erased, linked to another, or never spoke. */
export async function conversationOf(shop: Shop, customerId: string, zone: string): Promise<ConversationRow | null> {
	const row = await shop.db.conversation.findFirst({
		where: { customerId, mergedIntoId: null, customer: { erasedAt: null, mergedIntoId: null } },
		select: { id: true, team: true, lastHolderId: true, customer: { select: { zone: true, language: true } } },
	});
	if (!row) return null;
	const { customer, ...conversation } = row;
	const who: Who = {
		customerId,
		conversationId: row.id,
		// No field that a rule may read depends on where somebody is spoken with.
		channel: "telegram",
		zone: customer.zone ?? zone,
		language: customer.language,
	};
	return { ...conversation, who };
}

/** Whether this cause is done with: writes that it is, unless somebody has. The unique row is the judge. */
export async function isFirstTime(
	inside: Shop,
	{ name, cause, note = null }: { name: string; cause: string; note?: string | null },
): Promise<boolean> {
	const { count } = await inside.db.ruleFiring.createMany({
		data: { rule: name, cause, note, at: inside.now() },
		skipDuplicates: true,
	});
	return count > 0;
}
