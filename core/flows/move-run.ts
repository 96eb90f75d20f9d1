import type { Instruction, Pc, Program } from "./program.ts";
import { mapSteps, type StepMap } from "./step-map.ts";
import type { Asked, Frame, JournalEntry, Keep, Loop, Moved, Run } from "./talk.ts";
import type { Value } from "./types.ts";

/** To which version of which flow a run is to move, and from what. */
export type Move = {
	readonly to: Program;
	/** The program of each older logic that is meant; undefined: frames on it stay where they are. */
	readonly from: (logic: string) => Program | undefined;
	/** Old step key → new one. */
	readonly renamed: Readonly<Record<string, string>>;
};

/**
 * The run as it stands in another version (§12); undefined if in some frame the step where it stands is gone. Nothing
 * in between is executed; deadlines and the question as it was asked stay; variables that vanished are dropped, new ones
 * are empty; the journal keeps what still has its step. Frames get new numbers: keys of messages and tokens of buttons
 * are made of frame and place, and those of the new version must not meet those of the old.
 */
export function moveRun(run: Run, move: Move): Run | undefined {
	const crossing = new Crossing(run, move);
	const frames = crossing.frames(run.frames);
	if (!frames || crossing.isIdle) return undefined;
	const asked = run.asked && crossing.asked(run.asked);
	if (run.asked && !asked) return undefined;
	const revived = run.revive && crossing.frames(run.revive.frames);
	return {
		...run,
		logic: frames[0]?.logic ?? run.logic,
		frames,
		journal: crossing.journal(run.journal),
		asked,
		keep: run.keep && crossing.keep(run.keep),
		reached: run.reached && crossing.standing(run.reached),
		revive: run.revive &&
			revived && {
				frames: revived,
				journal: crossing.journal(run.revive.journal),
				asked: run.revive.asked && crossing.asked(run.revive.asked),
			},
		moved: crossing.moved(),
		frameCount: crossing.frameCount,
	};
}

/** What is known while one run crosses over. */
class Crossing {
	frameCount: number;
	readonly #run: Run;
	readonly #move: Move;
	readonly #maps = new Map<string, StepMap>();
	/** Old frame → its new number and the program it stood in. */
	readonly #frames = new Map<number, { to: number; old: Program; map: StepMap }>();

	constructor(run: Run, move: Move) {
		this.#run = run;
		this.#move = move;
		this.frameCount = run.frameCount;
		for (const frame of [...(run.revive?.frames ?? []), ...run.frames]) this.#meet(frame);
	}

	/** No frame of this run is meant. */
	get isIdle(): boolean {
		return this.#frames.size === 0;
	}

	#meet({ id, flow, logic }: Frame): void {
		const { to, from, renamed } = this.#move;
		if (flow !== to.flow || logic === to.logic || this.#frames.has(id)) return;
		const old = from(logic);
		if (!old) return;
		const map = this.#maps.get(logic) ?? mapSteps(old, to, renamed);
		this.#maps.set(logic, map);
		this.frameCount += 1;
		this.#frames.set(id, { to: this.frameCount, old, map });
	}

	/** All of them, or undefined if one cannot come along. */
	frames(frames: readonly Frame[]): readonly Frame[] | undefined {
		const moved: Frame[] = [];
		for (const frame of frames) {
			const next = this.#frames.has(frame.id) ? this.#cross(frame) : frame;
			if (!next) return undefined;
			moved.push(this.#linked(next, moved.at(-1)));
		}
		return moved;
	}

	#cross(frame: Frame): Frame | undefined {
		const known = this.#frames.get(frame.id);
		if (!known) return frame;
		const { to } = this.#move;
		const pc = known.map(frame.pc);
		if (pc === undefined) return undefined;
		const loops = byPlace(frame.loops, known.map);
		if (!loopsAround(to, pc).every((loop) => loop in loops)) return undefined;
		const behind = frame.behind === undefined ? undefined : this.#behind(frame, known.old, known.map);
		if (frame.behind !== undefined && behind === undefined) return undefined;
		return {
			...frame,
			id: known.to,
			logic: to.logic,
			pc,
			vars: varsOf(frame, known.old, to),
			loops,
			visits: byPlace(frame.visits, known.map),
			...(behind === undefined ? {} : { behind }),
		};
	}

