import type { Arithmetic, Comparison, Node } from "./formula-tree.ts";
import { type Token, Unreadable, unexpected, wordsOf } from "./formula-words.ts";

/** Reads a formula (grammar: flow-language.md §6.3). Throws `Unreadable`. */
export function readFormula(source: string): Node {
	if (source.length > LONGEST) throw new Unreadable(`a formula has at most ${LONGEST} characters`, LONGEST);
	const words = new Words(wordsOf(source));
	const formula = readOr(words);
	if (words.now.is !== "end") throw unexpected(words.now);
	return formula;
}

/** Keep the tree shallow enough to be walked without thinking of the stack. */
const LONGEST = 2000;
const DEEPEST = 60;

const comparisons: ReadonlyMap<string, Comparison> = new Map(
	(["==", "!=", ">=", "<=", ">", "<", "contains", "in"] as const).map((op) => [op, op]),
);

/** The words of a formula and the one that is read now. */
class Words {
	now: Token;
	private next = 1;
	private depth = 0;
	private readonly tokens: readonly Token[];

	constructor(tokens: readonly Token[]) {
		const [first] = tokens;
		if (!first) throw new Error("A formula has at least its end.");
		this.tokens = tokens;
		this.now = first;
	}

	/** The present word; the one behind it becomes the present one. */
	take(): Token {
		const taken = this.now;
		const last = this.tokens.length - 1;
		this.now = this.tokens[Math.min(this.next++, last)] ?? taken;
		return taken;
	}

	/** Takes the word if it is this sign or keyword. */
	takes(word: string): Token | undefined {
		return this.is(word) ? this.take() : undefined;
	}

	is(word: string): boolean {
		return (this.now.is === "sign" || this.now.is === "keyword") && this.now.word === word;
	}

	expect(word: string): Token {
		const token = this.takes(word);
		if (!token) throw unexpected(this.now);
		return token;
	}

	/** Reads something that may contain itself. */
	nested(read: () => Node): Node {
		if (++this.depth > DEEPEST) throw new Unreadable("the formula is nested too deeply", this.now.at);
		const node = read();
		this.depth--;
		return node;
	}
}

const mixed = '"and" and "or" are mixed without brackets — add brackets: a or (b and c)';

function readOr(words: Words): Node {
	const first = readAnd(words);
	const operands = [first.node];
	while (words.is("or")) {
		const or = words.take();
		if (first.and) throw new Unreadable(mixed, or.at);
		const operand = readAnd(words);
		if (operand.and) throw new Unreadable(mixed, operand.and.at);
		operands.push(operand.node);
	}
	return joined("or", operands);
}

/** `and` is the first one that stands here without brackets round it. */
function readAnd(words: Words): { node: Node; and: Token | undefined } {
	const operands = [readNot(words)];
	const and = words.is("and") ? words.now : undefined;
	while (words.takes("and")) operands.push(readNot(words));
	return { node: joined("and", operands), and };
}

function joined(kind: "and" | "or", operands: readonly Node[]): Node {
	const [first] = operands;
	const last = operands.at(-1);
	if (!first || !last) throw new Error("An operator without operands.");
	return operands.length === 1 ? first : { kind, operands, at: first.at, end: last.end };
}

function readNot(words: Words): Node {
	const not = words.takes("not");
	if (!not) return readComparison(words);
	const of = words.nested(() => readNot(words));
	return { kind: "not", of, at: not.at, end: of.end };
}

function readComparison(words: Words): Node {
	const left = readSum(words);
	if (words.takes("is")) {
		const negated = words.takes("not") !== undefined;
		const { end } = words.expect("empty");
		return { kind: "empty", of: left, negated, at: left.at, end };
	}
	const op = comparisonAt(words);
	if (!op) return left;
	const opAt = words.take().at;
	const right = readSum(words);
	if (comparisonAt(words)) {
		throw new Unreadable("comparisons do not chain — write a < b and b < c", words.now.at);
	}
	return { kind: "compare", op, opAt, left, right, at: left.at, end: right.end };
}

function comparisonAt({ now }: Words): Comparison | undefined {
	return now.is === "sign" || now.is === "keyword" ? comparisons.get(now.word) : undefined;
}

function readSum(words: Words): Node {
	return leftToRight(words, ["+", "-"], readProduct);
}

function readProduct(words: Words): Node {
	return leftToRight(words, ["*", "/"], readSigned);
}

function leftToRight(words: Words, ops: readonly Arithmetic[], readOperand: (words: Words) => Node): Node {
	let left = readOperand(words);
	for (;;) {
		const op = ops.find((candidate) => words.is(candidate));
		if (!op) return left;
		const opAt = words.take().at;
		const right = readOperand(words);
		left = { kind: "arithmetic", op, opAt, left, right, at: left.at, end: right.end };
	}
}

function readSigned(words: Words): Node {
	const minus = words.takes("-");
	if (!minus) return readPrimary(words);
	const of = words.nested(() => readSigned(words));
	return { kind: "minus", of, at: minus.at, end: of.end };
}

function readPrimary(words: Words): Node {
	const token = words.take();
	const { at } = token;
	if (token.is === "literal") return { kind: "literal", value: token.value, type: token.type, at, end: token.end };
	if (token.is === "name") return readParts(words, readNamed(words, token));
	if (token.is !== "sign") throw unexpected(token);
	if (token.word === "(") {
		const inner = words.nested(() => readOr(words));
		words.expect(")");
		return inner;
	}
	if (token.word === "[") {
		const { items, end } = readItems(words, "]");
		return { kind: "list", elements: items, at, end };
	}
	throw unexpected(token);
}

function readNamed(words: Words, { word, at, end }: Token): Node {
	if (!words.takes("(")) return { kind: "name", name: word, at, end };
	const call = readItems(words, ")");
	return { kind: "call", fn: word, args: call.items, at, end: call.end };
}

/** `.field` and `[0]` behind a name or a call, as many as there are. */
function readParts(words: Words, of: Node): Node {
	if (words.takes(".")) {
		const field = words.take();
		if (field.is !== "name" && field.is !== "keyword") throw unexpected(field);
		const { at } = of;
		return readParts(words, { kind: "field", of, field: field.word, fieldAt: field.at, at, end: field.end });
	}
	if (!words.takes("[")) return of;
	const index = words.take();
	if (index.is !== "literal" || index.type.is !== "int" || typeof index.value !== "number") throw unexpected(index);
	return readParts(words, { kind: "index", of, index: index.value, at: of.at, end: words.expect("]").end });
}

function readItems(words: Words, close: ")" | "]"): { items: Node[]; end: number } {
	const items: Node[] = [];
	const empty = words.takes(close);
	if (empty) return { items, end: empty.end };
	do items.push(words.nested(() => readOr(words)));
	while (words.takes(","));
	return { items, end: words.expect(close).end };
}
