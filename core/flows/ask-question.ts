import type { Content } from "#core/delivery/content.ts";
import { atFrontier, leaveKeepMode, remembered } from "./keep-mode.ts";
import { assign, journal, trace, visit } from "./note.ts";
import { type Posed, pose, questionOf } from "./pose-question.ts";
import { askLeave, isAnswer, type Leave } from "./proactive.ts";
import type { Question } from "./program.ts";
import { DONE, type Menu, MORE, pageOf, showMenu } from "./render.ts";
import { plainWords, words, worldOf } from "./run-world.ts";
import { armSilence, askedInVain, endSilently } from "./silence.ts";
import { abilitiesOf, speak, templateOf } from "./speak.ts";
import { rise } from "./stack.ts";
import { applyKept } from "./take-answer.ts";
import { takeBrought } from "./take-fact.ts";
import type { Asked, Button } from "./talk.ts";
import { tokens } from "./tokens.ts";
import { type Doing, type Draft, type DraftFrame, type Turn, topFrame } from "./turn.ts";

/** An `ask` or `choose` is reached: it is asked, or the answer given before the correction still stands. */
export function* askQuestion(turn: Turn, run: Draft, frame: DraftFrame, question: Question): Doing<"on" | "stop"> {
	const posed = yield* pose(turn, run, frame, question);
	if (posed === "none") {
		trace(turn, run, frame, "choose", { decision: "nothing to choose from" });
		journal(turn, run, frame, { kind: "set", undo: assign(run, frame, question.variable, null) });
		frame.pc = question.ifNone ?? question.next;
		return "on";
	}
	if (atFrontier(run, frame)) leaveKeepMode(run);
	if (yield* takeBrought(turn, run, frame, { question, posed })) return "on";
	const kept = remembered(run, frame, "answer");
	if (kept && (yield* applyKept(turn, run, frame, question, posed, kept))) return "on";
	if (askedInVain(run, frame)) {
		endSilently(turn, run);
		return "stop";
	}

	const leave = yield* askLeave(turn, run, frame, { kind: "question", whatsapp: question.whatsapp });
	if (!leave) return "stop";
	const count = visit(frame);
	run.revive = undefined;
	const fresh = { visit: count, page: 0, picked: [], misses: 0, nudged: false, proactive: leave.class === "proactive" };
	yield* sendQuestion(turn, run, frame, question, posed, fresh, { leave, first: true });
	trace(turn, run, frame, question.kind, { decision: "asked", result: posed.text });
	return "stop";
}

/** The question that waits, once more with the data of now: after a handler, a hand-back, a run that lay above. */
export function* repeatQuestion(turn: Turn, run: Draft): Doing {
	const frame = topFrame(run);
	const question = questionOf(turn, frame);
	const posed = yield* pose(turn, run, frame, question);
	if (posed === "none") {
		frame.pc = question.ifNone ?? question.next;
		return;
	}
	const {
		visit: count = frame.visits[frame.pc] ?? 1,
		misses = 0,
		nudged = false,
		page = 0,
		picked = [],
	} = run.asked ?? {};
	const leave: Leave = { class: isAnswer(turn, run) ? "answer" : "proactive", channel: run.channel };
	const again = { visit: count, page, picked, misses, nudged, proactive: false };
	yield* sendQuestion(turn, run, frame, question, posed, again, { leave });
}

/** The same question under other words (a retry), on another page, or with other options ticked. */
export function* showAgain(
	turn: Turn,
	run: Draft,
	change: {
		readonly lead?: string;
		readonly page?: number;
		readonly picked?: readonly string[];
		readonly missed?: boolean;
		readonly edits?: string | undefined;
	},
): Doing {
	const frame = topFrame(run);
	const question = questionOf(turn, frame);
	const asked = run.asked;
	if (!asked) throw new Error(`Run ${run.id} has no question to show again.`);
	const posed: Posed | "none" = yield* pose(turn, run, frame, question);
	if (posed === "none") return yield* repeatQuestion(turn, run);
	const state = {
		visit: asked.visit,
		page: change.page ?? asked.page,
		picked: change.picked ?? asked.picked,
		misses: asked.misses + (change.missed ? 1 : 0),
		nudged: asked.nudged,
		proactive: false,
	};
	const leave: Leave = { class: "answer", channel: run.channel };
	// Another page has other pictures, and they must not stand below the menu that they belong to.
	const pictures = change.page !== undefined && posed.images.size > 0;
	const edits = pictures ? undefined : change.edits;
	yield* sendQuestion(turn, run, frame, question, posed, state, { leave, pictures, lead: change.lead, edits });
}

type State = Pick<Asked, "visit" | "page" | "picked" | "misses" | "nudged" | "proactive">;

/** How a question goes out: for the first time, under other words, in place of the message that carried it. */
type Showing = {
	readonly leave: Leave;
	readonly first?: boolean;
	/** The pictures of these options have not been shown yet. */
	readonly pictures?: boolean;
	readonly lead?: string | undefined;
	readonly edits?: string | undefined;
};

