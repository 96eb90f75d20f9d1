import { answerTypes } from "./answer-types.ts";
import type { Lang } from "./schema-shared.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import { typeWords } from "./types.ts";

/** What an editor says of a word, and offers to complete; by what the word holds, where its schema says nothing itself. */
export type Hint = {
	readonly description?: string;
	readonly examples?: readonly string[];
	/** The checker knows no others either: the editor completes these, and underlines the rest. */
	readonly only?: readonly string[];
};

/** The hint for a kind of leaf. */
export function hintFor(lang: Lang | undefined): Hint {
	return lang === undefined ? {} : (HINTS[lang] ?? {});
}

const HINTS: Partial<Record<Lang, Hint>> = {
	action: {
		description: "Something that the shop can do for a flow",
		only: Object.keys(shopVocabulary.actions),
	},
	clock: { description: 'A time of the day, at the customer\'s place: "11:00"' },
	event: {
		description: "Something that happens in the shop",
		only: Object.keys(shopVocabulary.events),
	},
	field: {
		description: "A field of the customer that a flow may fill",
		examples: Object.keys(shopVocabulary.writable),
	},
	flow: { description: "The name of another flow" },
	formula: { description: "A formula: cart.total >= 500 and customer.orders_count == 0" },
	label: { description: "Words on a button: up to 20 letters fit everywhere" },
	note: { description: "Words for colleagues; {{ … }} puts values in" },
	offer: { description: "The name of a file in offers/" },
	outcome: { description: "How the flow ends, in a word of your own" },
	phrase: { description: "What the customer writes" },
	segment: { description: "The name of a file in segments/" },
	step: { description: "The id of a step of this flow" },
	team: { description: "A team of _defaults.yaml" },
	text: { description: "Words for the customer; {{ … }} puts values in" },
	type: { description: "The type of a value", examples: [...new Set([...answerTypes, ...typeWords()])] },
	value: { description: "A value as it stands, or =formula" },
	variable: { description: "A variable that stands under vars:" },
	words: { description: "Words for colleagues" },
};
