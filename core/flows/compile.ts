import { Assembler, type Label } from "./assembler.ts";
import { compileSilence } from "./compile-question.ts";
import { compileStep } from "./compile-steps.ts";
import { changeOf, formulaSource, optionalFormula, reasonOf, textSource } from "./compile-values.ts";
import type { AlwaysFile, DefaultsFile, FlowFile, Handler as HandlerFile, Start as StartFile } from "./flow-file.ts";
import { type EntryRules, type Handler, PROGRAM_FORMAT, type Program, type SendRules, type Start } from "./program.ts";

/** Which version of which file a program is made of. */
export type Edition = { readonly file: string; readonly full: string; readonly logic: string };

/** Makes the program of a checked flow file. */
export function compileFlow(flow: FlowFile, edition: Edition): Program {
	const asm = new Assembler(flow, compileStep);
	asm.lay(flow.steps);
	finish(asm, "flow");
	const handlers = flow.during.map((handler) => ({ handler, steps: laid(asm, handler.steps, "handler") }));
	const silenceSteps = laid(asm, flow.silence?.steps, "silence");
	const { code, steps } = asm.assemble();
	return {
		...emptyProgram(flow.flow, edition),
		title: flow.title,
		purpose: flow.purpose,
		...(flow.stage === undefined ? {} : { stage: flow.stage }),
		vars: flow.vars,
		code,
		steps,
		start: flow.start.map(compileStart),
		...audienceOf(flow),
		stopWhen: flow.stop_when.map((line) => ({
			...(line.event === undefined ? {} : { event: line.event }),
			...optionalFormula("if", line.if, line.line),
			outcome: line.outcome,
			...reasonOf(line),
			line: line.line,
		})),
		send: compileSend(flow.send),
		...goalOf(flow),
		...(flow.guard ? { guard: guardOf(flow.guard) } : {}),
		...(flow.family === undefined ? {} : { family: flow.family }),
		...(flow.holdout === undefined ? {} : { holdout: parseShare(flow.holdout) }),
		during: handlers.map(({ handler, steps }) => compileHandler(handler, steps)),
		alwaysOff: Object.keys(flow.always),
		...(flow.silence ? { silence: compileSilence(flow.silence, "silence", silenceSteps) } : {}),
		migrate: flow.migrate.map(({ from, steps = {}, else: otherwise = "keep" }) => ({ from, steps, else: otherwise })),
	};
}

/** The program of `_always.yaml`: nothing but handlers. */
export function compileAlways(always: AlwaysFile, edition: Edition): Program {
	const asm = new Assembler({ vars: {} }, compileStep);
	finish(asm, "flow");
	const handlers = always.handlers.map((handler) => ({ handler, steps: laid(asm, handler.steps, "handler") }));
	const stop: Handler = {
		id: "stop",
		line: always.stop.line,
		says: always.stop.says,
		does: { do: "stop", say: textSource(always.stop.say, "stop.say", always.stop.line) },
	};
	return {
		...emptyProgram("_always", edition),
		...asm.assemble(),
		during: [stop, ...handlers.map(({ handler, steps }) => compileHandler(handler, steps))],
	};
}

/** The program of `_defaults.yaml`: the steps of its silence. */
export function compileDefaults(defaults: DefaultsFile, edition: Edition): Program {
	const asm = new Assembler({ vars: {} }, compileStep);
	finish(asm, "flow");
	const steps = laid(asm, defaults.silence.steps, "silence");
	return {
		...emptyProgram("_defaults", edition),
		...asm.assemble(),
		silence: compileSilence(defaults.silence, "silence", steps),
	};
}

/** `10%` → 0.1. */
export function parseShare(share: string): number {
	return Number.parseFloat(share.replace(",", ".")) / 100;
}

export function compileSend(send: FlowFile["send"]): SendRules {
	if (!send) return {};
	const { channel, ...rest } = send;
	return { ...rest, ...(channel === undefined ? {} : { channel: typeof channel === "string" ? [channel] : channel }) };
}

