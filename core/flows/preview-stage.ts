import type { ChannelName } from "#core/channel-names.ts";
import { fingerprint } from "./note.ts";
import type { OpenBook } from "./open-book.ts";
import type { PreviewMessage } from "./preview.ts";
import { type Part, partsOf, type Standing } from "./preview-parts.ts";
import {
	SAMPLE_NOW,
	type SampleCustomer,
	sampleEvent,
	sampleResult,
	sampleRoots,
	sampleVariable,
} from "./preview-samples.ts";
import type { FormulaSource, Instruction, Pc, Program } from "./program.ts";
import { isTrue, workOut, worldOf } from "./run-world.ts";
import { simulatedChannels } from "./simulated-channels.ts";
import type { Effect, Given, Need, Talk } from "./talk.ts";
import { beginTurn, type Doing, type Draft, type DraftFrame, stepAt } from "./turn.ts";
import { isList, type RecordValue, type Value } from "./types.ts";
import { uninvitedPlaces } from "./uninvited-places.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Who looks at a flow, and on what. */
export type Sample = { readonly customer: SampleCustomer; readonly channel: ChannelName; readonly language: string };

type Where = Readonly<Record<string, Value>>;
type Place = { readonly pc: Pc; readonly step: Instruction; readonly parts: readonly Part[] };

/** A flow whose steps are said one by one, each by a run that was put there with sample data in its variables. */
export class PreviewStage {
	readonly #open: OpenBook;
	readonly #vocabulary: Vocabulary;
	readonly #program: Program;
	readonly #places: readonly Place[];
	readonly #uninvited: ReadonlySet<Pc>;
	/** Variables with few known values, each of which may change a wording. */
	readonly #choices: ReadonlyMap<string, readonly Value[]>;
	readonly #event: RecordValue | undefined;
	readonly #variables: Where;
	/** What `read` functions gave. */
	readonly #results = new Map<string, Value>();

	constructor(open: OpenBook, vocabulary: Vocabulary, flow: Program) {
		const program = unconditional(flow);
		const { book } = open;
		const find = (name: string, logic: string) => (name === flow.flow ? program : book.program(name, logic));
		const newest = new Map([...book.newest, [flow.flow, program]]);
		this.#open = { ...open, book: { ...book, newest, program: find } };
		this.#vocabulary = vocabulary;
		this.#program = program;
		this.#places = placesOf(program);
		this.#uninvited = uninvitedPlaces(program, open.settings);
		this.#choices = choicesOf(program);
		this.#event = sampleEvent(program, vocabulary);
		this.#variables = this.#sampleVariables();
	}

	/** All messages, in the order of the file. */
	messages(sample: Sample): PreviewMessage[] {
		const talk = this.#talk(sample);
		return this.#places.flatMap((place) => place.parts.flatMap((part) => this.#wordings(talk, place, part)));
	}

