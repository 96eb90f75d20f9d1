import type { StaffTurn } from "#core/conversations/staff-turn.ts";
import type { FlowBook } from "#core/flows/flow-book.ts";
import type { Hands, Who } from "#core/flows/hands.ts";
import { conditionHolds, textFor, valueFor } from "#core/flows/shop-formula.ts";
import type { Value } from "#core/flows/types.ts";
import type { Shop } from "#core/shop.ts";
import type { ConversationRow, Occurrence } from "./occurrence.ts";

/** What rules and tips work with; main.ts hands it in. */
export type RuleParts = {
	/** The files as they are now. */
	readonly book: () => Pick<FlowBook, "rules" | "tips" | "settings">;
	readonly hands: Pick<Hands, "roots" | "read" | "event">;
	readonly turn: StaffTurn;
	readonly zone: string;
	readonly currency: string;
	/** Something for the staff is there to be shown. */
	readonly told: (topic: "tip" | "mention" | "conversation", id: string) => void;
	readonly log: { warn(message: string, fields?: Record<string, unknown>): void };
};

/** Formulas and texts of a file, asked of one occurrence. */
export type Asking = {
	holds(formula: string): Promise<boolean>;
	value(formula: string): Promise<Value>;
	text(source: string): Promise<string>;
};

/** How the file's formulas and texts are read: with the customer's own roots, or without any where it concerns nobody. */
export async function askingOf(
	shop: Shop,
	{ hands, book, zone, currency }: RuleParts,
	{ event }: Pick<Occurrence, "event">,
	at: ConversationRow | null,
): Promise<Asking> {
	const { defaults, phrases } = book().settings;
	const who = at?.who ?? nobody({ zone, language: defaults.language });
	const roots = at ? await hands.roots(shop, who) : NOTHING_KNOWN;
	const names = { ...roots, event };
	const context = { shop, who, read: hands.read, seen: { now: shop.now(), currency }, phrases };
	return {
		holds: (formula) => conditionHolds(context, String(formula), names),
		value: (formula) => valueFor(context, String(formula), names),
		text: (source) => textFor(context, source, names),
	};
}

const NOBODY = "00000000-0000-0000-0000-000000000000";
const NOTHING_KNOWN = { customer: null, cart: null, catalogue: null, shop: null };

function nobody({ zone, language }: { zone: string; language: string }): Who {
	return { customerId: NOBODY, conversationId: NOBODY, channel: "telegram", zone, language };
}
