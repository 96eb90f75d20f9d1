import { z } from "zod";
import {
	type DrawnDiagramView,
	type FlowPageView,
	flowCounts,
	flowPage,
	PERIODS,
	pausing,
	periodQuery,
	type VisitorView,
	visitors,
	visitorsQuery,
} from "#admin/contract/flow-page.ts";
import { flowName } from "#admin/contract/flows.ts";
import { drawDiagram } from "#core/flows/diagram.ts";
import { type DrawnDiagram, layOutDiagram } from "#core/flows/diagram-layout.ts";
import { pauseFlow, resumeFlow } from "#core/flows/pause-flow.ts";
import { countFlowEntries } from "#core/insights/count-flow-entries.ts";
import { countFlowSplits } from "#core/insights/count-flow-splits.ts";
import { countFlowSteps } from "#core/insights/count-flow-steps.ts";
import { listFlowVersions } from "#core/insights/list-flow-versions.ts";
import { listFlowVisitors, type Visitor } from "#core/insights/list-flow-visitors.ts";
import { Refusal } from "#core/refusal.ts";
import { startOfDay } from "#core/zoned-time.ts";
import { countedFlow, type FlowFiles } from "./flow-files.ts";
import { templateProblems } from "./flow-problems.ts";
import { flowState } from "./flow-state.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { nameFor } from "./mask-phones.ts";
import { memberNames } from "./member-names.ts";
import type { Server, ServerParts } from "./server.ts";

const one = z.strictObject({ flow: flowName });

