import type { Happening } from "#core/flows/flow-file.ts";
import type { Shop } from "#core/shop.ts";
import type { ConversationRow, Occurrence } from "./occurrence.ts";
import type { RuleParts } from "./rule-parts.ts";

/** A file that waits for something to happen: a rule, or a tip. */
export type Watcher = {
	/** `rule late-order`: under this name it is written down that a cause is done with. */
	readonly name: string;
	readonly file: Happening;
	/** What it does, in one transaction with the row that says that it has been done. */
	act(shop: Shop, parts: RuleParts, occurrence: Occurrence, at: ConversationRow | null): Promise<void>;
};
