import { repeatQuestion } from "./ask-question.ts";
import { waitOn } from "./come-back.ts";
import { endRun } from "./end-run.ts";
import { readLabel } from "./read-label.ts";
import { showMenu } from "./render.ts";
import { plainWords, words, worldOf } from "./run-world.ts";
import { abilitiesOf, speak } from "./speak.ts";
import { startRun } from "./start-run.ts";
import type { Button } from "./talk.ts";
import { tokens } from "./tokens.ts";
import { type Doing, type Draft, type Turn, topFrame } from "./turn.ts";

/** What the customer may wish for a dialog that lay still for long. */
export type Wish = "continue" | "restart" | "cancel";

const WISHES: readonly Wish[] = ["continue", "restart", "cancel"];

/** A run has lain under another one for longer than `live`: whether to go on is asked first (§9.4). */
export function* askToResume(turn: Turn, run: Draft): Doing {
	const frame = topFrame(run);
	waitOn(turn, run);
	run.resuming = true;
	const text = yield* words(turn, turn.talk.settings.texts.resume, "_defaults", worldOf(turn, run, frame));
	const lines: { key: string; label: string }[] = [];
	for (const wish of WISHES) lines.push({ key: keyOf(wish), label: yield* labelOf(turn, wish) });
	const token = tokens(turn, run, frame);
	const menu = { lines, paged: 0, page: 0, perPage: undefined, many: false, picked: [], numbered: false };
	const shown = showMenu(
		text,
		menu,
		abilitiesOf(turn, run.channel),
		{ more: "", done: "", replyWithNumber: "" },
		token,
	);
	const labels = shown.buttons.length > 0 ? "" : `\n${lines.map(({ label }) => `— ${label}`).join("\n")}`;
	const content = { text: shown.text + labels, ...(shown.buttons.length > 0 ? { buttons: shown.buttons } : {}) };
	const leave = { class: "answer", channel: run.channel } as const;
	yield* speak(turn, run, frame, { part: `resume-${run.seq}`, content, leave, question: true });
	const visit = run.asked?.visit ?? 0;
	const buttons: Button[] = lines.map(({ key, label }) => ({
		token: token(key),
		run: run.id,
		label,
		does: "answer",
		frame: frame.id,
		pc: frame.pc,
		visit,
		option: key,
	}));
	turn.effects.push({ effect: "buttons", buttons });
}

/** Go on, start again on the newest version, or drop it. */
export function* answerResume(turn: Turn, run: Draft, wish: Wish): Doing {
	run.resuming = undefined;
	if (wish === "continue") {
		yield* repeatQuestion(turn, run);
		return;
	}
	endRun(turn, run, "dropped");
	const program = turn.talk.book.newest.get(run.flow);
	if (wish === "restart" && program) yield* startRun(turn, program, { customerAt: turn.now });
}

export function* saidToResume(turn: Turn, text: string): Doing<Wish | undefined> {
	const labels: { id: string; label: string }[] = [];
	for (const wish of WISHES) labels.push({ id: keyOf(wish), label: yield* labelOf(turn, wish) });
	return wishOf(readLabel(text, labels)?.option.id);
}

/** The wish that a button's option stands for. */
export function wishOf(option: string | undefined): Wish | undefined {
	return WISHES.find((wish) => keyOf(wish) === option);
}

function keyOf(wish: Wish): string {
	return `resume:${wish}`;
}

function* labelOf(turn: Turn, wish: Wish): Doing<string> {
	return yield* plainWords(turn, turn.talk.settings.texts[`resume_${wish}`], "_defaults", worldOf(turn));
}
