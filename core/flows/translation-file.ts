import { stringify } from "yaml";
import { carryTranslations } from "./carry-translations.ts";
import { isUntranslated, readTranslation, type Translated } from "./read-translation.ts";
import { hasChanged, type Original, written } from "./wording.ts";

/** What came of bringing a translation up to its originals. */
export type Merged = {
	readonly text: string;
	/** Ids still to be translated, and ids whose original has changed since. */
	readonly missing: readonly string[];
	readonly changed: readonly string[];
	/** Ids that no text has any more. */
	readonly unused: readonly string[];
};

/**
 * The file with every original above its translation, in the order of the originals: translations stay as they are
 * written, what is missing is `""` or `[]`. A text that got another id keeps its translation; what no text has stays at the end.
 */
export function mergeTranslation(
	text: string | undefined,
	originals: ReadonlyMap<string, Original>,
	language: string,
): Merged {
	const entries = readTranslation(text ?? "", language);
	const places = new Map(entries.map((entry) => [entry.id, entry]));
	const { of, orphans } = carryTranslations(entries, originals);
	const missing: string[] = [];
	const changed: string[] = [];
	const blocks = [...originals].flatMap(([id, original]) => {
		const carried = of.get(id);
		if (!carried && !hasWords(written(original))) return [];
		if (!carried) missing.push(id);
		else if (isStale(carried, original)) changed.push(id);
		const notes = places.get(id)?.notes ?? [];
		const place = { id, notes, lines: [`${keyOf(id)}: ${typeof original === "string" ? '""' : "[]"}`] };
		return blockOf(carried ? renamed(carried, id) : place, original, language);
	});
	const rest = orphans.flatMap((entry) => [...entry.notes, ...remembered(entry, language), ...entry.lines]);
	const lines = [`${MODELINE}../.schema/i18n.schema.json`, ...blocks, ...rest];
	return { text: `${lines.join("\n")}\n`, missing, changed, unused: orphans.map(({ id }) => id) };
}

/** Whether a translation was made from words that the file does not say any more. */
export function isStale({ original }: Translated, now: Original): boolean {
	return original !== undefined && hasChanged(original, now);
}

/** Whether there is anything to translate: a text of nothing but values says the same in every language. */
export function hasWords(text: string): boolean {
	const words = text
		.replace(/\|\s*date:\s*("[^"]*"|'[^']*')/g, "")
		.replace(/\{%-?\s*phrase\b[^%]*%\}/g, "")
		.replace(/\{\{[^"'}]*\}\}|\{%[^"'%]*%\}/g, "");
	return /\p{L}/u.test(words);
}

const MODELINE = "# yaml-language-server: $schema=";

function blockOf(entry: Translated, original: Original, language: string): string[] {
	const now = written(original);
	const above =
		!isUntranslated(entry) && isStale(entry, original)
			? [...commented(entry.original ?? "", `# ${language} was:`), ...commented(now, `# ${language} now:`)]
			: commented(now, `# ${language}:`);
	return [...entry.notes, ...above, ...entry.lines];
}

/** The words an orphan was made from: by them it is found again if they come back. */
function remembered({ original }: Translated, language: string): string[] {
	return original === undefined ? [] : commented(original, `# ${language}:`);
}

function commented(text: string, mark: string): string[] {
	return text
		.trimEnd()
		.split("\n")
		.map((line) => `${mark} ${line}`.trimEnd());
}

function renamed(entry: Translated, id: string): Translated {
	if (entry.id === id) return entry;
	const [first = "", ...rest] = entry.lines;
	return { ...entry, id, lines: [keyOf(id) + first.slice(first.indexOf(":", entry.id.length)), ...rest] };
}

function keyOf(id: string): string {
	return stringify(id).trim();
}
