import { type Node, type NodeOf, partsOf, pathOf } from "./formula-tree.ts";

/**
 * What a segment's condition may read: what the database can tell of all customers at once. Each has its SQL in
 * core/segments/segment-fields.ts, or nothing compiles.
 */
export const SEGMENT_FIELDS = [
	"now",
	"customer.id",
	"customer.first_name",
	"customer.last_name",
	"customer.phone",
	"customer.email",
	"customer.birthday",
	"customer.language",
	"customer.city",
	"customer.zone",
	"customer.likes",
	"customer.tags",
	"customer.channels",
	"customer.note",
	"customer.since",
	"customer.last_seen_at",
	"customer.orders_count",
	"customer.orders_total",
	"customer.average_order",
	"customer.first_order_at",
	"customer.last_order_at",
	"customer.next_order_at",
	"customer.favourite.id",
	"customer.last_order.status",
	"customer.last_order.delivery",
	"customer.last_order.total",
	"customer.last_order.paid",
	"customer.last_order.created_at",
	"customer.consent.advertising",
	"customer.consent.processing",
	"cart.count",
	"cart.changed_at",
] as const;
export type SegmentField = (typeof SEGMENT_FIELDS)[number];

/** Functions with an SQL translation. */
export const SEGMENT_FUNCTIONS = [
	"days_since",
	"age",
	"size",
	"hour",
	"weekday",
	"in_segment",
	"bought",
	"happened",
] as const;
export type SegmentFunction = (typeof SEGMENT_FUNCTIONS)[number];

/** What of a condition cannot be asked of all customers at once, in a marketer's words. */
export function faultsOfSegment(tree: Node): { readonly message: string; readonly at: number }[] {
	const path = pathOf(tree);
	if (path && tree.kind !== "index") return isSegmentField(path.join(".")) ? [] : [cannot(`"${path.join(".")}"`, tree)];
	const own = tree.kind === "call" ? ofCall(tree) : tree.kind === "index" ? [cannot("[…]", tree)] : ofSum(tree);
	return [...own, ...partsOf(tree).flatMap(faultsOfSegment)];
}

export function isSegmentField(path: string): path is SegmentField {
	return SEGMENT_FIELDS.some((field) => field === path);
}

export function isSegmentFunction(name: string): name is SegmentFunction {
	return SEGMENT_FUNCTIONS.some((fn) => fn === name);
}

/** The segments that a condition asks for by `in_segment("name")`. */
export function segmentsIn(tree: Node): { readonly segment: string; readonly at: number }[] {
	const [first] = tree.kind === "call" && tree.fn === "in_segment" ? tree.args : [];
	const own = first?.kind === "literal" ? [{ segment: String(first.value), at: first.at }] : [];
	return [...own, ...partsOf(tree).flatMap(segmentsIn)];
}

/** What is counted must be known before anybody is looked at. */
const WRITTEN_OUT: readonly string[] = ["in_segment", "bought", "happened"];

function ofCall({ fn, args, at }: NodeOf<"call">): { message: string; at: number }[] {
	if (!isSegmentFunction(fn)) return [{ message: `"${fn}" cannot be asked of all customers at once`, at }];
	if (!WRITTEN_OUT.includes(fn) || args.every(({ kind }) => kind === "literal")) return [];
	return [{ message: `in a segment ${fn}(…) needs its values written out`, at }];
}

/** `customer.since + (now - customer.last_order_at)`: by which clock that would count nobody can say for all at once. */
function ofSum(tree: Node): { message: string; at: number }[] {
	if (tree.kind !== "arithmetic" || !/^[+-]$/.test(tree.op)) return [];
	const isBetween = (node: Node) => node.kind === "arithmetic" && node.op === "-" && partsOf(node).every(isPoint);
	const { left, right } = tree;
	if (!(isPoint(left) && isBetween(right)) && !(isBetween(left) && isPoint(right))) return [];
	return [{ message: "in a segment a moment is moved by a length that is written out: 30 days", at: tree.opAt }];
}

function isPoint(node: Node): boolean {
	const path = pathOf(node);
	if (path) return /^now$|_at$|\.since$|\.birthday$/.test(path.join("."));
	return node.kind === "arithmetic" && [node.left, node.right].filter(isPoint).length === 1;
}

function cannot(what: string, { at }: Node): { message: string; at: number } {
	return { message: `${what} cannot be asked of all customers at once, so a segment cannot use it`, at };
}
