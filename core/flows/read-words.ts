import { type GlobalMeta, z } from "zod";
import { missingSpace } from "./line-faults.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { readLeaf } from "./read-leaf.ts";
import { addLeaf, type Reading, wrongKind } from "./reading.ts";
import {
	type Bare,
	bare,
	blank,
	branchesOf,
	fits,
	insideOf,
	keyOf,
	kindOf,
	kindsOf,
	neededOf,
	othersOf,
	shapeOf,
} from "./schema-walk.ts";
import type { Where } from "./where.ts";
import { keyWord, plain, type YamlMap, type YamlNode, type YamlPair } from "./yaml-nodes.ts";

/** Reads a node as its schema wants it: what fits comes back; what does not is told, and left blank. */
export function readWords(reading: Reading, schema: z.ZodType, node: YamlNode | null, where: Where): unknown {
	return readNode(reading, bare(schema), node, where);
}

function readNode(reading: Reading, wanted: Bare, node: YamlNode | null, where: Where): unknown {
	const { form, inner, meta } = wanted;
	if (node === null) return blank(inner);
	if (node.is === "map" && reading.source.text.startsWith("{{", node.start)) {
		// YAML takes the braces of Liquid for a map inside a map.
		reading.error("F001", node.start, "a text that begins with { must be in quotes, or on the next line after |");
		return blank(inner);
	}
	switch (form) {
		case "steps":
			return reading.readSteps(reading, node, where);
		case "value":
			return readValue(reading, meta, node, where);
		case "anything":
			return plain(node);
		case "kinds":
			return readUnion(reading, inner, meta, node, where);
		case "words":
			return readObject(reading, inner, node, where);
		case "names":
			return readRecord(reading, inner, meta, node, where);
		case "list":
			return readArray(reading, inner, node, where);
		case "tuple":
			return readTuple(reading, inner, node);
		case "scalar":
			return readLeaf(reading, inner, meta, node, where);
	}
}

/** Reads a map's known words into an object that is handed in, so that what is read inside may point to it. */
export function readObject(
	reading: Reading,
	schema: z.ZodObject,
	node: YamlNode,
	where: Where,
	into: Record<string, unknown> = {},
): Record<string, unknown> {
	if (node.is !== "map") {
		wrongKind(reading, node, "a map of words");
		return into;
	}
	reading.places.madeOf(into, node);
	const shape = shapeOf(schema);
	const others = othersOf(schema);
	for (const pair of node.pairs) {
		const word = keyWord(pair);
		const known = Object.hasOwn(shape, word) ? shape[word] : others;
		if (known) into[word] = readBehind(reading, pair, known, where.inside(word));
		else if (word !== "<<") {
			unknownWord(reading, node, pair, Object.keys(shape), word);
			reading.places.stray(into, nearest(word, Object.keys(shape)));
		}
	}
	fillBlanks(reading, schema, into);
	return into;
}

/** What has to be there and is not is said, and left blank, so that the rest can be read. */
function fillBlanks(reading: Reading, schema: z.ZodObject, into: Record<string, unknown>): void {
	for (const [word, wanted] of neededOf(schema)) {
		if (word in into) continue;
		into[word] = blank(wanted);
		if (!reading.places.wasMeant(into, [word]))
			reading.error("F011", reading.places.startOf(into), `the word "${word}" is missing here`);
	}
}

function unknownWord(reading: Reading, map: YamlMap, pair: YamlPair, known: string[], word: string): void {
	if (isUnspaced(reading, pair)) return;
	const at = pair.key.start;
	if (map.inBraces && standsAlone(pair)) {
		reading.error("F001", at, 'a text with "," inside { } must be in quotes');
		return;
	}
	const elsewhere = word === "options" && known.includes("ask");
	const suggestion = elsewhere ? undefined : nearest(word, known);
	const remedy = elsewhere
		? " — choose: has options; ask: has suggest:, quick answers beside a free one"
		: isProse(word)
			? ' — a text with ":" must be in quotes, or on the next line after |'
			: "";
	reading.error("F010", at, `unknown word "${word}"${didYouMean(suggestion)}${remedy}`, suggestion);
}

/** No word of ours is written with letters of other alphabets, or in two. */
function isProse(word: string): boolean {
	return /[^\w.-]/.test(word);
}

