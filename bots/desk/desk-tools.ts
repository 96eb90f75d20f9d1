import type { Caller } from "./call.ts";
import type { CardReader } from "./header-card.ts";
import type { DeskParts } from "./parts.ts";
import type { Colleague } from "./people.ts";

/** What every answer at the desk is given. */
export type DeskTools = DeskParts & {
	readonly caller: Caller;
	readonly account: string;
	readonly reader: (language: string) => CardReader;
	/** Its topic is drawn anew soon. */
	readonly touch: (conversationId: string) => void;
};

/** An act of a member in a customer's topic. `key` is one per update: told twice it is one. */
export type Act = {
	readonly colleague: Colleague;
	readonly conversationId: string;
	readonly key: string;
};
