/** A text that a translation file holds, and the original it was made from, where the file remembers it. */
export type Translated = {
	readonly id: string;
	readonly original?: string;
	/** Comment lines of the translator's own, above it. */
	readonly notes: readonly string[];
	/** Its lines as they are written. */
	readonly lines: readonly string[];
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

/** Whether an entry only keeps the place of a translation. */
export function isUntranslated({ lines }: Translated): boolean {
	return lines.length === 1 && /:\s*(""|''|\[\s*\])?\s*(#.*)?$/.test(lines[0] ?? "");
}

/** The line by which an editor finds the schema: no comment of the translator's. */
const MODELINE = "# yaml-language-server:";

function isOriginal(line: string, language: string): boolean {
	return [`# ${language}:`, `# ${language} was:`, `# ${language} now:`].some((mark) => line.startsWith(mark));
}

function originalIn(lines: readonly string[], mark: string): string | undefined {
	const found = lines.filter((line) => line.startsWith(mark));
	return found.length > 0 ? found.map((line) => line.slice(mark.length).replace(/^ /, "")).join("\n") : undefined;
}

/** The id with which a line begins, if it is the first of an entry. */
function idOf(line = ""): string | undefined {
	const [, , quoted, bare] = /^(?:(["'])(.+?)\1|([^\s"'#][^\s:]*)):(?:\s|$)/.exec(line) ?? [];
	return quoted ?? bare;
}