/** `{goto:end}`: told as what it is, a key without its space. */
function isUnspaced(reading: Reading, pair: YamlPair): boolean {
	if (!standsAlone(pair) || (pair.key.is === "scalar" && pair.key.style !== "plain")) return false;
	const key = /^([\p{L}\p{N}_-]+):./u.exec(keyWord(pair))?.[1];
	if (key === undefined) return false;
	reading.error("F001", pair.key.start + key.length, missingSpace(key));
	return true;
}

/** Whether nothing stands behind the key. */
function standsAlone({ key, value }: YamlPair): boolean {
	return value === null || value.start === key.start || isEmpty(value);
}

function isEmpty(node: YamlNode): boolean {
	return node.is === "scalar" && node.value === null && node.source === "";
}

/** What stands behind a key, at its place; a word with nothing behind it is told here. */
function readBehind(reading: Reading, pair: YamlPair, schema: z.ZodType, where: Where): unknown {
	const wanted = bare(schema);
	let { value } = pair;
	if ((value === null || isEmpty(value)) && wanted.form !== "value" && wanted.form !== "anything") {
		reading.error("F011", pair.key.start, `nothing stands behind "${keyWord(pair)}"`);
		value = null;
	}
	return readNode(reading, wanted, value, where);
}

function readRecord(
	reading: Reading,
	schema: z.ZodRecord,
	meta: GlobalMeta,
	node: YamlNode,
	where: Where,
): Record<string, unknown> {
	const into: Record<string, unknown> = {};
	if (node.is !== "map") {
		wrongKind(reading, node, "a map");
		return into;
	}
	reading.places.madeOf(into, node);
	const keys = keyOf(schema);
	const element = insideOf(schema);
	for (const pair of node.pairs) {
		if (isUnspaced(reading, pair)) continue;
		const word = keyWord(pair);
		const inner = where.inside(word);
		readKey(reading, keys, pair.key, word, inner);
		if (meta.lang !== undefined && pair.key.is === "scalar") addLeaf(reading, meta, pair.key, inner);
		into[word] = readBehind(reading, pair, element, inner);
	}
	return into;
}

/** The key of a map whose words are names: `vars`, `options`, `variants` … */
function readKey(reading: Reading, schema: z.ZodType, key: YamlNode, word: string, where: Where): void {
	if (key.is !== "scalar") return;
	const { meta } = bare(schema);
	if (!fits(schema, word))
		reading.error("F002", key.start, `"${word}" is not a name of the right form${formOf(schema)}`);
	else if (meta.lang !== undefined) addLeaf(reading, meta, key, where);
}

function formOf(schema: z.ZodType): string {
	return schema instanceof z.ZodString && schema.format === "regex"
		? " — a–z, digits and _, beginning with a letter"
		: "";
}

function readArray(reading: Reading, schema: z.ZodArray, node: YamlNode, where: Where): unknown[] {
	if (node.is !== "list") {
		wrongKind(reading, node, schema.meta()?.instead ?? "a list");
		return [];
	}
	const element = bare(insideOf(schema));
	const into = node.items.map((item, at) => readNode(reading, element, item, where.inside(at)));
	reading.places.madeOf(into, node);
	if (into.length === 0 && !fits(schema, [])) reading.error("F012", node.start, "this list is empty");
	return into;
}

function readUnion(reading: Reading, schema: z.ZodUnion, meta: GlobalMeta, node: YamlNode, where: Where): unknown {
	const kind = node.is === "alias" ? "scalar" : node.is;
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
	// Written short: read as the one word it stands for, which stands where the whole does.
	const into: Record<string, unknown> = {};
	reading.places.madeOf(into, node);
	into[meta.shorthand] = readWords(reading, branch, node, where.inside(meta.shorthand));
	return into;
}

function readTuple(reading: Reading, schema: z.ZodType, node: YamlNode): unknown {
	const value = plain(node);
	if (!fits(schema, value)) reading.error("F012", node.start, "two numbers are expected here: [lat, lon]");
	return value;
}

/** A literal of any form; the texts in it may be formulas or hold Liquid. */
function readValue(reading: Reading, meta: GlobalMeta, node: YamlNode, where: Where): unknown {
	if (node.is === "map") {
		const into: Record<string, unknown> = {};
		reading.places.madeOf(into, node);
		for (const pair of node.pairs) {
			const word = keyWord(pair);
			into[word] = pair.value === null ? null : readValue(reading, meta, pair.value, where.inside(word));
		}
		return into;
	}
	if (node.is === "list") return node.items.map((item, at) => readValue(reading, meta, item, where.inside(at)));
	if (node.is !== "scalar") return null;
	addLeaf(reading, meta, node, where);
	return node.value;
}
