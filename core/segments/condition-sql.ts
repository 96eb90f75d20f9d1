import { createHash } from "node:crypto";
import { type Duration, inSeconds } from "#core/flows/durations.ts";
import { knownFormula } from "#core/flows/expression.ts";
import { type Node, type NodeOf, pathOf } from "#core/flows/formula-tree.ts";
import { isSegmentField } from "#core/flows/segment-words.ts";
import { isDuration, isList, type Value } from "#core/flows/types.ts";
import type { Statement } from "#core/shop.ts";
import { callSql, lengthOf } from "./function-sql.ts";
import { FROM_CUSTOMERS, type Piece, SEGMENT_SQL, ZONE } from "./segment-fields.ts";

/** The members of a segment as one statement; the first three values are now, the shop's zone and minor units of one major. */
export type SegmentQuery = {
	readonly text: string;
	/** What stands behind $4 and on. */
	readonly bound: readonly unknown[];
	/** Equal for equal conditions, those of segments that they ask for included. */
	readonly hash: string;
};

/** Writes the SQL that selects the ids of a segment's members. `conditions`: of all segments, as the condition may ask for others. */
export function segmentQuery(segment: string, conditions: ReadonlyMap<string, string>): SegmentQuery {
	const writing = new Writing(conditions);
	const text = `SELECT u.id ${FROM_CUSTOMERS} AND ${writing.segment(segment)}`;
	const hash = createHash("sha256")
		.update(JSON.stringify([text, writing.bound]))
		.digest("hex");
	return { text, bound: writing.bound, hash };
}

/** A statement under a name of its own: one prepared statement has one text. */
export function named(text: string): Statement {
	return { name: `segment-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`, text };
}

/** Writes a condition as SQL that says what the formula says, `none` included. All values are bound, none is written in. */
export class Writing {
	readonly bound: unknown[] = [];
	readonly #conditions: ReadonlyMap<string, string>;

	constructor(conditions: ReadonlyMap<string, string>) {
		this.#conditions = conditions;
	}

	/** The condition of another segment, as a yes or no. */
	segment(name: string): string {
		const condition = this.#conditions.get(name);
		if (condition === undefined) throw new Error(`There is no segment ${name}.`);
		return this.truth(knownFormula(condition).tree);
	}

	/** The place of a value: $4, $5 … */
	bind(value: unknown, type: string): string {
		this.bound.push(value);
		return `$${this.bound.length + BEFORE}::${type}`;
	}

	/** A condition: `none` is "no". */
	truth(node: Node): string {
		return `coalesce(${this.piece(node).sql}, false)`;
	}

	piece(node: Node): Piece {
		switch (node.kind) {
			case "literal":
				return this.#literal(node.value);
			case "name":
			case "field":
				return fieldSql(node);
			case "call":
				return callSql(this, node);
			case "list":
				if (node.elements.length === 0) return { kind: "texts", sql: "'{}'::text[]" };
				return { kind: "texts", sql: `ARRAY[${node.elements.map((one) => this.piece(one).sql).join(", ")}]` };
			case "not":
				return yesno(`NOT ${this.truth(node.of)}`);
			case "and":
				return yesno(node.operands.map((one) => this.truth(one)).join(" AND "));
			case "or":
				return yesno(node.operands.map((one) => this.truth(one)).join(" OR "));
			case "empty":
				return yesno(`${node.negated ? "NOT " : ""}(${emptySql(this.piece(node.of))})`);
			case "minus": {
				const of = this.piece(node.of);
				return { kind: of.kind, sql: `(- ${of.sql})` };
			}
			case "compare":
				return this.#compare(node);
			case "arithmetic":
				return this.#arithmetic(node);
			case "index":
				throw new Error("[…] was accepted in a segment but cannot be asked of all customers.");
		}
	}

