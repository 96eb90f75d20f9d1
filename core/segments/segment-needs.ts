import type { EventName } from "#core/events.ts";
import { knownFormula } from "#core/flows/expression.ts";
import { type Node, partsOf, pathOf } from "#core/flows/formula-tree.ts";
import { segmentsIn } from "#core/flows/segment-words.ts";

/** A part of what the shop knows of a customer, as far as an event can change it. `time`: changes by itself. */
export type Need = "profile" | "orders" | "cart" | "consent" | "tags" | "thread" | "time" | `event ${string}`;

/** What the condition of a segment depends on, those of segments that it asks for included. */
export function needsOf(segment: string, conditions: ReadonlyMap<string, string>): ReadonlySet<Need> {
	const needs = new Set<Need>();
	const open = new Set([segment]);
	for (const one of open) {
		const condition = conditions.get(one);
		if (condition === undefined) continue;
		const { tree } = knownFormula(condition);
		for (const need of needsIn(tree)) needs.add(need);
		for (const next of segmentsIn(tree)) open.add(next.segment);
	}
	return needs;
}

/** What an event may have changed; of most events, in most shops, nothing that a segment asks for. */
export function changedBy(event: string): readonly Need[] {
	const own: Need = `event ${event}`;
	if (event === "customer.met") return [own, "profile", "orders", "cart", "consent", "tags", "thread"];
	if (event === "order.created") return [own, "orders", "cart"];
	if (event.startsWith("order.")) return [own, "orders"];
	return [own, ...(CHANGES.get(event) ?? [])];
}

const CHANGES: ReadonlyMap<string, readonly Need[]> = new Map<EventName, readonly Need[]>([
	["profile.changed", ["profile"]],
	["cart.changed", ["cart"]],
	["consent.given", ["consent"]],
	["consent.withdrawn", ["consent"]],
	["tag.added", ["tags"]],
	["tag.removed", ["tags"]],
]);

function needsIn(tree: Node): Need[] {
	const path = pathOf(tree);
	if (path) return [needOf(path)];
	const inside = partsOf(tree).flatMap(needsIn);
	if (tree.kind !== "call") return inside;
	const within: Need[] = tree.args.length > 1 ? ["time"] : [];
	switch (tree.fn) {
		case "days_since":
		case "age":
			return [...inside, "time"];
		case "bought":
			return [...inside, ...within, "orders"];
		case "happened": {
			const [event] = tree.args;
			return [...inside, ...within, `event ${event?.kind === "literal" ? String(event.value) : ""}`];
		}
		default:
			return inside;
	}
}

function needOf([root = "", field = ""]: readonly string[]): Need {
	if (root === "now") return "time";
	if (root === "cart") return "cart";
	if (field === "consent" || field === "tags") return field;
	if (field === "last_seen_at" || field === "channels") return "thread";
	return /order|favourite/.test(field) ? "orders" : "profile";
}
