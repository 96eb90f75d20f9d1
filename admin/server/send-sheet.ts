import { stringify } from "csv-stringify/sync";
import type { FastifyReply } from "fastify";

type Cell = string | number;

/** Answers with a table that a spreadsheet opens: what begins like a formula stays text. */
export function sendSheet<Reply extends FastifyReply>(
	answer: Reply,
	name: string,
	columns: readonly string[],
	rows: readonly (readonly Cell[])[],
) {
	return answer
		.type("text/csv; charset=utf-8")
		.header("content-disposition", `attachment; filename="${name}.csv"`)
		.send(makeSheet(columns, rows));
}

/** The table as text. A formula would run on the machine of whoever opens it, and the words are strangers'. */
export function makeSheet(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
	return stringify([...rows], { header: true, columns: [...columns], escape_formulas: true, bom: true });
}