	/** The same part for every value of the variables it mentions; equal wordings once. */
	#wordings(talk: Talk, place: Place, part: Part): PreviewMessage[] {
		const source = JSON.stringify(place.step);
		const mentioned = [...this.#choices].filter(([variable]) => source.includes(variable));
		const first = this.#message(talk, place, part, {});
		const others = mentioned
			.flatMap(([variable, values]) => values.slice(1).map((value) => ({ [variable]: value })))
			.map((where) => this.#message(talk, place, part, where));
		const distinct = [first, ...others].filter(isFirstOfItsLook);
		if (distinct.length === 1) return [first];
		const varied = new Set(distinct.flatMap(({ where }) => Object.keys(where)));
		const base = mentioned.filter(([variable]) => varied.has(variable));
		const where = Object.fromEntries(base.map(([variable, [value = null]]) => [variable, value]));
		return [{ ...first, where }, ...distinct.slice(1)];
	}

	#message(talk: Talk, { pc }: Place, part: Part, where: Where): PreviewMessage {
		const at = this.#stand(talk, pc, where);
		const { key, line } = stepAt(this.#program, pc);
		const uninvited = this.#uninvited.has(pc) && UNINVITED.includes(part.kind);
		if (!uninvited) at.turn.heard.add(at.run.id);
		const condition = conditionAt(this.#program, pc);
		const about = {
			step: key,
			file: this.#program.file,
			line: part.line ?? line,
			part: part.kind,
			where,
			uninvited,
			...(condition && { when: { formula: condition.formula, holds: this.#holds(at, condition) } }),
		};
		try {
			this.#drive(talk.channel, part.say(at));
		} catch (error) {
			// What fails here would fail before a customer: the marketer is told beside the message.
			return { ...about, shown: [], failure: error instanceof Error ? error.message : String(error) };
		}
		const shown = at.turn.effects.flatMap((effect) => (effect.effect === "say" ? [contentOf(effect)] : []));
		return shown.length > 0 ? { ...about, shown } : { ...about, shown, silent: whyNothing(at.turn.effects) };
	}

	/** A turn in which a run stands at this instruction, with a sample in every variable. */
	#stand(talk: Talk, pc: Pc, where: Where): Standing {
		const turn = beginTurn(talk, { cause: "timer", id: RUN, run: RUN }, SAMPLE_NOW);
		const { flow, logic, purpose, code } = this.#program;
		const vars = { ...this.#variables, ...where };
		const frame: DraftFrame = { id: 1, flow, logic, kind: "flow", pc, vars, loops: {}, visits: {} };
		const run: Draft = {
			id: RUN,
			flow,
			logic,
			channel: talk.channel,
			purpose,
			status: "waiting_time",
			frames: [frame],
			journal: [],
			event: this.#event,
			startedAt: SAMPLE_NOW,
			frameCount: 1,
			seq: 0,
		};
		turn.drafts.set(RUN, run);
		for (const step of code) {
			if (step.op !== "each") continue;
			const list = this.#drive(talk.channel, workOut(turn, step.list, worldOf(turn, run, frame)));
			frame.vars = { ...frame.vars, [step.variable]: isList(list) ? (list[0] ?? null) : null };
		}
		const step = code[pc];
		const asked = step?.op === "question" ? step.question : undefined;
		const answer = asked ? sampleVariable(asked.variable, asked.type, this.#vocabulary) : null;
		return { turn, run, frame, answer };
	}

	#sampleVariables(): Record<string, Value> {
		const vars: Record<string, Value> = { error: { code: "refused", text: "Сейчас это невозможно." } };
		for (const [name, type] of Object.entries(this.#program.vars)) {
			vars[name] = this.#choices.get(name)?.[0] ?? sampleVariable(name, type, this.#vocabulary);
		}
		return vars;
	}

	#holds({ turn, run, frame }: Standing, condition: FormulaSource): boolean {
		return this.#drive(run.channel, isTrue(turn, condition, worldOf(turn, run, frame)));
	}

	#talk({ customer, channel, language }: Sample): Talk {
		const { book, settings } = this.#open;
		return {
			conversation: RUN,
			customer,
			control: { by: "bot" },
			channel,
			abilities: simulatedChannels,
			zone: settings.zone,
			language,
			runs: [],
			roots: sampleRoots(customer, language, this.#vocabulary),
			book,
			settings,
			seal: (text) => fingerprint(text) + fingerprint(`${text}.`),
			link: () => "https://shop.example/r/preview",
		};
	}

	#drive<T>(channel: ChannelName, doing: Doing<T>): T {
		let step = doing.next();
		while (!step.done) step = doing.next(this.#give(channel, step.value));
		return step.value;
	}

	#result(name: string): Value {
		const value = this.#results.get(name) ?? sampleResult(name, this.#vocabulary);
		this.#results.set(name, value);
		return value;
	}

	#give(channel: ChannelName, need: Need): Given {
		switch (need.need) {
			case "read":
				return { given: "read", value: this.#result(need.name) };
			case "plan":
				return { given: "plan", verdict: { verdict: "go", channel } };
			case "open":
				return { given: "open", open: true };
			default:
				throw new Error(`Showing a message needs no "${need.need}".`);
		}
	}
}

const RUN = "preview";

/** Parts that may be the first to leave; all others answer something. */
const UNINVITED: readonly Part["kind"][] = ["message", "question", "nudge"];

/** A preview shows what would be said, whoever may hear it. */
function unconditional({ audience: _, ...program }: Program): Program {
	return { ...program, stopWhen: [] };
}

/** What says something, in the order of the file. */
function placesOf(program: Program): Place[] {
	const lineOf = ({ step }: Place) => program.steps[step.step]?.line ?? 0;
	return program.code
		.map((step, pc) => ({ pc, step, parts: partsOf(step, program) }))
		.filter(({ parts }) => parts.length > 0)
		.sort((a, b) => lineOf(a) - lineOf(b));
}

/** What splits, written options and yes-or-no questions may have put into variables. */
function choicesOf({ code, vars }: Program): Map<string, Value[]> {
	const choices = new Map<string, Value[]>();
	for (const [name, type] of Object.entries(vars)) if (type === "yesno") choices.set(name, [true, false]);
	for (const step of code) {
		if (step.op === "split" && step.save !== undefined)
			choices.set(
				step.save,
				step.variants.map(({ id }) => id),
			);
		if (step.op !== "question" || step.question.many || step.question.from) continue;
		const { variable, options } = step.question;
		const filling = options.filter(({ fills }) => fills).map(({ id }) => id);
		if (filling.length > 0) choices.set(variable, filling);
	}
	return choices;
}

/** The `when` of a step stands before its verb. */
function conditionAt(program: Program, pc: Pc): FormulaSource | undefined {
	const place = stepAt(program, pc);
	const first = place.pc === place.at ? undefined : program.code[place.pc];
	return first?.op === "branch" ? first.if : undefined;
}

function contentOf({ content, template }: Extract<Effect, { effect: "say" }>) {
	return template ? { content, template } : { content };
}

function whyNothing(effects: readonly Effect[]): string {
	const traced = effects.flatMap((effect) => (effect.effect === "trace" ? [effect.decision] : []));
	return traced.at(-1) ?? "nothing is said";
}

function isFirstOfItsLook(message: PreviewMessage, at: number, all: readonly PreviewMessage[]): boolean {
	const look = ({ shown, silent, failure }: PreviewMessage) => JSON.stringify([shown, silent, failure]);
	return all.findIndex((other) => look(other) === look(message)) === at;
}
