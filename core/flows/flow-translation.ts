import type { TranslationFile } from "./flow-file.ts";
import type { TextSource } from "./program.ts";
import { readTranslation } from "./read-translation.ts";
import { likeness, plainWording, stillSays } from "./wording.ts";

/** One flow's words in one language, as the engine looks them up. */
export type FlowTranslation = {
	readonly byId: Readonly<Record<string, { readonly words: TextSource; readonly original?: string }>>;
	/** By the wording they were made from. */
	readonly byWording: Readonly<Record<string, TextSource>>;
	/** What customers write in this language: `says` and `also`. */
	readonly phrases: readonly TranslatedPhrases[];
};

type TranslatedPhrases = { readonly id: string; readonly original?: string; readonly says: readonly string[] };

/** A translation file with what it remembers of its originals. `language`: that of the originals. */
export function flowTranslation(content: TranslationFile, source: string, language: string): FlowTranslation {
	const originals = new Map(readTranslation(source, language).map(({ id, original }) => [id, original]));
	const byId: Record<string, { words: TextSource; original?: string }> = {};
	const byWording: Record<string, TextSource> = {};
	const phrases: TranslatedPhrases[] = [];
	for (const [id, said] of Object.entries(content)) {
		// An empty one only keeps the place of a translation: the original is shown.
		if (said.length === 0) continue;
		const original = originals.get(id);
		const remembered = original === undefined ? {} : { original };
		if (typeof said !== "string") {
			phrases.push({ id, says: said, ...remembered });
			continue;
		}
		const words: TextSource = { text: said, id, line: 1 };
		byId[id] = { words, ...remembered };
		if (original !== undefined) byWording[plainWording(original)] ??= words;
	}
	return { byId, byWording, phrases };
}

/**
 * The translation of a text, if there is one of these very words: under its id, or under another where steps have moved. What
 * was made from other words is never shown, as it may promise what the text does not promise any more.
 */
export function translationOf({ byId, byWording }: FlowTranslation, { id, text }: TextSource): TextSource | undefined {
	const own = byId[id];
	if (own && (own.original === undefined || stillSays(own.original, text))) return own.words;
	return byWording[plainWording(text)];
}

/** The phrases that stand for these in another language. */
export function phrasesFor({ phrases }: FlowTranslation, id: string, says: readonly string[]): readonly string[] {
	const own = phrases.find((one) => one.id === id);
	if (own && (own.original === undefined || stillSays(own.original, says))) return own.says;
	const alike = phrases
		.map((one) => ({ one, by: one.original === undefined ? 0 : likeness(one.original, says) }))
		.filter(({ by }) => by >= MOSTLY);
	return alike.sort((one, other) => other.by - one.by)[0]?.one.says ?? [];
}

/** A list that has moved keeps its translation while half of its phrases stay. */
const MOSTLY = 0.5;
