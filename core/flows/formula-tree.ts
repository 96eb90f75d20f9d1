import type { Value, ValueType } from "./types.ts";

/** A formula as it was understood. `at` and `end` are offsets in its source. */
export type Node = { readonly at: number; readonly end: number } & (
	| { readonly kind: "literal"; readonly value: Value; readonly type: ValueType }
	| { readonly kind: "name"; readonly name: string }
	| { readonly kind: "field"; readonly of: Node; readonly field: string; readonly fieldAt: number }
	| { readonly kind: "index"; readonly of: Node; readonly index: number }
	| { readonly kind: "call"; readonly fn: string; readonly args: readonly Node[] }
	| { readonly kind: "list"; readonly elements: readonly Node[] }
	| { readonly kind: "not"; readonly of: Node }
	| { readonly kind: "minus"; readonly of: Node }
	| { readonly kind: "and"; readonly operands: readonly Node[] }
	| { readonly kind: "or"; readonly operands: readonly Node[] }
	| { readonly kind: "empty"; readonly of: Node; readonly negated: boolean }
	| {
			readonly kind: "compare";
			readonly op: Comparison;
			readonly opAt: number;
			readonly left: Node;
			readonly right: Node;
	  }
	| {
			readonly kind: "arithmetic";
			readonly op: Arithmetic;
			readonly opAt: number;
			readonly left: Node;
			readonly right: Node;
	  }
);

/** A node of one kind. */
export type NodeOf<Kind extends Node["kind"]> = Extract<Node, { kind: Kind }>;

/** The operators that say yes or no. */
export type Comparison = "==" | "!=" | ">=" | "<=" | ">" | "<" | "contains" | "in";

/** The operators that compute. */
export type Arithmetic = "+" | "-" | "*" | "/";

/** The operands of a node, from left to right. */
export function partsOf(node: Node): readonly Node[] {
	switch (node.kind) {
		case "literal":
		case "name":
			return [];
		case "field":
		case "index":
		case "not":
		case "minus":
		case "empty":
			return [node.of];
		case "call":
			return node.args;
		case "list":
			return node.elements;
		case "and":
		case "or":
			return node.operands;
		case "compare":
		case "arithmetic":
			return [node.left, node.right];
	}
}

/** The dotted name that a node spells (`cart.items[0].title` without the number), or undefined if it is no name. */
export function pathOf(node: Node): readonly string[] | undefined {
	if (node.kind === "name") return [node.name];
	if (node.kind === "index") return pathOf(node.of);
	if (node.kind !== "field") return undefined;
	const path = pathOf(node.of);
	return path && [...path, node.field];
}
