import { z } from "zod";
import { flowList, flowName, type RunRow, runPage, runQuery, trace } from "#admin/contract/flows.ts";
import { countFlowEntries, type EntryCounts } from "#core/insights/count-flow-entries.ts";
import { countFlows } from "#core/insights/count-flows.ts";
import { listRuns, readTrace } from "#core/insights/read-runs.ts";
import { templateProblems } from "./flow-problems.ts";
import { flowState } from "./flow-state.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";
import type { Server, ServerParts } from "./server.ts";

/** The flows as they are loaded now, and what the checker says of the folder. */
export type FlowShelf = {
	list(): readonly { flow: string; title: string; purpose: string; logic: string; full: string; paused: boolean }[];
	/** Stages of the funnel with their titles, as `_stages.yaml` says. */
	stages?(): readonly { id: string; title: string }[];
	problems(): readonly {
		file: string;
		line: number;
		column: number;
		severity: string;
		code: string;
		message: string;
	}[];
};

const storedNames = z.array(z.string()).catch([]);
const DAY_MS = 86_400_000;
const ENTRIES_DAYS = 30;
const UNKNOWN = { purpose: "", logic: "", full: "", paused: false, loaded: false };
const NOBODY = { running: {}, startedLastDay: 0, endedLastDay: 0, failedLastDay: 0 };

/** Flows with their counts, runs, and the trace of one. */
export function flowRoutes(server: Server, { shop, flows, flowFiles }: ServerParts): void {
	server.get("/api/flows", { config: { act: "read-flows" }, schema: { response: { 200: flowList } } }, async () => {
		const since = new Date(shop.now().getTime() - ENTRIES_DAYS * DAY_MS);
		const [counts, entries, unapproved] = await Promise.all([
			countFlows(shop),
			countFlowEntries(shop, { since }),
			templateProblems(shop, flowFiles),
		]);
		const problems = flows.problems();
		const known = flows.list().map(({ paused, ...flow }) => ({ ...flow, paused, loaded: true }));
		const lost = neverLoaded(problems, known).map((flow) => ({ ...UNKNOWN, flow, title: flow }));
		return {
			flows: [...known, ...lost].map(({ paused, loaded, ...flow }) => {
				const own = problems.filter(({ file }) => flowOf(file) === flow.flow);
				return {
					...flow,
					state: flowState({ paused, loaded, problems: own }),
					mistake: mistakeOf(own),
					...(counts.get(flow.flow) ?? NOBODY),
					...goalsOf(entries.get(flow.flow)),
				};
			}),
			problems: [...problems, ...unapproved],
		};
	});

	server.get(
		"/api/flows/:flow/runs",
		{
			config: { act: "read-flows" },
			schema: { params: z.strictObject({ flow: flowName }), querystring: runQuery, response: { 200: runPage } },
		},
		async (request) => {
			const { items, next } = await listRuns(shop, { flow: request.params.flow, ...request.query });
			return { items: items.map((run) => presentRun(run, askerOfRoute(request))), next };
		},
	);

	server.get(
		"/api/runs/:id",
		{ config: { act: "read-flows" }, schema: { params: z.strictObject({ id: z.uuid() }), response: { 200: trace } } },
		async (request) => {
			const { run, steps } = await readTrace(shop, { runId: request.params.id });
			const asker = askerOfRoute(request);
			const masked = (text: string | null) => text && maskPhones(text, asker);
			return {
				run: presentRun(run, asker),
				steps: steps.map((step) => ({
					at: step.at.toISOString(),
					step: step.step,
					file: step.file,
					line: step.line,
					kind: step.kind,
					why: masked(step.why),
					decision: masked(step.decision),
					lookedAt: storedNames.parse(step.lookedAt).map((name) => maskPhones(name, asker)),
					result: masked(step.result),
				})),
			};
		},
	);
}

type FlowMistake = ReturnType<FlowShelf["problems"]>[number];

/** Flows of files that are broken and have no version to run on. */
function neverLoaded(problems: readonly FlowMistake[], known: readonly { readonly flow: string }[]): string[] {
	const broken = problems.filter(({ severity }) => severity === "error").map(({ file }) => flowOf(file));
	return [...new Set(broken.filter((flow) => flow !== undefined))].filter(
		(id) => !known.some(({ flow }) => flow === id),
	);
}

/** `flows/order.flow.yaml` → `order`; undefined for what is no flow's file. */
function flowOf(file: string): string | undefined {
	return /([^/]+)\.flow\.yaml$/.exec(file)?.[1];
}

function mistakeOf(problems: readonly FlowMistake[]) {
	const first = problems.find(({ severity }) => severity === "error");
	return first
		? { place: `${first.file}:${first.line}:${first.column}`, code: first.code, message: first.message }
		: null;
}

function goalsOf(counts: EntryCounts | undefined) {
	const { treated } = counts?.arms ?? { treated: { entries: 0, goals: 0 } };
	return {
		entries: counts?.entries ?? 0,
		entriesStarted: counts?.started ?? 0,
		measured: treated.entries,
		goals: treated.goals,
	};
}

type Run = Awaited<ReturnType<typeof listRuns>>["items"][number];

function presentRun(run: Run, asker: Asker): RunRow {
	return {
		id: run.id,
		flow: run.flow,
		logic: run.logic,
		customer: { id: run.customerId, name: run.customer ? nameFor(asker, run.customer) : "—" },
		status: run.status,
		stage: run.stage,
		outcome: run.outcome,
		reason: run.reason,
		error: run.error,
		startedAt: run.startedAt.toISOString(),
		endedAt: run.endedAt?.toISOString() ?? null,
		wakeAt: run.wakeAt?.toISOString() ?? null,
	};
}