/** One flow: its picture with counts, the people behind them, its versions, pause and resume. */
export function flowPageRoutes(server: Server, { shop, flowFiles, shopFacts }: ServerParts): void {
	const since = (days: number) => sinceDays(shop.now(), days, shopFacts.zone);

	server.get(
		"/api/flows/:flow",
		{ config: { act: "read-flows" }, schema: { params: one, response: { 200: flowPage } } },
		async (request): Promise<FlowPageView> => {
			const { flow } = request.params;
			const shown = shownFlow(flowFiles, flow, askerOfRoute(request).language);
			const [versions, pause, names, unapproved] = await Promise.all([
				listFlowVersions(shop, { flow, limit: 30 }),
				shop.db.flowPause.findUnique({ where: { flow } }),
				memberNames(shop),
				templateProblems(shop, flowFiles),
			]);
			const { full } = shown;
			return {
				...shown.view,
				state: flowState({ paused: pause !== null, loaded: full !== undefined, problems: shown.view.problems }),
				problems: [...shown.view.problems, ...unapproved.filter(({ file }) => file === shown.view.file)],
				pause: pause && { by: whoIs(pause.actor, names), at: pause.at.toISOString(), reason: pause.reason },
				versions: versions.map(({ activatedAt, ...version }) => ({
					...version,
					at: activatedAt.toISOString(),
					current: version.full === full,
				})),
			};
		},
	);

	server.get(
		"/api/flows/:flow/counts",
		{
			config: { act: "read-flows" },
			schema: { params: one, querystring: periodQuery, response: { 200: flowCounts } },
		},
		async (request) => {
			const { flow } = request.params;
			const drawn = countedFlow(loadedFlow(flowFiles, flow), flowFiles.loaded());
			const from = since(request.query.days);
			const [steps, splits, entries] = await Promise.all([
				countFlowSteps(shop, { drawn, since: from }),
				countFlowSplits(shop, { flow, since: from }),
				countFlowEntries(shop, { since: from, flow }),
			]);
			const { arms, ...counts } = entries.get(flow) ?? NO_ENTRIES;
			return {
				since: from.toISOString(),
				steps: Object.fromEntries(steps),
				splits,
				entries: { ...counts, treated: arms.treated, heldOut: arms.held_out },
			};
		},
	);

	server.get(
		"/api/flows/:flow/visitors",
		{
			config: { act: "read-flows" },
			schema: { params: one, querystring: visitorsQuery, response: { 200: visitors } },
		},
		async (request) => {
			const drawn = countedFlow(loadedFlow(flowFiles, request.params.flow), flowFiles.loaded());
			const { days, step, went } = request.query;
			const found = await listFlowVisitors(shop, {
				drawn,
				since: since(days),
				step,
				...(went && { went }),
				limit: MOST_PEOPLE,
			});
			return found.map((visitor) => presentVisitor(visitor, askerOfRoute(request)));
		},
	);

	server.post(
		"/api/flows/:flow/pause",
		{ config: { act: "pause-flows" }, schema: { params: one, body: pausing, response: { 204: z.null() } } },
		async (request, answer) => {
			const { reason } = request.body;
			const actor = `operator:${askerOfRoute(request).id}`;
			await pauseFlow(shop, { flow: request.params.flow, actor, ...(reason && { reason }) });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/flows/:flow/resume",
		{ config: { act: "pause-flows" }, schema: { params: one, response: { 204: z.null() } } },
		async (request, answer) => {
			await resumeFlow(shop, { flow: request.params.flow, actor: `operator:${askerOfRoute(request).id}` });
			return answer.status(204).send(null);
		},
	);
}

const MOST_PEOPLE = 100;
const NO_ENTRIES = {
	entries: 0,
	pending: 0,
	started: 0,
	refused: {},
	arms: { treated: { entries: 0, goals: 0 }, held_out: { entries: 0, goals: 0 } },
};
const DAY_MS = 86_400_000;

/** Room at the foot of a step for two lines of counts. */
const COUNTS_ROOM = 34;

function sinceDays(now: Date, days: number, zone: string): Date {
	return days === PERIODS[0] ? startOfDay(now, zone) : new Date(now.getTime() - days * DAY_MS);
}

function loadedFlow(files: FlowFiles, flow: string) {
	const found = files.loaded().book.flows.get(flow);
	if (!found) throw new Refusal("not-found", `There is no flow "${flow}" in use.`);
	return found;
}

/** What is in use of a flow; of one that has never loaded, the file as it lies there. */
function shownFlow(files: FlowFiles, flow: string, language: string) {
	const { book, problems } = files.loaded();
	const found = book.flows.get(flow);
	const file = found?.file ?? `flows/${flow}.flow.yaml`;
	const source = found?.source ?? files.texts().find(({ path }) => path === `${flow}.flow.yaml`)?.text;
	if (source === undefined) throw new Refusal("not-found", `There is no flow "${flow}".`);
	const drawn = found && drawDiagram(found.flow, language === "en" ? "en" : "ru");
	return {
		full: found?.full,
		view: {
			flow,
			title: found?.flow.title ?? flow,
			purpose: found?.flow.purpose ?? "",
			file,
			source,
			problems: problems.filter((problem) => problem.file === file),
			diagram: drawn ? presentDiagram(layOutDiagram(drawn, { room: COUNTS_ROOM })) : null,
		},
	};
}

function presentDiagram({ width, height, nodes, edges, captions }: DrawnDiagram): DrawnDiagramView {
	return {
		width,
		height,
		nodes: nodes.map(({ text: _text, aside: _aside, lines, ...node }) => ({
			...node,
			lines: [...lines],
			step: node.step ?? null,
			stage: node.stage ?? null,
			flow: node.flow ?? null,
		})),
		edges: edges.map((edge) => ({ ...edge, labels: [...edge.labels] })),
		captions: [...captions],
	};
}

function presentVisitor({ customer, at, ...visit }: Visitor, asker: Asker): VisitorView {
	return { ...visit, at: at.toISOString(), customer: { id: customer.id, name: nameFor(asker, customer) } };
}

/** `operator:<member>` by name; anybody else as written. */
function whoIs(actor: string, names: ReadonlyMap<string, string>): string {
	return names.get(actor.replace(/^operator:/, "")) ?? actor;
}
