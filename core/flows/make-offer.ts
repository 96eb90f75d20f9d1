import { remembered } from "./keep-mode.ts";
import { assign, journal, reachStage, trace, visit } from "./note.ts";
import { askLeave } from "./proactive.ts";
import type { ChannelVariant, Instruction, Program } from "./program.ts";
import { type Doing, type Draft, type DraftFrame, programOf, request, stepAt, type Turn } from "./turn.ts";
import type { Value } from "./types.ts";

type Offer = Extract<Instruction, { op: "offer" }>;

/** An `offer`: what this run holds already, or a coupon of core/offers, if the planner would let it be told. */
export function* makeOffer(turn: Turn, run: Draft, frame: DraftFrame, step: Offer): Doing<"on" | "stop"> {
	const held = remembered(run, frame, "offer") ?? run.journal.findLast((entry) => isHeld(entry, step.offer));
	if (held) {
		trace(turn, run, frame, "offer", { decision: "held already" });
		return keep(turn, run, frame, step, held.result ?? null);
	}
	const told = toldBy(programOf(turn, frame), frame.pc + 1);
	if (!(yield* askLeave(turn, run, frame, { kind: "offer", ...(told && { whatsapp: told }) }))) return "stop";

	const place = stepAt(programOf(turn, frame), frame.pc);
	if (place.ownStage) reachStage(turn, run, place);
	const key = `${run.id}/${frame.id}/${frame.pc}/${visit(frame)}`;
	const pick = step.pick === undefined ? {} : { pick: step.pick };
	const { offer, row } = yield* request({ need: "offer", offer: step.offer, ...pick, run: run.id, key });
	trace(turn, run, frame, "offer", { decision: offer ? (row ?? "held") : "none", effectKey: key });
	if (!offer) {
		frame.pc = step.ifNone ?? frame.pc + 1;
		return "on";
	}
	return keep(turn, run, frame, step, offer);
}

/**
 * How the message that tells of the offer goes to WhatsApp: without a template there it would not leave a day after the
 * customer's last word, and the coupon would be made for nobody. Where the way forks first, the nearest message counts.
 */
function toldBy({ code }: Program, from: number): ChannelVariant | undefined {
	for (let pc = from, steps = 0; steps < code.length; steps++) {
		const instruction = code[pc];
		if (instruction?.op === "say") return instruction.say.whatsapp;
		if (instruction?.op === "question") return instruction.question.whatsapp;
		if (!instruction || instruction.op === "finish" || instruction.op === "end") return undefined;
		pc = instruction.op === "jump" ? instruction.to : pc + 1;
	}
	return undefined;
}

function keep(turn: Turn, run: Draft, frame: DraftFrame, step: Offer, result: Value): "on" {
	const undo = step.save === undefined ? {} : assign(run, frame, step.save, result);
	journal(turn, run, frame, { kind: "offer", option: step.offer, result, undo });
	frame.pc += 1;
	return "on";
}

function isHeld(entry: Draft["journal"][number], offer: string): boolean {
	return entry.kind === "offer" && entry.option === offer;
}
