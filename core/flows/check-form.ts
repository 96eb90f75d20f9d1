import type { Checking } from "./checking.ts";
import type { AskStep, ChooseStep, Handler, Option, SayStep, Start, Step, SwitchStep, WaitStep } from "./flow-file.ts";
import { isPlainMap } from "./read-steps.ts";

/** Rules of form that stand between the words of one map: which of them exclude and which need each other. */
export function checkForm(check: Checking): void {
	if (check.file.kind === "flow") {
		for (const start of check.flow.start) checkStart(check, start);
		for (const line of check.flow.stop_when)
			if (line.event === undefined && line.if === undefined) missing(check, line, "event or if");
	}
	for (const handler of handlersOf(check)) checkHandler(check, handler);
	for (const { step } of check.file.steps) checkStep(check, step);
}

/** The handlers of a flow, or of `_always.yaml`. */
export function handlersOf(check: Checking): Handler[] {
	const handlers = check.file.kind === "always" ? check.file.content.handlers : check.file.content.during;
	return Array.isArray(handlers) ? handlers.filter((handler): handler is Handler => isPlainMap(handler)) : [];
}

const TRIGGERS = ["says", "command", "link", "event", "enters", "leaves", "date", "every"] as const;
const ENTRY = ["wait", "between", "if", "key"];
/** Which further words go with which trigger. */
const GO_WITH: Record<(typeof TRIGGERS)[number], readonly string[]> = {
	says: [],
	command: [],
	link: [],
	event: [...ENTRY, "settle", "to"],
	enters: ENTRY,
	leaves: ENTRY,
	date: [...ENTRY, "before", "after", "at"],
	every: [...ENTRY, "at", "day", "segment"],
};

function checkStart(check: Checking, start: Start): void {
	const words = Object.keys(start).filter((word) => word !== "line");
	const [trigger, second] = TRIGGERS.filter((word) => word in start);
	if (!trigger) {
		missing(check, start, TRIGGERS.join(", "));
		return;
	}
	if (second) {
		excluded(check, start, second, trigger);
		return;
	}
	for (const word of words)
		if (word !== trigger && !GO_WITH[trigger].includes(word)) excluded(check, start, word, trigger);
	checkMoment(check, start, trigger);
}

/** When it starts: what an hour or a delay needs beside it. */
function checkMoment(check: Checking, start: Start, trigger: (typeof TRIGGERS)[number]): void {
	if (trigger === "event" && start.settle !== undefined && start.key === undefined)
		missing(check, start, "key", 'beside "settle"');
	if ((trigger === "date" || trigger === "every") && start.at === undefined) missing(check, start, "at");
	if (start.before !== undefined && start.after !== undefined) excluded(check, start, "after", "before");
}

function checkHandler(check: Checking, handler: Handler): void {
	const [first, second] = (["steps", "change", "launch"] as const).filter((word) => word in handler);
	if (!first) missing(check, handler, "steps, change or launch");
	else if (second) excluded(check, handler, second, first);
	if (check.file.kind === "always" && handler.says.length === 0 && handler.command === undefined)
		missing(check, handler, "says or command");
}

function checkStep(check: Checking, step: Step): void {
	switch (step.verb) {
		case "say":
			checkSay(check, step);
			return;
		case "ask":
			checkAsk(check, step);
			return;
		case "choose":
			checkChoose(check, step);
			return;
		case "switch":
			checkSwitch(check, step);
			return;
		case "wait":
			checkWait(check, step);
			return;
		case "offer":
			for (const row of step.pick ?? []) if (Object.keys(row.give).length !== 1) missing(check, row.give, "one gift");
	}
}

function checkSay(check: Checking, { say }: SayStep): void {
	if (say.text !== undefined && say.any !== undefined) excluded(check, say, "any", "text");
	const says = ["text", "any", "image", "file", "video", "telegram", "whatsapp"].some((word) => word in say);
	if (!says) missing(check, say, "text");
	for (const button of say.buttons ?? []) {
		if (button.url === undefined && button.launch === undefined) missing(check, button, "url or launch");
		if (button.url !== undefined && button.launch !== undefined) excluded(check, button, "launch", "url");
	}
}

function checkAsk(check: Checking, step: AskStep): void {
	if (step.type !== "scale") {
		for (const word of ["from", "to", "labels"]) if (word in step) excluded(check, step, word, "any type but scale");
	} else for (const word of ["from", "to"]) if (!(word in step)) missing(check, step, word);
}

function checkChoose(check: Checking, step: ChooseStep): void {
	if (step.options.length === 0 && step.from === undefined) missing(check, step, "options or from");
	if (step.from === undefined)
		for (const word of ["value", "label", "item_image", "page", "if_none"])
			if (word in step && word !== "page") goesWith(check, step, word, "from");
	for (const option of step.options) checkOption(check, step, option);
}

const LEAVES = ["goto", "change", "launch", "steps"] as const;

function checkOption(check: Checking, step: ChooseStep, option: Option): void {
	const leaves = LEAVES.filter((word) => word in option);
	const [first, second] = leaves;
	if (first && second) excluded(check, option, second, first);
	else if (first && step.many) excluded(check, option, first, "many: true");
}

function checkSwitch(check: Checking, step: SwitchStep): void {
	for (const [at, branch] of step.switch.entries())
		if ("else" in branch) checkElse(check, branch, at === step.switch.length - 1);
		else for (const word of ["if", "then"]) if (!(word in branch)) missing(check, branch, word);
}

function checkElse(check: Checking, branch: SwitchStep["switch"][number], isLast: boolean): void {
	if ("if" in branch) excluded(check, branch, "else", "if");
	else if (!isLast)
		check.error("F012", check.file.places.keyOf(branch, "else"), '"else" stands in the last branch only');
}

function checkWait(check: Checking, step: WaitStep): void {
	if (step.for !== undefined) return;
	for (const word of ["if", "then", "else"]) if (word in step) goesWith(check, step, word, "for");
}

function missing(check: Checking, object: object, word: string, beside = "here"): void {
	// What is blank because it was not there has been told.
	if (!check.file.places.has(object)) return;
	if (check.file.places.wasMeant(object, word.split(/, | or /))) return;
	check.error("F011", check.file.places.startOf(object), `${quoted(word)} is missing ${beside}`);
}

function quoted(word: string): string {
	return /[ ,]/.test(word) ? `one of these words — ${word} —` : `the word "${word}"`;
}

function excluded(check: Checking, object: object, word: string, other: string): void {
	check.error("F012", check.file.places.keyOf(object, word), `"${word}" does not go with ${other}`);
}

function goesWith(check: Checking, object: object, word: string, other: string): void {
	check.error("F012", check.file.places.keyOf(object, word), `"${word}" stands only beside "${other}"`);
}
