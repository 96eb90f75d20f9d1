import { safeJson } from "#core/conversations/safe-json.ts";
import type { Database } from "#core/shop.ts";
import type { TurnLines } from "./turn-lines.ts";
import { PIECES, type Piece, type TurnResult, turnStatement } from "./turn-statement.ts";

/** Writes turns in one statement; gives what became of each, in their order. */
export async function writeTurns(db: Database, turns: readonly TurnLines[]): Promise<readonly TurnResult[]> {
	const rows = new Map<Piece, unknown[]>();
	for (const turn of turns) {
		for (const piece of PIECES) {
			const own = turn.rows[piece];
			if (!own) continue;
			const all = rows.get(piece);
			if (all) all.push(...own);
			else rows.set(piece, [...own]);
		}
	}
	const present = PIECES.filter((piece) => rows.has(piece));
	const values = [turns.map(({ turn }) => turn), ...present.map((piece) => rows.get(piece))];
	const results = await db.written<TurnResult>(turnStatement(new Set(present)), values.map(safeJson));
	const byTurn = new Map(results.map((result) => [result.t, result]));
	return turns.map(({ t }) => byTurn.get(t) ?? { t, held: false, won: false, outbox: null });
}
