import { stringify } from "yaml";

/** A text that a translation file holds, and the original it was made from, where the file remembers it. */
export type Translated = {
	readonly id: string;
	readonly original?: string;
	/** Comment lines of the translator's own, above it. */
	readonly notes: readonly string[];
	/** Its lines as they are written. */
	readonly lines: readonly string[];
};

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
 * Reads a translation file line by line, comments and layout included. An original stands above its translation as
 * `# ru: …`; if it has changed since, what was translated is `# ru was: …` and what it says now `# ru now: …`.
 */
export function readTranslation(text: string, language: string): Translated[] {
	const entries: Translated[] = [];
	let above: string[] = [];
	let lines: string[] = [];
	const close = () => {
		const id = idOf(lines[0]);
		if (id === undefined) return;
		while (lines.at(-1)?.trim() === "") lines.pop();
		const notes = above.filter((line) => !isOriginal(line, language) && !line.startsWith(MODELINE));
		const was = originalIn(above, `# ${language} was:`);
		const original = was ?? originalIn(above, `# ${language} now:`) ?? originalIn(above, `# ${language}:`);
		entries.push({ id, notes, lines, ...(original === undefined ? {} : { original }) });
		[above, lines] = [[], []];
	};
	for (const line of text.split(/\r?\n/)) {
		const isComment = line.startsWith("#");
		if (isComment || idOf(line) !== undefined) close();
		if (isComment) above.push(line);
		else if (idOf(line) !== undefined) lines = [line];
		else if (lines.length > 0) lines.push(line);
	}
	close();
	return entries;
}

/**
 * The file with every original above its translation, in the order of the originals: translations stay as they are
 * written, what is missing is `""`. A text that only got another id keeps its translation; what no text has stays at the end.
 */
export function mergeTranslation(
	text: string | undefined,
	originals: ReadonlyMap<string, string>,
	language: string,
): Merged {
	const entries = readTranslation(text ?? "", language);
	const known = new Map(entries.map((entry) => [entry.id, entry]));
	const orphans = entries.filter(({ id }) => !originals.has(id));
	const missing: string[] = [];
	const changed: string[] = [];
	const blocks = [...originals].flatMap(([id, original]) => {
		const entry = known.get(id) ?? adopt(orphans, id, original);
		if (!entry && !hasWords(original)) return [];
		if (!entry || isUntranslated(entry)) missing.push(id);
		else if (hasChanged(entry, original)) changed.push(id);
		return blockOf(entry ?? { id, notes: [], lines: [`${keyOf(id)}: ""`] }, original, language);
	});
	const rest = orphans.map((entry) => [...entry.notes, ...entry.lines]);
	const lines = [`${MODELINE}../.schema/i18n.schema.json`, ...blocks, ...rest.flat()];
	return { text: `${lines.join("\n")}\n`, missing, changed, unused: orphans.map(({ id }) => id) };
}

/** Takes the translation of the same words under another id. */
function adopt(orphans: Translated[], id: string, original: string): Translated | undefined {
	const moved = orphans.find((one) => isSame(one.original, original));
	if (!moved) return undefined;
	orphans.splice(orphans.indexOf(moved), 1);
	return renamed(moved, id);
}

/** Whether a translation was made from words that the text does not say any more. */
export function hasChanged({ original }: Translated, now: string): boolean {
	return original !== undefined && !isSame(original, now);
}

/** Whether an entry only keeps the place of a translation. */
export function isUntranslated({ lines }: Translated): boolean {
	return lines.length === 1 && /:\s*(""|'')?\s*(#.*)?$/.test(lines[0] ?? "");
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

function blockOf(entry: Translated, original: string, language: string): string[] {
	const stale = !isUntranslated(entry) && hasChanged(entry, original);
	const above = stale
		? [...commented(entry.original ?? "", `# ${language} was:`), ...commented(original, `# ${language} now:`)]
		: commented(original, `# ${language}:`);
	return [...entry.notes, ...above, ...entry.lines];
}

function commented(text: string, mark: string): string[] {
	return text
		.trimEnd()
		.split("\n")
		.map((line) => `${mark} ${line}`.trimEnd());
}

function isOriginal(line: string, language: string): boolean {
	return [`# ${language}:`, `# ${language} was:`, `# ${language} now:`].some((mark) => line.startsWith(mark));
}

function originalIn(lines: readonly string[], mark: string): string | undefined {
	const found = lines.filter((line) => line.startsWith(mark));
	return found.length > 0 ? found.map((line) => line.slice(mark.length).replace(/^ /, "")).join("\n") : undefined;
}

/** The layout of lines is no change of words. */
function isSame(one: string | undefined, other: string): boolean {
	const plain = (text: string) => text.replace(/\s+/g, " ").trim();
	return one !== undefined && plain(one) === plain(other);
}

/** The id with which a line begins, if it is the first of an entry. */
function idOf(line = ""): string | undefined {
	const [, , quoted, bare] = /^(?:(["'])(.+?)\1|([^\s"'#][^\s:]*)):(?:\s|$)/.exec(line) ?? [];
	return quoted ?? bare;
}

function renamed(entry: Translated, id: string): Translated {
	const [first = "", ...rest] = entry.lines;
	return { ...entry, id, lines: [keyOf(id) + first.slice(first.indexOf(":", entry.id.length)), ...rest] };
}

function keyOf(id: string): string {
	return stringify(id).trim();
}
