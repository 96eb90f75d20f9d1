import type { FlowChange, FlowsDiff } from "./diff-flows.ts";
import type { Standing } from "./standing-runs.ts";

/** What applying would do, in a marketer's words: a paragraph a flow, a line for each file that is read live. */
export function diffReport({ flows, live }: Pick<FlowsDiff, "flows" | "live">): string {
	const paragraphs = flows.map((change) => [headline(change), ...edits(change), ...dialogs(change)].join("\n"));
	const files = live.map(
		({ path, change }) => `${path}: ${change}; all dialogs read it live, from their next message on`,
	);
	const all = [...paragraphs, ...files];
	return all.length === 0 ? NOTHING : all.join("\n");
}

/** A program that runs and watches the folder takes each file as it is saved: then there is nothing left to tell. */
const NOTHING = "nothing would change: the running shop has already taken these files";

function headline({ flow, change, was, is }: FlowChange): string {
	switch (change) {
		case "new":
			return `${flow}: new, logic ${short(is)}`;
		case "gone":
			return `${flow}: its file is gone; no new dialogs begin`;
		case "wording":
			return `${flow}: new wording of ${short(is)}`;
		case "logic":
			return `${flow}: new logic ${short(is)} (was ${short(was)})`;
	}
}

function edits({ edits: all }: FlowChange): string[] {
	return all.map(({ sign, what, line }) => `  ${sign} ${what} (line ${line})`);
}

function dialogs(change: FlowChange): string[] {
	const { standing, is } = change;
	if (change.change === "new") return [];
	if (standing.length === 0) return ["  no dialog is running"];
	return standing.flatMap((one) => {
		const places = listed(one.at);
		if (one.logic === is)
			return [`  ${counted(one.runs)} ${one.runs === 1 ? "gets" : "get"} it with the next message: ${places}`];
		return [`  ${counted(one.runs, "running")} on ${short(one.logic)}: ${places}`, `  ${fate(change, one)}`];
	});
}

/** What becomes of dialogs on an older logic, and what the file could say about them. */
function fate(change: FlowChange, standing: Standing): string {
	const { logic, runs, movable, stuck, rule } = standing;
	if (change.change === "gone") return `they finish on ${short(logic)}`;
	if (rule && change.migrate.includes(rule)) {
		const rest = runs - movable;
		const left =
			rest === 0 ? "" : `; ${rest} ${ENDINGS[rule.else]} (else: ${rule.else}), their step is gone: ${listed(stuck)}`;
		return `migrate moves ${movable === runs ? `all ${runs}` : `${movable} of ${runs}`}${left}`;
	}
	if (movable === 0) return `none can be moved, their steps are gone; they finish on ${short(logic)} (default)`;
	const which = movable < runs ? `${movable} of ${runs}` : runs === 1 ? "it" : `all ${runs}`;
	const gone = movable === runs ? "" : `; the step is gone for ${listed(stuck)}`;
	return `${which} can be moved: add   ${suggestion(change, logic)}   or leave them to finish (default)${gone}`;
}

const ENDINGS = { keep: "finish where they are", restart: "begin again", end: "end" };

function suggestion({ renamed }: FlowChange, logic: string): string {
	const steps = Object.entries(renamed).map(([old, now]) => `${old}: ${now}`);
	const named = steps.length === 0 ? "" : `, steps: {${steps.join(", ")}}`;
	return `migrate: [{from: "${short(logic)}"${named}, else: keep}]`;
}

function listed(at: Standing["at"]): string {
	return at.map(({ step, runs }) => `${step} ${runs}`).join(", ");
}

function counted(runs: number, doing = ""): string {
	const verb = doing && (runs === 1 ? ` is ${doing}` : ` are ${doing}`);
	return `${runs} ${runs === 1 ? "dialog" : "dialogs"}${verb}`;
}

function short(logic: string | undefined): string {
	return logic?.slice(0, 4) ?? "?";
}
