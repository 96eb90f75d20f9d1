import { z } from "zod";
import { instant, page, pageQuery } from "./shared.ts";

/** `broken`: the file has a mistake; its last good version runs, or, if there is none, it is `off`. */
export const flowState = z.enum(["live", "paused", "broken", "off"]);
export type FlowState = z.infer<typeof flowState>;

export const flowRow = z.object({
	flow: z.string(),
	title: z.string(),
	purpose: z.string(),
	state: flowState,
	/** The first mistake of a file that does not load. */
	mistake: z.object({ place: z.string(), code: z.string(), message: z.string() }).nullable(),
	logic: z.string(),
	full: z.string(),
	/** How many runs stand in which status now. */
	running: z.record(z.string(), z.number()),
	startedLastDay: z.number(),
	endedLastDay: z.number(),
	failedLastDay: z.number(),
	/** Of the last thirty days: occasions, started ones, and goals reached of those measured. */
	entries: z.number(),
	entriesStarted: z.number(),
	measured: z.number(),
	goals: z.number(),
});
export type FlowRow = z.infer<typeof flowRow>;

/** What is wrong in the folder now, as the checker says it. */
export const flowProblem = z.object({
	file: z.string(),
	line: z.number(),
	column: z.number(),
	severity: z.string(),
	code: z.string(),
	message: z.string(),
});
export type FlowProblem = z.infer<typeof flowProblem>;
export const flowList = z.object({ flows: z.array(flowRow), problems: z.array(flowProblem) });

/** As core/flows keeps them. */
const runStatus = z.string().regex(/^[a-z_-]{1,20}$/);
/** A flow as its file is named. */
export const flowName = z.string().regex(/^[\p{L}\p{N}_.-]{1,80}$/u);

export const runRow = z.object({
	id: z.string(),
	flow: z.string(),
	logic: z.string(),
	customer: z.object({ id: z.string(), name: z.string() }),
	status: z.string(),
	stage: z.string().nullable(),
	outcome: z.string().nullable(),
	reason: z.string().nullable(),
	error: z.string().nullable(),
	startedAt: instant,
	endedAt: instant.nullable(),
	wakeAt: instant.nullable(),
});
export type RunRow = z.infer<typeof runRow>;
export const runPage = page(runRow);
export const runQuery = pageQuery.extend({ status: runStatus.optional() });

export const trace = z.object({
	run: runRow,
	steps: z.array(
		z.object({
			at: instant,
			step: z.string(),
			file: z.string(),
			line: z.number(),
			kind: z.string(),
			why: z.string().nullable(),
			decision: z.string().nullable(),
			lookedAt: z.array(z.string()),
			result: z.string().nullable(),
		}),
	),
});
