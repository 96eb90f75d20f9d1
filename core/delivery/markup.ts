/** How a stretch of text is set. */
export type Mark = "bold" | "italic" | "struck" | "code";

/** A stretch of text that is set alike from end to end. */
export type Run = { readonly text: string; readonly marks: readonly Mark[]; readonly link?: string };

/**
 * Reads light markup (flow-language.md §6.4): `*bold*`, `_italic_`, `~struck~`, `` `code` ``, `[words](link)`, a
 * backslash before a mark makes it plain. It never fails: a mark without its partner is an ordinary character. Marks
 * stand at the edges of words, so `snake_case` and `5*3*2` stay as they are, and they end with their paragraph.
 */
export function readMarkup(source: string): readonly Run[] {
	if (source === "") return [];
	if (!MARKED.test(source)) return [{ text: source, marks: [] }];
	const tokens = tokenize(source);
	return runsOf(tokens, pairsOf(tokens));
}

/** Writes runs as light markup again; reading that gives the same runs. */
export function writeMarkup(runs: readonly Run[]): string {
	let open: readonly Setting[] = [];
	let source = "";
	for (const [at, run] of runs.entries()) {
		const wanted = settingsOf(run);
		const kept = prefixIn(open, wanted);
		const fresh = wanted.filter((setting) => !kept.includes(setting));
		const opened = fresh.length < 2 ? fresh : longestFirst(fresh, runs, at);
		source += closings(open.slice(kept.length)) + opened.map(openingSign).join("") + escapeMarkup(run.text);
		open = [...kept, ...opened];
	}
	return source + closings(open);
}

/** What remains when markup is taken out: what a customer reads where nothing can be set in bold. */
export function plainText(source: string): string {
	return readMarkup(source)
		.map((run) => run.text)
		.join("");
}