	/** Its owner's number, and the variable of its caller that takes the outcome, as they are now. */
	#linked(frame: Frame, caller: Frame | undefined): Frame {
		const of = frame.of === undefined ? undefined : this.#idOf(frame.of);
		const call = caller?.logic === this.#move.to.logic ? this.#move.to.code[caller.pc] : undefined;
		const { save: _, ...rest } = frame;
		const save = call?.op === "call" ? call.save : frame.save;
		return { ...rest, ...(of === undefined ? {} : { of }), ...(save === undefined ? {} : { save }) };
	}

	/** Behind the question that nobody answered, or behind the call, whose silence is being worked off. */
	#behind({ id, behind = 0 }: Frame, old: Program, map: StepMap): Pc | undefined {
		const silent = this.#run.journal.findLast(({ kind, frame }) => kind === "silence" && frame === id);
		const from = silent && nextOf(old.code[silent.pc]) === behind ? silent.pc : behind - 1;
		const place = map(from);
		const instruction = place === undefined ? undefined : this.#move.to.code[place];
		if (place === undefined || !instruction) return undefined;
		return nextOf(instruction) ?? (instruction.op === "call" ? place + 1 : undefined);
	}

	standing<Place extends { readonly frame: number; readonly pc: Pc }>(place: Place): Place | undefined {
		const known = this.#frames.get(place.frame);
		if (!known) return place;
		const pc = known.map(place.pc);
		return pc === undefined ? undefined : { ...place, frame: known.to, pc };
	}

	/** An option that the new version no longer has cannot be answered with: the question is shown again instead. */
	asked(asked: Asked): Asked | undefined {
		const moved = this.standing(asked);
		if (!moved || moved === asked) return moved;
		const step = this.#move.to.code[moved.pc];
		const written = new Set(step?.op === "question" ? step.question.options.map(({ id }) => `o:${id}`) : []);
		const isThere = (key: string) => !key.startsWith("o:") || written.has(key);
		return {
			...moved,
			options: asked.options.filter(({ key }) => isThere(key)),
			picked: asked.picked.filter(isThere),
		};
	}

	journal(entries: readonly JournalEntry[]): readonly JournalEntry[] {
		return entries.flatMap((entry) => {
			const known = this.#frames.get(entry.frame);
			const next = this.standing(entry);
			if (!next) return [];
			const { of, undo, loops } = entry;
			return [
				{
					...next,
					...(of === undefined ? {} : { of: this.#idOf(of) }),
					...(undo ? { undo: this.#undo(of ?? entry.frame, undo) } : {}),
					...(loops && known ? { loops: byPlace(loops, known.map) } : {}),
				},
			];
		});
	}

	/** A correction under way: where it reached is gone, and so it asks whatever comes. */
	keep({ remembered, frontier }: Keep): Keep | undefined {
		const moved = this.standing(frontier);
		return moved && { remembered: this.journal(remembered), frontier: moved };
	}

	/** What takes a writing back, of variables that are still there. */
	#undo(owner: number, undo: Readonly<Record<string, Value>>): Record<string, Value> {
		if (!this.#frames.has(owner)) return { ...undo };
		const names = namesOf(this.#move.to);
		return Object.fromEntries(Object.entries(undo).filter(([name]) => names.has(name)));
	}

	#idOf(frame: number): number {
		return this.#frames.get(frame)?.to ?? frame;
	}

	/** With what earlier migrations left behind, led on to where it is now. */
	moved(): readonly Moved[] {
		const now = [...this.#frames].map(([frame, { to, old, map }]) => ({ frame, to, questions: questionsOf(old, map) }));
		const before = (this.#run.moved ?? []).map((move) => {
			const next = now.find(({ frame }) => frame === move.to);
			return next ? { ...move, to: next.to, questions: through(move.questions, next.questions) } : move;
		});
		return [...before, ...now];
	}
}

/** Only numbers and lists of variables that both versions have with the same type come along. */
function varsOf({ vars, of }: Frame, old: Program, to: Program): Record<string, Value> {
	if (of !== undefined) return { ...vars };
	const loopsVariables = eachOf(to);
	const declared = Object.entries(to.vars).map(([name, type]) => [
		name,
		old.vars[name] === type ? (vars[name] ?? null) : null,
	]);
	const looped = Object.entries(vars).filter(([name]) => loopsVariables.has(name) && !(name in to.vars));
	return Object.fromEntries([...declared, ...looped]);
}

function namesOf(program: Program): ReadonlySet<string> {
	return new Set([...Object.keys(program.vars), ...eachOf(program)]);
}

function eachOf({ code }: Program): ReadonlySet<string> {
	return new Set(code.flatMap((one) => (one.op === "each" ? [one.variable] : [])));
}

/** The loops that a place stands in, by the places that begin them. */
function loopsAround({ code }: Program, pc: Pc): Pc[] {
	return code.flatMap((one, at) => {
		if (one.op === "next") return at < pc && pc < one.done ? [one.loop] : [];
		return one.op === "until" ? (one.loop < pc && pc <= at ? [one.loop] : []) : [];
	});
}

function byPlace<Thing extends Loop | number>(things: Readonly<Record<Pc, Thing>>, map: StepMap): Record<Pc, Thing> {
	const moved: Record<Pc, Thing> = {};
	for (const [pc, thing] of Object.entries(things)) {
		const place = map(Number(pc));
		if (place !== undefined) moved[place] = thing;
	}
	return moved;
}

function nextOf(instruction: Instruction | undefined): Pc | undefined {
	return instruction?.op === "question" ? instruction.question.next : undefined;
}

function questionsOf({ code }: Program, map: StepMap): Record<Pc, Pc> {
	const questions: Record<Pc, Pc> = {};
	for (const [pc, { op }] of code.entries()) {
		const place = op === "question" ? map(pc) : undefined;
		if (place !== undefined) questions[pc] = place;
	}
	return questions;
}

function through(first: Readonly<Record<Pc, Pc>>, then: Readonly<Record<Pc, Pc>>): Record<Pc, Pc> {
	const both: Record<Pc, Pc> = {};
	for (const [pc, between] of Object.entries(first)) {
		const place = then[between];
		if (place !== undefined) both[Number(pc)] = place;
	}
	return both;
}
