/** The languages of the screens. */
export type Language = "ru" | "en";

/** Words in both languages: a key that is missing in one of them, or is only in the other, does not compile. */
export function inBoth<const Key extends string>(
	ru: Record<Key, string>,
	en: Record<NoInfer<Key>, string>,
): Record<Language, Record<Key, string>> {
	return { ru, en };
}