	#literal(value: Value): Piece {
		if (value === null) return { kind: "none", sql: "NULL" };
		if (typeof value === "number") return { kind: "number", sql: this.bind(value, "numeric") };
		if (typeof value === "boolean") return yesno(this.bind(value, "boolean"));
		if (isDuration(value)) return { kind: "duration", sql: this.bind(inSeconds(value), "numeric") };
		if (isList(value)) return { kind: "texts", sql: this.bind(value, "text[]") };
		return { kind: "text", sql: this.bind(String(value), "text") };
	}

	#compare({ op, left, right }: NodeOf<"compare">): Piece {
		if (op === "contains") return this.#contains(left, right);
		if (op === "in") return this.#contains(right, left);
		const [one, other] = [this.piece(left).sql, this.piece(right).sql];
		if (op === "==") return yesno(`(${one}) IS NOT DISTINCT FROM (${other})`);
		if (op === "!=") return yesno(`(${one}) IS DISTINCT FROM (${other})`);
		return yesno(`coalesce((${one}) ${op} (${other}), false)`);
	}

	#contains(whole: Node, part: Node): Piece {
		if (whole.kind === "list" && whole.elements.length === 0) return yesno("false");
		const mark = this.bound.length;
		const [one, other] = [this.piece(whole), this.piece(part)];
		if (one.kind === "none" || other.kind === "none") return this.#instead(mark, yesno("false"));
		if (one.kind === "texts") return yesno(`coalesce((${other.sql}) = ANY(${one.sql}), false)`);
		// The rules of letters are named: those of a database may know the Latin alphabet only.
		const lower = (sql: string) => `lower((${sql}) COLLATE "und-x-icu")`;
		return yesno(`coalesce(strpos(${lower(one.sql)}, ${lower(other.sql)}) > 0, false)`);
	}

	#arithmetic(node: NodeOf<"arithmetic">): Piece {
		const { op } = node;
		const mark = this.bound.length;
		const [left, right] = [this.piece(node.left), this.piece(node.right)];
		if (left.kind === "none" || right.kind === "none") return this.#instead(mark, { kind: "none", sql: "NULL" });
		if (left.kind === "text") return { kind: "text", sql: `(${left.sql} || ${right.sql})` };
		if (left.kind === "number") {
			const by = op === "/" ? `nullif(${right.sql}, 0)` : right.sql;
			return { kind: "number", sql: `(${left.sql} ${op} ${by})` };
		}
		if (isPoint(left) && right.kind === "duration") return this.#moved(mark, node.left, node.right, op);
		if (left.kind === "duration" && isPoint(right)) return this.#moved(mark, node.right, node.left, op);
		if (left.kind === "duration") return { kind: "duration", sql: `(${left.sql} ${op} ${right.sql})` };
		if (left.kind === "date") return { kind: "duration", sql: `((${left.sql} - ${right.sql}) * 86400)::numeric` };
		return { kind: "duration", sql: `extract(epoch FROM (${left.sql} - ${right.sql}))` };
	}

	/** Something else than was written since then: a value that is bound must stand somewhere. */
	#instead(mark: number, piece: Piece): Piece {
		this.bound.splice(mark);
		return piece;
	}

	/** A day or a moment, moved by a length that is written out: days by the wall clock, the rest exactly. */
	#moved(mark: number, from: Node, by: Node, op: string): Piece {
		const length = lengthOf(by);
		if (!length) throw new Error("A moment in a segment was accepted that is moved by a length nobody wrote out.");
		this.bound.splice(mark);
		const at = this.piece(from);
		const sign = op === "-" ? -1 : 1;
		const [days, seconds] = [sign * length.days, sign * length.seconds];
		if (at.kind === "date")
			return { kind: "date", sql: `(${at.sql} + ${this.bind(days + Math.trunc(seconds / 86_400), "int")})` };
		return { kind: "datetime", sql: this.later(at.sql, { days, seconds }) };
	}

	/** The moment so much later at the customer's place. */
	later(sql: string, { days, seconds }: Duration): string {
		const by = (amount: number, unit: string) => `${this.bind(amount, "numeric")} * interval '1 ${unit}'`;
		return `(((${sql} AT TIME ZONE ${ZONE}) + ${by(days, "day")}) AT TIME ZONE ${ZONE} + ${by(seconds, "second")})`;
	}
}

const BEFORE = 3;

function isPoint({ kind }: Piece): boolean {
	return kind === "date" || kind === "datetime";
}

function yesno(sql: string): Piece {
	return { kind: "yesno", sql: `(${sql})` };
}

function fieldSql(node: Node): Piece {
	const path = pathOf(node)?.join(".") ?? "";
	if (!isSegmentField(path))
		throw new Error(`"${path}" was accepted in a segment but cannot be asked of all customers.`);
	return SEGMENT_SQL[path];
}

function emptySql({ kind, sql }: Piece): string {
	if (kind === "text") return `coalesce(${sql}, '') = ''`;
	return kind === "texts" ? `coalesce(cardinality(${sql}), 0) = 0` : `(${sql}) IS NULL`;
}
