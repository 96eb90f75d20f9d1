import { z } from "zod";
import { flowProblem, flowState } from "./flows.ts";
import { instant, typedText } from "./shared.ts";

const words = z.object({ x: z.number(), y: z.number(), width: z.number(), text: z.string() });

/** A flow drawn, each thing with its place; as core/flows lays it out. */
export const drawnDiagram = z.object({
	width: z.number(),
	height: z.number(),
	nodes: z.array(
		z.object({
			id: z.string(),
			kind: z.string(),
			/** Key under which steps are counted; null for what is no step. */
			step: z.string().nullable(),
			line: z.number(),
			stage: z.string().nullable(),
			title: z.string(),
			lines: z.array(z.string()),
			/** Another flow that begins here. */
			flow: z.string().nullable(),
			x: z.number(),
			y: z.number(),
			width: z.number(),
			height: z.number(),
		}),
	),
	edges: z.array(
		z.object({ from: z.string(), to: z.string(), kind: z.string(), path: z.string(), labels: z.array(words) }),
	),
	captions: z.array(words),
});
export type DrawnDiagramView = z.infer<typeof drawnDiagram>;
export type DrawnNodeView = DrawnDiagramView["nodes"][number];

/** A flow's page: how it stands, its picture and its file, the versions it had. */
export const flowPage = z.object({
	flow: z.string(),
	title: z.string(),
	purpose: z.string(),
	state: flowState,
	pause: z.object({ by: z.string(), at: instant, reason: z.string().nullable() }).nullable(),
	file: z.string(),
	/** What the checker says of this file. */
	problems: z.array(flowProblem),
	/** Null for a file that has never loaded. */
	diagram: drawnDiagram.nullable(),
	/** The text that is drawn: the last good one. */
	source: z.string(),
	versions: z.array(
		z.object({
			full: z.string(),
			logic: z.string(),
			gitSha: z.string().nullable(),
			at: instant,
			current: z.boolean(),
			/** Runs on this logic under way, and all of them. */
			live: z.number(),
			runs: z.number(),
		}),
	),
});
export type FlowPageView = z.infer<typeof flowPage>;

/** 0 is today by the shop's clock. */
export const PERIODS = [0, 7, 30, 90] as const;
const period = z.coerce
	.number()
	.refine((days): days is (typeof PERIODS)[number] => PERIODS.some((one) => one === days), "0, 7, 30 or 90");
export const periodQuery = z.strictObject({ days: period });

export const stepCounts = z.object({
	entered: z.number(),
	left: z.number(),
	dropped: z.number(),
	handed: z.number(),
	here: z.number(),
	held_out: z.number(),
});
export type StepCountsView = z.infer<typeof stepCounts>;

const arm = z.object({ entries: z.number(), goals: z.number() });

/** How many were where, over a period. */
export const flowCounts = z.object({
	since: instant,
	steps: z.record(z.string(), stepCounts),
	splits: z.array(
		z.object({
			step: z.string(),
			variant: z.string(),
			runs: z.number(),
			measured: z.number(),
			goals: z.number(),
		}),
	),
	entries: z.object({
		entries: z.number(),
		pending: z.number(),
		started: z.number(),
		refused: z.record(z.string(), z.number()),
		treated: arm,
		heldOut: arm,
	}),
});
export type FlowCountsView = z.infer<typeof flowCounts>;

export const WENT = ["left", "dropped", "handed", "here", "held_out"] as const;

/** The people behind a count. */
export const visitorsQuery = z.strictObject({
	days: period,
	step: typedText(200).min(1),
	went: z.enum(WENT).optional(),
});
export const visitors = z.array(
	z.object({
		runId: z.string(),
		conversationId: z.string(),
		customer: z.object({ id: z.string(), name: z.string() }),
		at: instant,
		went: z.enum(WENT),
		status: z.string(),
		outcome: z.string().nullable(),
		reason: z.string().nullable(),
	}),
);
export type VisitorView = z.infer<typeof visitors>[number];

/** Why somebody pauses a flow. */
export const pausing = z.strictObject({ reason: typedText(200).trim().optional() });
