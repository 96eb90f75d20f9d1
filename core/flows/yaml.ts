import { isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument, visit, type YAMLError } from "yaml";
import { lineFault } from "./line-faults.ts";
import type { Problem } from "./problem.ts";
import { readSimpleYaml } from "./simple-yaml.ts";
import { SourceFile } from "./source-file.ts";
import type { YamlNode, YamlScalar } from "./yaml-nodes.ts";

/** A YAML file that was read, with the place of every node, and what is wrong with it as YAML. */
export interface YamlFile {
	source: SourceFile;
	/** Undefined if the file cannot be read at all. */
	root: YamlNode | undefined;
	problems: Problem[];
}

/** A file larger than this is no flow: a limit against accidents and bombs. */
const LARGEST = 256 * 1024;
/** Nested deeper than any flow; the parser would run out of stack far later. */
const DEEPEST = 60;

/** Reads a file as YAML 1.2, strictly: one document, no anchors, aliases, tags or merge keys. */
export function readYaml(name: string, text: string): YamlFile {
	const source = new SourceFile(name, text.replace(/^\uFEFF/, ""));
	if (Buffer.byteLength(text) > LARGEST) return unreadable(source, 0, "the file is larger than 256 KB");
	const simple = readSimpleYaml(source.text);
	if (simple) return { source, root: simple, problems: [] };
	const deep = tooDeep(source.text);
	if (deep !== undefined) return unreadable(source, deep, "too many lists or maps inside each other");
	return readAnyYaml(source);
}

/** Reads a file that is not written in the simplest way, and tells what is wrong with it. */
export function readAnyYaml(source: SourceFile): YamlFile {
	const document = parseDocument(source.text, { version: "1.2", prettyErrors: false, logLevel: "error" });
	const problems = faultsOf(source, document.errors);
	const broken = document.errors.some((error) => error.code !== "DUPLICATE_KEY");
	if (broken || !isNode(document.contents)) {
		if (problems.length === 0) problems.push(source.problem("error", "F001", 0, "the file is empty"));
		return { source, root: undefined, problems };
	}
	problems.push(...forbidden(source, document.contents));
	return { source, root: nodeOf(document.contents), problems };
}

function unreadable(source: SourceFile, offset: number, message: string): YamlFile {
	return { source, root: undefined, problems: [source.problem("error", "F001", offset, message)] };
}

/** One mistake often makes several errors: the first is told, and duplicates that stand before it. */
function faultsOf(source: SourceFile, errors: YAMLError[]): Problem[] {
	const first = errors.find((error) => error.code !== "DUPLICATE_KEY");
	const tab = first && tabIndent(source, source.place(first.pos[0]).line);
	if (tab !== undefined)
		return [source.problem("error", "F001", tab, "a tab at the beginning of a line — indent with spaces")];
	const plain = first && lineFaultNear(source, source.place(first.pos[0]).line);
	if (plain) return [plain];
	const below = first && textBelow(source, source.place(first.pos[0]).line);
	if (below !== undefined) return [source.problem("error", "F001", below, COLON_IN_TEXT)];
	const quote = first && openQuote(source, source.place(first.pos[0]).line);
	if (quote !== undefined) return [source.problem("error", "F001", quote, "the quote is not closed")];
	const deeper = first && tooDeepLine(source, source.place(first.pos[0]).line);
	if (deeper !== undefined) return [source.problem("error", "F001", deeper, "the indent does not fit the lines above")];
	const told = errors.filter(
		(error) => error === first || (error.code === "DUPLICATE_KEY" && error.pos[0] < (first?.pos[0] ?? Infinity)),
	);
	return told.map((error) => {
		const offset = error.code === "DUPLICATE_KEY" ? error.pos[0] : blamed(source, error);
		return source.problem("error", "F001", offset, plainWords(source, error));
	});
}

/** Where a tab stands in the indent of this line or of the one above, which the parser may have taken for a text. */
function tabIndent(source: SourceFile, line: number): number | undefined {
	const found = [line - 1, line].find((one) => /^ *\t/.test(source.line(one)));
	return found === undefined ? undefined : source.startOfLine(found);
}

