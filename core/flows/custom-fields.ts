import type { CustomField } from "#core/customers/custom-field.ts";
import type { DefaultsFile } from "./flow-file.ts";
import { asDefaults, type ReadFile } from "./read-file.ts";
import { type Fields, parseType } from "./types.ts";
import { extendVocabulary, type Vocabulary } from "./vocabulary.ts";

/** How a flow writes a field of the shop's own: `customer.fields.allergy`. */
export const CUSTOM_FIELD = "customer.fields.";

/** The fields that the shop has thought of itself, in the order of its file. */
export function customFields({ fields = {} }: Pick<DefaultsFile, "fields">): CustomField[] {
	return Object.entries(fields).map(([id, { title, type = "text" }]) => ({ id, title, type }));
}

/**
 * The vocabulary with the shop's own fields in it, so that formulas, texts and questions may name them, and a misspelt one is
 * found. The same file gives the same vocabulary: whoever compares them sees that nothing has changed.
 */
export function withCustomFields(vocabulary: Vocabulary, defaults: ReadFile | undefined): Vocabulary {
	if (!defaults?.readable || defaults.problems.length > 0) return vocabulary;
	const known = made.get(defaults);
	if (known?.base === vocabulary) return known.extended;
	const extended = extend(vocabulary, customFields(asDefaults(defaults)));
	made.set(defaults, { base: vocabulary, extended });
	return extended;
}

const made = new WeakMap<ReadFile, { base: Vocabulary; extended: Vocabulary }>();

function extend(vocabulary: Vocabulary, own: readonly CustomField[]): Vocabulary {
	if (own.length === 0) return vocabulary;
	const types = own.flatMap(({ id, type }) => {
		const read = parseType(type);
		return read ? [[id, read] as const] : [];
	});
	const fields: Fields = Object.fromEntries(types);
	return extendVocabulary(vocabulary, {
		records: { customer: { fields: { is: "fields", called: "customer.fields", fields } } },
		writable: Object.fromEntries(types.map(([id, type]) => [`${CUSTOM_FIELD}${id}`, { type }])),
	});
}
