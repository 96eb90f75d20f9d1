import type { Letter } from "./channel.ts";
import type { Content } from "./content.ts";
import type { MirroredTemplate } from "./outbox-statements.ts";

/** What the account's mirrored list says of the template that a content names. */
export type MirrorLook = { readonly templates: readonly MirroredTemplate[] | null; readonly mirrored: boolean | null };

/**
 * The template that may go out instead of free text: approved, in the reader's language where there is one, else in the
 * nearest. Where the list was never read (no access to it), the messenger itself is left to judge.
 */
export function templateFor(
	{ template, language = "ru" }: Pick<Content, "template" | "language">,
	{ templates, mirrored }: MirrorLook,
): Letter["template"] | undefined {
	if (!template) return undefined;
	if (!mirrored) return { language, places: template.params.map((_, index) => String(index + 1)) };
	const approved = (templates ?? []).filter(({ state }) => state === "approved");
	const found =
		approved.find((one) => one.language === language) ??
		approved.find((one) => base(one.language) === base(language)) ??
		approved[0];
	return found && { language: found.language, places: found.places, body: found.body };
}

/** The words that the customer sees: the template's own, with its places filled in. */
export function shownWords(
	{ template }: Pick<Content, "template">,
	{ body, places }: NonNullable<Letter["template"]>,
): string | undefined {
	return body?.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (place, name: string) => {
		return template?.params[places.indexOf(name)] ?? place;
	});
}

/** `en_US` and `en-GB` are both English. */
function base(language: string): string {
	return language.split(/[-_]/)[0]?.toLowerCase() ?? language;
}
