import { isUntranslated, type Translated } from "./read-translation.ts";
import { likeness, type Original, plainWording, stillSays, written } from "./wording.ts";

/** Which entry of a translation file belongs to which text. */
export type Carried = {
	/** By text id; an entry that stood under another id still has that one. */
	readonly of: ReadonlyMap<string, Translated>;
	/** Translations that belong to no text any more. */
	readonly orphans: readonly Translated[];
};

/**
 * Gives each text its translation by the words it was made from, not by the id alone: ids of steps without a name count, and
 * a step put in above moves them all. What has the same words comes first, then what is most like it.
 */
export function carryTranslations(entries: readonly Translated[], originals: ReadonlyMap<string, Original>): Carried {
	const translated = entries.filter((entry) => !isUntranslated(entry));
	const free = new Set(translated);
	const open = new Map(originals);
	const of = new Map<string, Translated>();
	for (const rule of [sameIdAndWords, sameWords, sameId, mostAlike]) {
		for (const [id, original] of open) {
			const entry = rule(id, original, free);
			if (!entry) continue;
			of.set(id, entry);
			free.delete(entry);
			open.delete(id);
		}
	}
	for (const [id, original] of open) {
		const twin = typeof original === "string" && sameWords(id, original, translated);
		if (twin) of.set(id, { ...twin, notes: [] });
	}
	return { of, orphans: [...free] };
}

type Rule = (id: string, now: Original, free: Iterable<Translated>) => Translated | undefined;

const sameIdAndWords: Rule = (id, now, free) => {
	const own = withId(id, free);
	return own && (own.original === undefined || stillSays(own.original, now)) ? own : undefined;
};

const sameWords: Rule = (_id, now, free) => {
	const plain = plainWording(written(now));
	for (const entry of free) if (entry.original !== undefined && plainWording(entry.original) === plain) return entry;
	return undefined;
};

/** The text was written anew; where ids count, something else may have come to stand there. */
const sameId: Rule = (id, now, free) => {
	const own = withId(id, free);
	return own && (!isCounted(id) || closeness(own, now) >= ALIKE) ? own : undefined;
};

const mostAlike: Rule = (_id, now, free) => {
	const alike = [...free].map((entry) => ({ entry, by: closeness(entry, now) })).filter(({ by }) => by >= ALIKE);
	return alike.sort((one, other) => other.by - one.by)[0]?.entry;
};

function withId(id: string, free: Iterable<Translated>): Translated | undefined {
	for (const entry of free) if (entry.id === id) return entry;
	return undefined;
}

/** From here on two wordings are taken for one that was edited. */
const ALIKE = 0.5;

function closeness({ original }: Translated, now: Original): number {
	return original === undefined ? 0 : likeness(original, now);
}

/** Whether an id counts steps or handlers, so that it names something else when one is put in above. */
export function isCounted(id: string): boolean {
	return /\[\d+\]|^(?:start|during)\.\d+\./.test(id);
}
