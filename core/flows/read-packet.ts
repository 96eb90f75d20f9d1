import { type OpenEnd, openEnds } from "#core/conversations/open-ends.ts";
import type { Packet } from "#core/conversations/staff-turn.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { loadTalk, type StoredTalk } from "./load-talk.ts";
import type { OpenBook } from "./open-book.ts";
import type { Program } from "./program.ts";
import { shownValue } from "./shown-value.ts";
import type { Run, Value } from "./talk.ts";

/** The hand-back packet, filled in: where the bot may go on, what the customer has answered, what is still open. */
export type FilledPacket = {
	readonly lease: number;
	readonly waiting: {
		readonly flow: string;
		readonly title: string;
		readonly step: string;
		readonly question: string;
	} | null;
	/** `title`: what the customer is asked there, as the file has it. */
	readonly steps: readonly { readonly step: string; readonly title: string; readonly answered: boolean }[];
	readonly flows: readonly { readonly flow: string; readonly title: string }[];
	readonly facts: readonly {
		readonly variable: string;
		readonly step: string;
		readonly title: string;
		readonly was: Value;
		readonly label: string;
		/** What it may be, where the file says so; empty: any words. */
		readonly choices: readonly { readonly value: string; readonly label: string }[];
	}[];
	readonly openEnds: readonly OpenEnd[];
};

/** Reads what a holder may hand back with. */
export async function readPacket(
	shop: Shop,
	{ conversationId, flows: { book } }: { conversationId: string; flows: OpenBook },
): Promise<FilledPacket> {
	const talk = await loadTalk(shop.db, conversationId, shop.now());
	if (!talk) throw new Refusal("not-found", "There is no such conversation.");
	const run = waitingRun(talk);
	const program = run && programOf(run, book);
	return {
		lease: talk.lease,
		waiting: run && program ? waitingStep(run, program) : null,
		steps: run && program ? stepsOf(run, program) : [],
		flows: [...book.newest.values()].filter(isOffered).map(({ flow, title }) => ({ flow, title })),
		facts: run && program ? factsOf(run, program, talk) : [],
		openEnds: await openEnds(shop, { conversationId }),
	};
}

/** What the packet names must be there, or it is said before the conversation is released. */
export function refuseBadPacket(talk: StoredTalk, { at, instead, facts = {} }: Packet, { book }: OpenBook): void {
	if (typeof instead === "object" && !book.newest.has(instead.flow))
		throw new Refusal("stale", `There is no flow «${instead.flow}» any more. Choose where the bot goes on.`);
	const runs = talk.runs.filter(
		({ status }) => status === "with_operator" || status === "waiting_input" || status === "paused",
	);
	const has = (step: string) =>
		runs.some((run) => run.frames.some((frame) => programOf(frame, book)?.steps.some(({ key }) => key === step)));
	if (at !== undefined && !has(at))
		throw new Refusal("stale", `The step «${at}» does not exist any more. Choose where the bot goes on.`);
	const known = new Set(runs.flatMap(({ journal }) => journal.map(({ variable }) => variable)));
	const unknown = Object.keys(facts).filter((variable) => !known.has(variable));
	if (unknown.length > 0) throw new Refusal("invalid", `The dialog that waits knows nothing of ${unknown.join(", ")}.`);
}

function waitingRun({ runs }: StoredTalk): Run | undefined {
	const handed = runs.findLast(({ status }) => status === "with_operator");
	if (handed) return handed;
	const asking = runs.filter(({ stack, pushedBy }) => stack !== undefined && !pushedBy);
	return asking.toSorted((a, b) => (a.stack ?? 0) - (b.stack ?? 0)).at(-1);
}

function programOf(at: { flow: string; logic: string }, book: OpenBook["book"]): Program | undefined {
	return book.program(at.flow, at.logic);
}

function waitingStep(run: Run, program: Program): FilledPacket["waiting"] {
	const frame = run.frames.findLast(({ flow }) => flow === program.flow);
	const place = program.steps[program.code[frame?.pc ?? -1]?.step ?? -1];
	return {
		flow: program.flow,
		title: program.title,
		step: place?.key ?? program.flow,
		question: run.asked?.text ?? "",
	};
}

/** Steps that ask something: elsewhere nobody would know what the bot is to say. */
function stepsOf(run: Run, program: Program): FilledPacket["steps"] {
	return program.steps
		.filter(({ variable }) => variable !== undefined)
		.map((place) => ({
			step: place.key,
			title: questionAt(program, place),
			answered: answerIn(run, place.variable) !== undefined,
		}));
}

function answerIn({ journal }: Run, variable: string | undefined) {
	return journal.findLast((entry) => entry.kind === "answer" && entry.variable === variable);
}

function factsOf(run: Run, program: Program, { zone, language }: StoredTalk): FilledPacket["facts"] {
	return program.steps.flatMap((place) => {
		const { key, variable } = place;
		const answer = answerIn(run, variable);
		if (variable === undefined || !answer || WAYS.has(variable)) return [];
		const was = answer.value ?? null;
		const choices = choicesOf(program, variable);
		const pressed = choices.find(({ value }) => value === was)?.label;
		const label = pressed ?? shownValue(was, { zone: zone ?? "UTC", language }) ?? "";
		return [{ variable, step: key, title: questionAt(program, place), was, label, choices: pressed ? choices : [] }];
	});
}

/** Where somebody went in the dialog is no fact about their order. */
const WAYS: ReadonlySet<string> = new Set(["next", "confirm", "fix", "category"]);

/** The question's first line; what it fills in is not known here. A step's id says nothing to an operator. */
function questionAt({ code, steps }: Program, place: Program["steps"][number]): string {
	const asks = code.find((one) => one.op === "question" && steps[one.step] === place);
	if (asks?.op !== "question") return place.key;
	const [line = ""] = asks.question.text.text
		.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, "…")
		.trim()
		.split("\n");
	return /\p{L}/u.test(line) ? line : place.key;
}

/** The buttons behind an answer, in the file's words: `courier` says nothing to an operator. None where a label is worked out. */
function choicesOf({ code }: Program, variable: string): FilledPacket["facts"][number]["choices"] {
	const options = code.flatMap((one) =>
		one.op === "question" && one.question.variable === variable ? one.question.options : [],
	);
	const choices = options.filter(({ fills }) => fills).map(({ id, label }) => ({ value: id, label: label.text }));
	return choices.some(({ label }) => label.includes("{")) ? [] : choices;
}

/** Flows that begin with the customer; what waits for an event has no sense out of it. */
function isOffered({ start }: Program): boolean {
	return start.some(({ by }) => by === "says" || by === "command");
}
