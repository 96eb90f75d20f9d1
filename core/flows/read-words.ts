import { isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from "yaml";
import { type GlobalMeta, z } from "zod";
import { missingSpace } from "./line-faults.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { placeOf, startOf } from "./places.ts";
import { readLeaf } from "./read-leaf.ts";
import { addLeaf, inside, plain, type Reading, type Where, wrongKind } from "./reading.ts";
import { bare, blank, branchesOf, insideOf, kindOf, kindsOf, othersOf, shapeOf } from "./schema-walk.ts";
import { inBraces, keyWord } from "./yaml.ts";

/** Reads a node as its schema wants it: what fits comes back; what does not is told, and left blank. */
export function readWords(reading: Reading, schema: z.ZodType, node: ParsedNode | null, where: Where): unknown {
	const { inner, meta } = bare(schema);
	if (node === null) return blank(inner);
	if (isMap(node) && reading.source.text.startsWith("{{", startOf(node))) {
		// YAML takes the braces of Liquid for a map inside a map.
		reading.error("F001", startOf(node), "a text that begins with { must be in quotes, or on the next line after |");
		return blank(inner);
	}
	if (meta.lang === "steps") return reading.readSteps(reading, node, where);
	if (meta.lang === "value") return readValue(reading, meta, node, where);
	if (inner instanceof z.ZodUnknown) return plain(node);
	if (inner instanceof z.ZodUnion && kindsOf(inner).size > 1) return readUnion(reading, inner, meta, node, where);
	if (inner instanceof z.ZodObject) return readObject(reading, inner, node, where);
	if (inner instanceof z.ZodRecord) return readRecord(reading, inner, meta, node, where);
	if (inner instanceof z.ZodArray) return readArray(reading, inner, node, where);
	return readLeaf(reading, inner, meta, node, where);
}

/** Reads a map's known words into an object that is handed in, so that what is read inside may point to it. */
export function readObject(
	reading: Reading,
	schema: z.ZodObject,
	node: ParsedNode,
	where: Where,
	into: Record<string, unknown> = {},
): Record<string, unknown> {
	if (!isMap(node)) {
		wrongKind(reading, node, "a map of words");
		return into;
	}
	reading.places.begins(into, startOf(node.items[0]?.key ?? node));
	const shape = shapeOf(schema);
	const others = othersOf(schema);
	for (const pair of node.items) {
		const word = keyWord(pair.key) ?? "";
		const known = Object.hasOwn(shape, word) ? shape[word] : others;
		if (known) {
			reading.places.put(into, word, placeOf(pair));
			into[word] = readWords(reading, known, valueNode(reading, pair, known), inside(where, word));
		} else if (word !== "<<") {
			unknownWord(reading, node, pair, Object.keys(shape), word);
			reading.places.stray(into, nearest(word, Object.keys(shape)));
		}
	}
	fillMissing(reading, shape, into);
	return into;
}

function fillMissing(reading: Reading, shape: Record<string, z.ZodType>, into: Record<string, unknown>): void {
	for (const [word, schema] of Object.entries(shape)) {
		if (word in into || bare(schema).optional) continue;
		into[word] = blank(schema);
		if (!reading.places.wasMeant(into, [word]))
			reading.error("F011", reading.places.startOf(into), `the word "${word}" is missing here`);
	}
}

function unknownWord(
	reading: Reading,
	map: YAMLMap.Parsed,
	pair: YAMLMap.Parsed["items"][number],
	known: string[],
	word: string,
): void {
	const at = startOf(pair.key);
	if (isUnspaced(reading, pair, word)) return;
	if (inBraces(map) && (pair.value === null || startOf(pair.value) === at || isEmpty(pair.value))) {
		reading.error("F001", at, 'a text with "," inside { } must be in quotes');
		return;
	}
	const suggestion = nearest(word, known);
	reading.error("F010", at, `unknown word "${word}"${didYouMean(suggestion)}`, suggestion);
}

/** `{goto:end}`: told as what it is, a key without its space. */
function isUnspaced(reading: Reading, pair: YAMLMap.Parsed["items"][number], word: string): boolean {
	const key = /^([\p{L}\p{N}_-]+):./u.exec(word)?.[1];
	const isAlone = pair.value === null || startOf(pair.value) === startOf(pair.key) || isEmpty(pair.value);
	if (key === undefined || !isAlone || (isScalar(pair.key) && pair.key.type !== "PLAIN")) return false;
	reading.error("F001", startOf(pair.key) + key.length, missingSpace(key));
	return true;
}

/** The node behind a key; a word with nothing behind it is told here. */
function valueNode(reading: Reading, pair: YAMLMap.Parsed["items"][number], schema: z.ZodType): ParsedNode | null {
	const { inner, meta } = bare(schema);
	if (pair.value !== null && !isEmpty(pair.value)) return pair.value;
	if (meta.lang === "value" || inner instanceof z.ZodUnknown) return pair.value;
	reading.error("F011", startOf(pair.key), `nothing stands behind "${keyWord(pair.key) ?? ""}"`);
	return null;
}

function isEmpty(node: ParsedNode): boolean {
	return isScalar(node) && node.value === null && node.source === "";
}

function readRecord(
	reading: Reading,
	schema: z.ZodRecord,
	meta: GlobalMeta,
	node: ParsedNode,
	where: Where,
): Record<string, unknown> {
	const into: Record<string, unknown> = {};
	if (!isMap(node)) {
		wrongKind(reading, node, "a map");
		return into;
	}
	reading.places.begins(into, startOf(node.items[0]?.key ?? node));
	const keys: unknown = schema.keyType;
	const element = insideOf(schema);
	for (const pair of node.items) {
		const word = keyWord(pair.key) ?? "";
		if (isUnspaced(reading, pair, word)) continue;
		readKey(reading, keys, pair.key, word, where);
		if (meta.lang !== undefined && isScalar(pair.key)) addLeaf(reading, meta, pair.key, inside(where, word));
		reading.places.put(into, word, placeOf(pair));
		into[word] = readWords(reading, element, valueNode(reading, pair, element), inside(where, word));
	}
	return into;
}

/** The key of a map whose words are names: `vars`, `options`, `variants` … */
function readKey(reading: Reading, schema: unknown, key: ParsedNode, word: string, where: Where): void {
	if (!(schema instanceof z.ZodType) || !isScalar(key)) return;
	const { meta } = bare(schema);
	if (schema.safeParse(word).success) {
		if (meta.lang !== undefined) addLeaf(reading, meta, key, inside(where, word));
	} else reading.error("F002", startOf(key), `"${word}" is not a name of the right form${formOf(schema)}`);
}

function formOf(schema: z.ZodType): string {
	return schema instanceof z.ZodString && schema.format === "regex"
		? " — a–z, digits and _, beginning with a letter"
		: "";
}

function readArray(reading: Reading, schema: z.ZodArray, node: ParsedNode, where: Where): unknown[] {
	const into: unknown[] = [];
	if (!isSeq(node)) {
		wrongKind(reading, node, schema.meta()?.instead ?? "a list");
		return into;
	}
	reading.places.begins(into, startOf(node));
	const element = insideOf(schema);
	for (const [at, item] of node.items.entries()) {
		reading.places.put(into, at, { key: startOf(item), value: startOf(item) });
		into.push(readWords(reading, element, item, inside(where, at)));
	}
	if (into.length === 0 && !schema.safeParse([]).success) reading.error("F012", startOf(node), "this list is empty");
	return into;
}

function readUnion(reading: Reading, schema: z.ZodUnion, meta: GlobalMeta, node: ParsedNode, where: Where): unknown {
	const kind = isMap(node) ? "map" : isSeq(node) ? "list" : "scalar";
	const branches = branchesOf(schema);
	const branch = branches.find((one) => kindOf(one) === kind);
	if (!branch) {
		const scalar = branches.find((one) => kindOf(one) === "scalar");
		if (scalar && kind === "list") readWords(reading, scalar, node, where);
		else wrongKind(reading, node, kindsOf(schema).has("list") ? "a text or a list" : "a text or a map of words");
		return blank(schema);
	}
	const longer = branches.find((one) => kindOf(one) === "map");
	if (kind !== "scalar" || meta.shorthand === undefined || !longer) return readWords(reading, branch, node, where);
	// Written short: read as the one word it stands for.
	const into: Record<string, unknown> = {};
	reading.places.begins(into, startOf(node));
	reading.places.put(into, meta.shorthand, { key: startOf(node), value: startOf(node) });
	into[meta.shorthand] = readWords(reading, branch, node, inside(where, meta.shorthand));
	return into;
}

/** A literal of any form; the texts in it may be formulas or hold Liquid. */
function readValue(reading: Reading, meta: GlobalMeta, node: ParsedNode, where: Where): unknown {
	if (isMap(node)) {
		const into: Record<string, unknown> = {};
		reading.places.begins(into, startOf(node));
		for (const pair of node.items) {
			const word = keyWord(pair.key) ?? "";
			reading.places.put(into, word, placeOf(pair));
			into[word] = pair.value === null ? null : readValue(reading, meta, pair.value, inside(where, word));
		}
		return into;
	}
	if (isSeq(node)) return node.items.map((item, at) => readValue(reading, meta, item, inside(where, at)));
	if (!isScalar(node)) return null;
	addLeaf(reading, meta, node, where);
	return node.value;
}