/** Makes a value harmless inside light markup: a customer called `*` stays a star. */
export function escapeMarkup(value: string): string {
	// Most values have none of the signs, and every turn shows some twenty of them.
	return SIGNS.test(value) ? value.replace(/[\\*_~`[\]]/g, "\\$&") : value;
}

const SIGNS = /[\\*_~`[\]]/;

type Sign = "*" | "_" | "~" | "`" | "[";
type Token = {
	readonly text: string;
	readonly sign?: Sign;
	readonly opens?: boolean;
	readonly closes?: boolean;
	readonly link?: string;
	readonly endsParagraph?: boolean;
};

const MARKS: readonly Mark[] = ["bold", "italic", "struck", "code"];
const SIGN_OF: Record<Mark, Sign> = { bold: "*", italic: "_", struck: "~", code: "`" };
const MARKED = /[*_~`[\\]/;
const TOKEN = /\\([*_~`[\]()\\])|(\n[ \t]*\n)|([*_~`[])|\]\(((?:https?:\/\/|tg:\/\/|mailto:|tel:)[^\s)]{1,2048})\)/g;
const WORD = /[\p{L}\p{N}]/u;

/** Cuts the source into plain stretches and signs, each sign knowing whether it stands where it may open or close. */
function tokenize(source: string): readonly Token[] {
	const tokens: Token[] = [];
	let from = 0;
	for (const match of source.matchAll(TOKEN)) {
		if (match.index > from) tokens.push({ text: source.slice(from, match.index) });
		from = match.index + match[0].length;
		tokens.push(tokenOf(match, source[match.index - 1], source[from]));
	}
	if (from < source.length) tokens.push({ text: source.slice(from) });
	return tokens;
}

function tokenOf(match: RegExpExecArray, before = "\n", after = "\n"): Token {
	const [text, escaped, paragraphEnd, sign, link] = match;
	if (escaped !== undefined) return { text: escaped };
	if (paragraphEnd !== undefined) return { text, endsParagraph: true };
	if (link !== undefined) return { text, sign: "[", closes: true, link: link.replace(/\\(.)/g, "$1") };
	switch (sign) {
		case "[":
			return { text, sign, opens: true };
		case "`":
			return { text, sign, opens: true, closes: true };
		case "*":
		case "_":
		case "~":
			return {
				text,
				sign,
				opens: !WORD.test(before) && !/\s/.test(after),
				closes: !/\s/.test(before) && !WORD.test(after),
			};
		default:
			return { text };
	}
}

/**
 * Which sign closes which, by their places among the tokens, both ways. Inside code nothing else is a sign. At most one
 * opening of a kind is remembered, so a text made of nothing but marks is read in linear time too.
 */
function pairsOf(tokens: readonly Token[]): ReadonlyMap<number, number> {
	const pairs = codePairs(tokens);
	let open: readonly Opening[] = [];
	let codeEnds = -1;
	for (const [at, token] of tokens.entries()) {
		if (token.endsParagraph) open = [];
		if (token.sign === "`") codeEnds = Math.max(codeEnds, pairs.get(at) ?? at);
		if (token.sign !== undefined && at > codeEnds) open = pairOrOpen(token, at, open, pairs);
	}
	return pairs;
}

type Opening = { readonly sign: Sign | undefined; readonly at: number };

function pairOrOpen(
	token: Token,
	at: number,
	open: readonly Opening[],
	pairs: Map<number, number>,
): readonly Opening[] {
	const opening = open.findIndex((one) => one.sign === token.sign);
	const start = open[opening]?.at;
	if (token.closes && start !== undefined && at - start > 1) {
		pairs.set(start, at).set(at, start);
		return open.slice(0, opening);
	}
	return token.opens ? [...open.filter((one) => one.sign !== token.sign), { sign: token.sign, at }] : open;
}

function codePairs(tokens: readonly Token[]): Map<number, number> {
	const pairs = new Map<number, number>();
	let start: number | undefined;
	for (const [at, token] of tokens.entries()) {
		if (token.endsParagraph) start = undefined;
		if (token.sign !== "`") continue;
		if (start !== undefined && at - start > 1) {
			pairs.set(start, at).set(at, start);
			start = undefined;
		} else {
			start = at;
		}
	}
	return pairs;
}

function runsOf(tokens: readonly Token[], pairs: ReadonlyMap<number, number>): readonly Run[] {
	const runs: OpenRun[] = [];
	let marks: readonly Mark[] = [];
	let link: string | undefined;
	for (const [at, token] of tokens.entries()) {
		const partner = pairs.get(at);
		if (partner === undefined) append(runs, { text: token.text, marks, ...(link !== undefined && { link }) });
		else if (token.sign === "[") link = partner > at ? tokens[partner]?.link : undefined;
		else marks = toggled(marks, token.sign);
	}
	return runs;
}

type OpenRun = { text: string; marks: readonly Mark[]; link?: string };

function append(runs: OpenRun[], run: OpenRun): void {
	const last = runs.at(-1);
	if (last && last.link === run.link && isAlike(last.marks, run.marks)) last.text += run.text;
	else runs.push(run);
}

function toggled(marks: readonly Mark[], sign: Sign | undefined): readonly Mark[] {
	return MARKS.filter((mark) => marks.includes(mark) !== (SIGN_OF[mark] === sign));
}

function isAlike(marks: readonly Mark[], others: readonly Mark[]): boolean {
	return marks === others || marks.join() === others.join();
}

/** One thing to open and close again when writing: a mark, or a link told by its address. */
type Setting = Mark | `link:${string}`;

function settingsOf({ marks, link }: Run): readonly Setting[] {
	return link === undefined ? marks : [`link:${link}`, ...marks];
}

/** What lasts longer stands outside, as it was read: inside, its sign might come to stand before a blank and be none. */
function longestFirst(opened: readonly Setting[], runs: readonly Run[], from: number): readonly Setting[] {
	const lasts = new Map(opened.map((setting) => [setting, endOf(setting, runs, from)]));
	// Of the same length: a link's brackets may stand before a blank, a mark's sign may not; and code has nothing inside.
	const isBlankAtEdge = /^\s|\s$/.test(runs[from]?.text ?? "");
	const rank = (setting: Setting) => (setting === "code" ? 2 : isMark(setting) ? 0 : 1);
	const inner = isBlankAtEdge ? [...opened].sort((one, other) => rank(one) - rank(other)) : opened;
	return [...inner].sort((one, other) => (lasts.get(other) ?? 0) - (lasts.get(one) ?? 0));
}

function endOf(setting: Setting, runs: readonly Run[], from: number): number {
	let end = from;
	for (let run = runs[end]; run && settingsOf(run).includes(setting); run = runs[end]) end += 1;
	return end;
}

/** What may stay open: the outermost settings, as far as all of them are still wanted. */
function prefixIn(open: readonly Setting[], wanted: readonly Setting[]): readonly Setting[] {
	const firstUnwanted = open.findIndex((setting) => !wanted.includes(setting));
	return firstUnwanted < 0 ? open : open.slice(0, firstUnwanted);
}

function openingSign(setting: Setting): string {
	return isMark(setting) ? SIGN_OF[setting] : "[";
}

function closings(settings: readonly Setting[]): string {
	const signs = settings.map((setting) => (isMark(setting) ? SIGN_OF[setting] : `](${writeLink(setting.slice(5))})`));
	return signs.reverse().join("");
}

function writeLink(link: string): string {
	return link.replaceAll("\\", "\\\\");
}

function isMark(setting: Setting): setting is Mark {
	return setting in SIGN_OF;
}
