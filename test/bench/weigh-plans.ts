import type { Plan, PlanNode } from "./read-plans.ts";

/** What the plans of one ask come to; numbers that no other load on the machine changes. */
export type Weight = {
	/** Pages of 8 kB looked at. */
	readonly pages: number;
	/** Rows and index entries looked at, whether they were wanted or not. */
	readonly rows: number;
	/** The scan that looked at the most pages. */
	readonly worst: string;
	/** Big tables read from end to end. */
	readonly whole: readonly string[];
};

export function weighPlans(plans: readonly Plan[], big: ReadonlySet<string>): Weight {
	const scans = plans.flatMap(({ root }) => scansOf(root));
	const worst = scans.toSorted((a, b) => b.pages - a.pages || b.rows - a.rows)[0];
	return {
		pages: plans.reduce((sum, { root }) => sum + pagesOf(root), 0),
		rows: scans.reduce((sum, { rows }) => sum + rows, 0),
		worst: worst ? `${worst.name}, ${worst.rows} rows, ${worst.pages} pages` : "",
		whole: [...new Set(scans.flatMap(({ whole }) => (whole && big.has(whole) ? [whole] : [])))],
	};
}

type Scan = {
	readonly name: string;
	readonly rows: number;
	readonly pages: number;
	readonly whole: string | undefined;
};

function scansOf(node: PlanNode): Scan[] {
	const below = (node.Plans ?? []).flatMap(scansOf);
	const kind = node["Node Type"];
	if (!kind.endsWith("Scan") || kind === "CTE Scan" || kind === "Subquery Scan") return below;
	const loops = node["Actual Loops"] ?? 0;
	const each =
		(node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
	const own = pagesOf(node) - (node.Plans ?? []).reduce((sum, child) => sum + pagesOf(child), 0);
	const scan = {
		name: [kind, node["Index Name"] ?? node["Relation Name"]].join(" "),
		rows: Math.round(each * loops),
		pages: own,
		whole: kind === "Seq Scan" ? node["Relation Name"] : undefined,
	};
	return [scan, ...below];
}

function pagesOf(node: PlanNode): number {
	return (node["Shared Hit Blocks"] ?? 0) + (node["Shared Read Blocks"] ?? 0);
}