/** What is plainly wrong with the line at which the parser stopped, or with the one above, of which that one was taken for a part. */
function lineFaultNear(source: SourceFile, line: number): Problem | undefined {
	for (const one of [line, line - 1]) {
		const fault = lineFault(source.line(one));
		if (fault) return source.problem("error", "F001", (source.startOfLine(one) ?? 0) + fault.column - 1, fault.message);
	}
	return undefined;
}

/** Where a text begins on the line below its word, without `|`, and holds a colon that makes a word of its beginning. */
function textBelow(source: SourceFile, line: number): number | undefined {
	for (const one of [line, line - 1]) {
		const lead = /^ +(?=[^\s"'|>{[#-][^:]*:\s)/.exec(source.line(one));
		if (lead && TEXT_WORD.test(source.line(one - 1))) return (source.startOfLine(one) ?? 0) + lead[0].length;
	}
	return undefined;
}

/** A word behind which texts stand, and nothing behind it on its line. */
const TEXT_WORD = /^\s*(?:- )*(?:say|text|label|short|title|nudge|note|body|caption):\s*$/;

const COLON_IN_TEXT = 'a text with ":" must be in quotes, or on the next line after |';

/** The first quote that opens a value, is not closed on its line, and runs into what is plainly the next word of the file. */
function openQuote(source: SourceFile, last: number): number | undefined {
	for (let line = 1; line <= last; line += 1) {
		const [, lead = "", quote, text = ""] =
			/^([\s-]*(?:[\p{L}\p{N}_-]+:[ \t]+)?)(["'])(.*)$/u.exec(source.line(line)) ?? [];
		if (quote === undefined || text.replace(/\\.|''/g, "").includes(quote)) continue;
		if (isNextWord(source, line + 1)) return (source.startOfLine(line) ?? 0) + lead.length;
	}
	return undefined;
}

/** Whether the next line that says anything begins with a word of the file; behind the last line nothing does. */
function isNextWord(source: SourceFile, from: number): boolean {
	for (let line = from; line <= source.lineCount; line += 1) {
		const text = source.line(line);
		if (/^\s*[^\s#]/.test(text)) return WORD_LINE.test(text);
	}
	return true;
}

/** A word further in than the one above it, though that one has its value already. */
function tooDeepLine(source: SourceFile, line: number): number | undefined {
	const above = valueOn(source.line(line));
	const below = source.line(line + 1);
	if (!above || /^[|>{["'&*!]/.test(above.text) || isTrap(above.text) || !WORD_LINE.test(below)) return undefined;
	const indent = below.search(/[^\s-]/);
	return indent > source.line(line).search(/[^\s-]/) ? (source.startOfLine(line + 1) ?? 0) + indent : undefined;
}

/** A line that begins with a word of the file, or with a step. */
const WORD_LINE = /^\s*(?:- )*[\p{L}\p{N}_-]+:(?:\s|$)/u;

/** Where the mistake is: the value on that line if it has one that gave rise to the error, else where the parser stopped. */
function blamed(source: SourceFile, error: YAMLError): number {
	const { line } = source.place(error.pos[0]);
	const value = valueOn(source.line(line));
	if (!value || !(isTrap(value.text) || error.code === "BLOCK_AS_IMPLICIT_KEY")) return error.pos[0];
	return (source.startOfLine(line) ?? 0) + value.column - 1;
}

/** What stands behind `key:` on a line. */
export function valueOn(line: string): { key: string; text: string; column: number } | undefined {
	const found = /^[\s-]*([\p{L}\p{N}_-]+):[ \t]+(\S.*)$/u.exec(line);
	if (!found) return undefined;
	const [, key = "", text = ""] = found;
	return { key, text: text.trimEnd(), column: line.length - text.length + 1 };
}

const SIGNS = "{>-@`%*!&|[?";

function isTrap(text: string): boolean {
	return SIGNS.includes(text[0] ?? " ") || /:(\s|$)/.test(text);
}

function plainWords(source: SourceFile, error: YAMLError): string {
	const value = valueOn(source.line(source.place(error.pos[0]).line))?.text ?? "";
	switch (error.code) {
		case "DUPLICATE_KEY":
			return `"${duplicateOf(source, error)}" stands here twice — remove one of them`;
		case "MULTIPLE_DOCS":
			return "one file holds one document — remove the line ---";
		case "MISSING_CHAR":
			return /quote/.test(error.message) ? "the quote is not closed" : bySign(value, "a bracket or a comma is missing");
		case "BAD_INDENT":
		case "BAD_COLLECTION_TYPE":
			return "the indent does not fit the lines above";
		default:
			return bySign(value, "this cannot be read as YAML");
	}
}

function bySign(value: string, otherwise: string): string {
	const sign = value[0] ?? " ";
	if (SIGNS.includes(sign)) return beginsWith(sign);
	if (/:(\s|$)/.test(value)) return COLON_IN_TEXT;
	return otherwise;
}

function beginsWith(sign: string): string {
	return `a text that begins with ${sign} must be in quotes, or on the next line after |`;
}

function duplicateOf(source: SourceFile, error: YAMLError): string {
	return /^[^\s:,}\]]+/.exec(source.text.slice(error.pos[0]))?.[0] ?? "";
}

/** Aliases, anchors, tags and merge keys are no errors for the parser, and no words of ours. */
function forbidden(source: SourceFile, root: Node): Problem[] {
	const problems: Problem[] = [];
	visit(root, {
		Node(_key, node) {
			const start = isNode(node) ? (node.range?.[0] ?? 0) : 0;
			if (isAlias(node)) problems.push(source.problem("error", "F001", start, beginsWith("*")));
			else if (node.anchor) problems.push(source.problem("error", "F001", before(source, start, "&"), beginsWith("&")));
			else if (node.tag && !node.tag.startsWith("tag:yaml.org"))
				problems.push(source.problem("error", "F001", before(source, start, "!"), beginsWith("!")));
		},
		Pair(_key, pair) {
			if (isScalar(pair.key) && pair.key.source === "<<" && !isScalar(pair.value))
				problems.push(
					source.problem("error", "F001", pair.key.range?.[0] ?? 0, "<< is no word here — write the lines out"),
				);
		},
	});
	return problems;
}

/** An anchor or a tag stands before its node: its sign on the same line. */
function before(source: SourceFile, offset: number, sign: string): number {
	const { line, column } = source.place(offset);
	const at = source.line(line).lastIndexOf(sign, column - 1);
	return at < 0 ? offset : offset - (column - 1) + at;
}

/** Where brackets stand deeper inside each other than any flow needs; quotes and comments are not worth telling apart. */
function tooDeep(text: string): number | undefined {
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		depth = depthBehind(text[at], depth);
		if (depth > DEEPEST) return at;
	}
	return undefined;
}

function depthBehind(sign: string | undefined, depth: number): number {
	if (sign === "[" || sign === "{") return depth + 1;
	if (sign === "]" || sign === "}") return Math.max(0, depth - 1);
	return sign === "\n" && depth < 8 ? 0 : depth;
}

/** A node of the parser as one of ours. */
function nodeOf(node: Node): YamlNode {
	const [start, end] = node.range ?? [0, 0];
	if (isMap<Node, Node | null>(node)) {
		const pairs = node.items.map(({ key, value }) => ({ key: nodeOf(key), value: value && nodeOf(value) }));
		return { is: "map", start, pairs, inBraces: node.flow === true };
	}
	if (isSeq<Node>(node)) return { is: "list", start, items: node.items.map(nodeOf) };
	if (!isScalar(node)) return { is: "alias", start };
	const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
	return { is: "scalar", start, end, style, value: node.value, source: node.source ?? String(node.value) };
}

const STYLES: Readonly<Record<string, YamlScalar["style"]>> = {
	QUOTE_SINGLE: "single",
	QUOTE_DOUBLE: "double",
	BLOCK_LITERAL: "literal",
	BLOCK_FOLDED: "folded",
};
