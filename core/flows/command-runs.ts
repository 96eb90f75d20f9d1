import { parseArgs } from "node:util";
import type { Shop } from "#core/shop.ts";
import { findRun } from "./find-run.ts";
import { countRunning, listRunning, type RunningDialog } from "./list-runs.ts";
import { moveRuns } from "./move-runs.ts";
import { refuseStrangeFlow } from "./refuse-strange-flow.ts";
import { stopRun } from "./stop-run.ts";
import { type Subcommand, type Terminal, type TerminalShop, withShop } from "./subcommand.ts";
import type { MoveRule } from "./talk.ts";

const USAGE = `runs list [flow] [--logic 7888] [--step slot] [--each]      how many dialogs stand where; --each names them
runs stop RUN… [--reason why]                                 ends dialogs with "stopped"
runs stop --flow order [--logic 7888] [--step slot]           the same for all that stand there
runs move FLOW [RUN…] --from 7888 [--steps old=new,…] [--else keep|restart|end]    to the newest version, as migrate`;

/** `runs list | stop | move` */
export const runsCommand: Subcommand = {
	name: "runs",
	call: "runs list | stop | move",
	more: USAGE,
	summary: "running dialogs by flow, version and step; ends them, or moves them to the newest version",
	run: runs,
};

function runs(args: readonly string[], terminal: Terminal): number | Promise<number> {
	const call = readCall(args);
	if (!call) {
		terminal.error(`write\n${USAGE}`);
		return 2;
	}
	return withShop(terminal, (open) => {
		if (call.act === "list") return list(call, open, terminal);
		return call.act === "stop" ? stop(call, open, terminal) : move(call, open, terminal);
	});
}

type Call = {
	readonly act: "list" | "stop" | "move";
	readonly names: readonly string[];
	readonly flow?: string;
	readonly logic?: string;
	readonly step?: string;
	readonly reason?: string;
	readonly each: boolean;
	readonly rule: MoveRule | undefined;
};

function readCall([act, ...args]: readonly string[]): Call | undefined {
	const read = parse(args);
	if (!read || (act !== "list" && act !== "stop" && act !== "move")) return undefined;
	const { values, positionals: names } = read;
	const { from, steps = "", else: ending = "keep", each = false, ...filters } = values;
	if (!isEnding(ending)) return undefined;
	const rule = from === undefined ? undefined : { from, steps: Object.fromEntries(pairs(steps)), else: ending };
	if (act === "stop" && names.length === 0 && filters.flow === undefined) return undefined;
	if (act === "move" && (names.length === 0 || !rule)) return undefined;
	return { ...filters, act, names, each, rule };
}

function isEnding(word: string): word is MoveRule["else"] {
	return word === "keep" || word === "restart" || word === "end";
}

function parse(args: readonly string[]) {
	const text = { type: "string" } as const;
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				flow: text,
				logic: text,
				step: text,
				reason: text,
				from: text,
				steps: text,
				else: text,
				each: { type: "boolean" },
			},
		});
	} catch {
		return undefined; // an option that there is not: the usage says which there are
	}
}

function pairs(steps: string): [string, string][] {
	return steps
		.split(",")
		.filter((pair) => pair.includes("="))
		.map((pair) => {
			const [old = "", now = ""] = pair.split("=");
			return [old.trim(), now.trim()];
		});
}

async function list(call: Call, { shop, zone }: TerminalShop, terminal: Terminal): Promise<number> {
	const [flow = call.flow] = call.names;
	const wanted = flow === undefined ? {} : { flow };
	if (flow !== undefined) await refuseStrangeFlow(shop, flow);
	if (call.each || call.step !== undefined) {
		const running = await listRunning(shop, { ...call, ...wanted });
		for (const run of running) terminal.say(runLine(run, zone));
		if (running.length === 0) terminal.say("no dialog is running there");
		return 0;
	}
	const versions = (await countRunning(shop, wanted)).filter(({ logic }) => logic.startsWith(call.logic ?? ""));
	if (versions.length === 0) terminal.say("no dialog is running");
	for (const { flow: id, logic, newest, runs: count, at, oldest } of versions) {
		const places = at.map(({ step, runs: there }) => `${step} ${there}`).join(", ");
		const since = dayAndTime(oldest, zone);
		terminal.say(`${id}@${logic.slice(0, 4)}${newest ? " (newest)" : ""}  ${count}: ${places}  oldest ${since}`);
	}
	return 0;
}

function runLine({ id, flow, logic, step, status, customer, since }: RunningDialog, zone: string): string {
	return `${id}  ${flow}@${logic.slice(0, 4)}  ${step}  ${status}  ${customer}  since ${dayAndTime(since, zone)}`;
}

async function stop(call: Call, { shop, actor }: TerminalShop, terminal: Terminal): Promise<number> {
	if (call.flow !== undefined) await refuseStrangeFlow(shop, call.flow);
	const named: string[] = [];
	for (const name of call.names) named.push(await findRun(shop, name));
	const ids = named.length > 0 ? named : (await listRunning(shop, { ...call, limit: 10_000 })).map(({ id }) => id);
	const { reason } = call;
	for (const runId of ids) await stopRun(shop, { runId, actor, ...(reason === undefined ? {} : { reason }) });
	if (ids.length === 0) terminal.say("no dialog stands there");
	else terminal.say(`${ids.length} to be stopped: ${await outcomeOf(shop, "stop-run")}`);
	return 0;
}

async function move(call: Call, { shop, actor }: TerminalShop, terminal: Terminal): Promise<number> {
	const [flow = "", ...names] = call.names;
	const { rule } = call;
	if (!rule) return 2;
	const runIds: string[] = [];
	for (const name of names) runIds.push(await findRun(shop, name));
	await refuseStrangeFlow(shop, flow);
	const before = await standing(shop, flow, rule);
	if (before === 0) {
		terminal.say(`no dialog stands on ${rule.from} — npm run flows -- runs list ${flow} tells where they stand`);
		return 0;
	}
	await moveRuns(shop, { flow, rule, actor, ...(runIds.length > 0 ? { runIds } : {}) });
	const told = await outcomeOf(shop, "move-runs");
	terminal.say(`${before} stood on ${rule.from}; ${told}; now ${await standing(shop, flow, rule)} do`);
	return 0;
}

async function standing(shop: Shop, flow: string, { from }: MoveRule): Promise<number> {
	const versions = await countRunning(shop, { flow });
	const old = versions.filter(({ logic, newest }) => !newest && (from === "all" || logic.startsWith(from)));
	return old.reduce((sum, { runs: count }) => sum + count, 0);
}

/** The running program keeps what was promised within moments; where none runs, at its next start. */
async function outcomeOf(shop: Shop, name: string): Promise<string> {
	for (let look = 0; look < LOOKS; look += 1) {
		const open = await shop.db.errand.count({
			where: { name, state: { in: ["waiting", "doing"] }, dueAt: { lte: shop.now() } },
		});
		if (open === 0) return "done";
		await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
	}
	return "promised, and done as soon as the program runs (npm start)";
}

const LOOKS = 40;
const LOOK_EVERY_MS = 250;

function dayAndTime(at: Date, zone: string): string {
	return at.toLocaleString("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
}
