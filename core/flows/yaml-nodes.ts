/**
 * What a YAML file holds, as far as the flow language wants to know: a folder has hundreds of thousands of these, so they are small.
 * Offsets count UTF-16 units from the beginning of the file.
 */
export type YamlNode = YamlMap | YamlList | YamlScalar | YamlAlias;

export interface YamlMap {
	readonly is: "map";
	readonly start: number;
	readonly pairs: readonly YamlPair[];
	readonly inBraces: boolean;
}

export interface YamlPair {
	readonly key: YamlNode;
	/** Null where not even a colon stands behind the key. */
	readonly value: YamlNode | null;
}

export interface YamlList {
	readonly is: "list";
	readonly start: number;
	readonly items: readonly YamlNode[];
}

export interface YamlScalar {
	readonly is: "scalar";
	/** The first sign of a plain text; otherwise the quote, or the `|`. */
	readonly start: number;
	/** Behind the last sign. */
	readonly end: number;
	readonly style: "plain" | "single" | "double" | "literal" | "folded";
	/** What YAML makes of it: a text, a number, yes or no, nothing. */
	readonly value: unknown;
	/** As it reads before that: `01` for 1. */
	readonly source: string;
}

/** `*name`: no word of ours, and told as a mistake. */
export interface YamlAlias {
	readonly is: "alias";
	readonly start: number;
}

/** The key of a pair as a word; empty where a list or a map stands for a key. */
export function keyWord({ key }: YamlPair): string {
	return key.is === "scalar" ? key.source : "";
}

function mapOf({ pairs }: YamlMap): Record<string, unknown> {
	const map: Record<string, unknown> = {};
	for (const pair of pairs) {
		const word = keyWord(pair);
		if (word === "__proto__") Object.defineProperty(map, word, { value: plain(pair.value), ...OWN });
		else map[word] = plain(pair.value);
	}
	return map;
}

/** As if it had been assigned. */
const OWN = { configurable: true, enumerable: true, writable: true };

/** The plain data of a node. */
export function plain(node: YamlNode | null): unknown {
	switch (node?.is) {
		case "map":
			return mapOf(node);
		case "list":
			return node.items.map(plain);
		case "scalar":
			return node.value;
		default:
			return null;
	}
}
