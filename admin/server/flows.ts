import { z } from "zod";
import { flowList, flowName, type RunRow, runPage, runQuery, trace } from "#admin/contract/flows.ts";
import { countFlows } from "#core/insights/count-flows.ts";
import { listRuns, readTrace } from "#core/insights/read-runs.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { nameFor } from "./mask-phones.ts";
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

const NOBODY = { running: {}, startedLastDay: 0, endedLastDay: 0, failedLastDay: 0 };

/** Flows with their counts, runs, and the trace of one. */
export function flowRoutes(server: Server, { shop, flows }: ServerParts): void {
	server.get("/api/flows", { config: { act: "read-flows" }, schema: { response: { 200: flowList } } }, async () => {
		const counts = await countFlows(shop);
		return {
			flows: flows.list().map((flow) => ({ ...flow, ...(counts.get(flow.flow) ?? NOBODY) })),
			problems: [...flows.problems()],
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
			return {
				run: presentRun(run, askerOfRoute(request)),
				steps: steps.map((step) => ({
					at: step.at.toISOString(),
					step: step.step,
					file: step.file,
					line: step.line,
					kind: step.kind,
					why: step.why,
					decision: step.decision,
					lookedAt: z.array(z.string()).catch([]).parse(step.lookedAt),
					result: step.result,
				})),
			};
		},
	);
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
