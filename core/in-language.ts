/** The two languages the shop itself speaks; flows may speak any. */
export type Wordings<Words> = { readonly ru: Words; readonly en: Words };

/** The wording for a reader: Russian for Russian, English for everybody else. `language` is BCP 47. */
export function inLanguage<Words>(language: string, wordings: Wordings<Words>): Words {
	return primaryLanguage(language) === "ru" ? wordings.ru : wordings.en;
}

/** `en` of `en-GB`: the part by which translations are kept. */
export function primaryLanguage(language: string): string {
	return language.split("-", 1)[0]?.toLowerCase() || "ru";
}
