import { explainRow } from "./row-words.ts";
import { spellMoments } from "./spell-moments.ts";

/** A run as the head of its trace names it. */
export type TracedRun = {
	readonly id: string;
	readonly flow: string;
	readonly logic: string;
	readonly channel: string;
	readonly status: string;
	readonly customer: string;
	readonly outcome: string | null;
};

/** A stored line of a trace. */
export type TraceRow = {
	readonly at: Date;
	readonly step: string;
	readonly file: string;
	readonly flow: string;
	readonly line: number;
	readonly full: string;
	readonly kind: string;
	readonly why: string | null;
	readonly decision: string | null;
	readonly lookedAt: unknown;
	readonly result: string | null;
};

/**
 * A run's trace, one line a step: time, step, what was decided, what it looked at, the wording really sent, and the place
 * in the file of that version.
 */
export function traceReport(run: TracedRun, rows: readonly TraceRow[], zone: string): string {
	const head = [`run ${run.id.slice(0, 8)}`, `${run.flow}@${run.logic.slice(0, 4)}`, run.customer, run.channel];
	const spell = (at: Date) => `${dayOf(at, zone)} ${clockOf(at, zone)}`;
	const lines = rows.map((row) => ({ row, what: whatOf(row), said: spellMoments(saidOf(row), spell) }));
	const width = Math.min(WIDEST, Math.max(0, ...lines.map(({ what }) => what.length)));
	const body = lines.flatMap(({ row, what, said }, at) => {
		const before = rows[at - 1];
		const day = dayOf(row.at, zone);
		const isNewDay = before === undefined || dayOf(before.at, zone) !== day;
		const place = row.flow === run.flow ? `:${row.line}` : `${row.file}:${row.line}`;
		const line = `${clockOf(row.at, zone)}  ${what.padEnd(width)}  ${said}  ${place}`;
		return [...(isNewDay ? [day] : []), ...newWording(rows, at), line];
	});
	return [[...head, run.outcome ?? run.status].join("  "), ...body].join("\n");
}

const WIDEST = 40;

/** `split cart-first-touch`: a step without a name of its own is told by its verb alone. */
function whatOf({ kind, step }: TraceRow): string {
	return step.includes("[") || step === kind ? kind : `${kind} ${step}`;
}

function saidOf({ kind, why, decision, lookedAt, result }: TraceRow): string {
	const looked = Array.isArray(lookedAt) ? lookedAt.map(String).join(", ") : "";
	const words = result === null ? "" : SPOKEN.has(kind) ? `«${oneLine(result)}»` : oneLine(result);
	const parts = [decision ?? "", looked && `(${looked})`, words, why ? `[${explainRow(why)}]` : ""];
	return parts.filter((part) => part !== "").join("  ");
}

/** Here the result is what the customer read. */
const SPOKEN: ReadonlySet<string> = new Set(["say", "ask", "choose", "nudge", "retry", "again"]);

/** Which wording the lines below are of, where it is another than above. */
function newWording(rows: readonly TraceRow[], at: number): string[] {
	const row = rows[at];
	const before = rows.slice(0, at).findLast(({ flow }) => flow === row?.flow);
	if (!row || !before || before.full === row.full) return [];
	return [`          — from here ${row.flow} in another version (${row.full.slice(0, 4)})`];
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, " ").trim();
}

function clockOf(at: Date, zone: string): string {
	return at.toLocaleTimeString("sv-SE", { timeZone: zone });
}

function dayOf(at: Date, zone: string): string {
	return at.toLocaleDateString("sv-SE", { timeZone: zone });
}