function* sendQuestion(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	question: Question,
	posed: Posed,
	state: State,
	{ leave, first = false, pictures = first, lead, edits }: Showing,
): Doing {
	const abilities = abilitiesOf(turn, leave.channel);
	const token = tokens(turn, run, frame);
	const menu = menuOf(question, posed, state);
	const controls = yield* menuWords(turn);
	const shown = showMenu(lead ?? posed.text, menu, abilities, controls, token);
	if (pictures) yield* sendAlbum(turn, run, frame, { posed, menu, leave });

	const wanted = requestOf(question, abilities);
	const world = worldOf(turn, run, frame);
	const part = first ? "question" : `again-${run.seq}`;
	const separate = posed.media.length > 0 && shown.text.length > abilities.captionLimit;
	if (separate)
		yield* speak(turn, run, frame, { part: `image-${run.seq}`, content: { text: "", media: posed.media }, leave });
	const content: Content = {
		text: shown.text,
		...(posed.media.length > 0 && !separate && lead === undefined ? { media: posed.media } : {}),
		...(shown.buttons.length > 0 ? { buttons: shown.buttons } : {}),
		...(wanted ? { request: { kind: wanted, label: requestLabel(wanted, turn.talk.language) } } : {}),
		...(edits === undefined ? {} : { edits }),
	};
	const template =
		leave.channel === "whatsapp" ? yield* templateOf(turn, question.whatsapp, frame.flow, world) : undefined;
	yield* speak(turn, run, frame, { part, content, leave, template, question: true });
	if (shown.buttons.length > 0) writeButtons(turn, { run, frame, state, posed, menu, controls, token });

	run.asked = {
		...state,
		frame: frame.id,
		pc: frame.pc,
		at: turn.now,
		shown: posed.shown,
		text: posed.text,
		options: posed.options,
		lines: shown.lines,
		request: wanted !== undefined,
	};
	run.status = "waiting_input";
	run.resuming = undefined;
	run.pausedAt = undefined;
	rise(turn, run);
	armSilence(turn, run, question);
}

function menuOf(question: Question, posed: Posed, { page, picked }: State): Menu {
	return {
		lines: posed.options,
		paged: posed.listed,
		page,
		perPage: question.page,
		many: question.many,
		picked,
		numbered: question.kind === "choose" || !NUMERIC.has(question.type),
	};
}

/** There a number is the value, so lines are not numbered (§9.3). */
const NUMERIC: ReadonlySet<string> = new Set(["int", "number", "scale"]);

function* menuWords(turn: Turn): Doing<{ more: string; done: string; replyWithNumber: string }> {
	const { more, done, reply_with_number } = turn.talk.settings.texts;
	const world = worldOf(turn);
	return {
		more: yield* plainWords(turn, more, "_defaults", world),
		done: yield* plainWords(turn, done, "_defaults", world),
		replyWithNumber: yield* words(turn, reply_with_number, "_defaults", world),
	};
}

/** Pictures of the elements on this page, as an album before the question; under each stands which one it is. */
function* sendAlbum(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	{ posed, menu, leave }: { posed: Posed; menu: Menu; leave: Leave },
): Doing {
	if (posed.images.size === 0) return;
	const abilities = abilitiesOf(turn, leave.channel);
	const media = pageOf(menu, abilities)
		.lines.filter(({ key }) => posed.images.has(key))
		.slice(0, abilities.album)
		.map(({ key, label }) => ({ kind: "photo" as const, source: posed.images.get(key) ?? "", caption: label }));
	if (media.length > 0)
		yield* speak(turn, run, frame, { part: `album-${run.seq}`, content: { text: "", media }, leave });
}

function requestOf(question: Question, { requests }: { requests: readonly ("phone" | "location")[] }) {
	if (question.kind !== "ask") return undefined;
	const wanted = question.type === "address" ? "location" : question.type;
	return requests.find((kind) => kind === wanted && question.type !== "address") ?? undefined;
}

/** The words on the messenger's own button; the messenger shows them, so they are no text of a flow. */
function requestLabel(kind: "phone" | "location", language: string): string {
	const russian = language.startsWith("ru");
	if (kind === "phone") return russian ? "Отправить мой номер" : "Send my phone number";
	return russian ? "Отправить место на карте" : "Send my location";
}

/** What a menu's buttons are: those of all its pages, by the captions that the customer reads. */
type Written = {
	readonly run: Draft;
	readonly frame: DraftFrame;
	readonly state: State;
	readonly posed: Posed;
	readonly menu: Menu;
	readonly controls: { readonly more: string; readonly done: string };
	readonly token: (key: string) => string;
};

function writeButtons(turn: Turn, { run, frame, state, posed, menu, controls, token }: Written): void {
	const place = { run: run.id, does: "answer", frame: frame.id, pc: frame.pc, visit: state.visit } as const;
	const buttons: Button[] = posed.options.map(({ key, label }) => ({
		...place,
		token: token(key),
		label,
		option: key,
	}));
	if (menu.paged > 0) buttons.push({ ...place, token: token(MORE), label: controls.more, option: MORE });
	if (menu.many) buttons.push({ ...place, token: token(DONE), label: controls.done, option: DONE });
	turn.effects.push({ effect: "buttons", buttons });
}