function emptyProgram(flow: string, edition: Edition): Program {
	return {
		format: PROGRAM_FORMAT,
		flow,
		...edition,
		title: flow,
		purpose: "service",
		vars: {},
		code: [],
		steps: [],
		entry: 0,
		start: [],
		stopWhen: [],
		send: {},
		during: [],
		alwaysOff: [],
		migrate: [],
	};
}

/** Steps that stand apart and end with `finish`. */
function laid(asm: Assembler, steps: FlowFile["steps"] | undefined, of: "handler" | "silence"): Label | undefined {
	if (!steps) return undefined;
	const start = asm.label();
	asm.place(start);
	asm.layApart(steps);
	finish(asm, of);
	return start;
}

function finish(asm: Assembler, of: "flow" | "handler" | "silence"): void {
	const step = Math.max(0, asm.stepCount() - 1);
	asm.emit(() => ({ op: "finish", step, of }));
}

function compileHandler(handler: HandlerFile, steps: Label | undefined): Handler {
	return {
		id: handler.key,
		line: handler.line,
		says: handler.says,
		...(handler.command === undefined ? {} : { command: handler.command }),
		...optionalFormula("when", handler.when, handler.line),
		does: doesOf(handler, steps),
	};
}

function doesOf(handler: HandlerFile, steps: Label | undefined): Handler["does"] {
	if (steps) return { do: "steps", pc: steps.pc };
	if (handler.change !== undefined) return { do: "change", ...changeOf(handler.change) };
	return { do: "launch", flow: handler.launch ?? "" };
}

function compileStart(start: StartFile): Start {
	const { line } = start;
	if (start.says) return { by: "says", says: start.says, line };
	if (start.command !== undefined) return { by: "command", command: start.command, line };
	if (start.link !== undefined) return { by: "link", link: start.link, line };
	const rules = entryRules(start);
	if (start.event !== undefined) return { by: "event", event: start.event, ...rules };
	if (start.enters !== undefined) return { by: "enters", segment: start.enters, ...rules };
	if (start.leaves !== undefined) return { by: "leaves", segment: start.leaves, ...rules };
	return { ...byCalendar(start), ...rules };
}

function byCalendar({ date, at = "12:00", before, after, every = "day", day, segment, line }: StartFile) {
	if (date !== undefined) {
		const moved = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
		return { by: "date", date: formulaSource(date, line), at, ...moved } as const;
	}
	const whom = { ...(day === undefined ? {} : { day: String(day) }), ...(segment === undefined ? {} : { segment }) };
	return { by: "every", every, at, ...whom } as const;
}

function entryRules(start: StartFile): EntryRules {
	return {
		...(start.wait === undefined ? {} : { wait: start.wait }),
		...(start.settle === undefined ? {} : { settle: start.settle }),
		...(start.between === undefined ? {} : { between: start.between }),
		...optionalFormula("if", start.if, start.line),
		...optionalFormula("key", start.key, start.line),
		...optionalFormula("to", start.to, start.line),
		line: start.line,
	};
}

function audienceOf({ audience }: FlowFile): Pick<Program, "audience"> {
	if (!audience) return {};
	const again = audience.again === undefined ? {} : { again: audience.again };
	return { audience: { ...optionalFormula("if", audience.if, 1), ...again } };
}

function goalOf({ goal }: FlowFile): Pick<Program, "goal"> {
	if (!goal) return {};
	const within = goal.within === undefined ? {} : { within: goal.within };
	return { goal: { event: goal.event, ...optionalFormula("if", goal.if, 1), ...within } };
}

function guardOf(guard: NonNullable<FlowFile["guard"]>): NonNullable<Program["guard"]> {
	return {
		...(guard.opt_out === undefined ? {} : { optOut: parseShare(guard.opt_out) }),
		...(guard.complaints === undefined ? {} : { complaints: parseShare(guard.complaints) }),
	};
}
