import { handlersOf } from "./check-form.ts";
import type { Checking } from "./checking.ts";
import { faceOf } from "./face.ts";
import type { AskStep, Handler, Option, Step } from "./flow-file.ts";
import { leaves } from "./flow-graph.ts";
import { variables } from "./flow-scope.ts";
import { normalise } from "./normalise.ts";
import { placeOfOption } from "./option-place.ts";

/** Questions: that their answers are used, their options lead on, their labels fit, and a person can be reached. */
export function checkQuestions(check: Checking): void {
	checkUnused(check);
	checkOptions(check);
	checkLabels(check);
	checkOrdinary(check);
	checkPerson(check);
}

/** An answer that nothing uses should not be asked for. */
function checkUnused(check: Checking): void {
	const { names } = faceOf(check.file);
	for (const { step } of check.file.steps) {
		if (step.verb !== "ask" || names.has(step.ask) || keptForOthers(check, step)) continue;
		if (mayBeMisspelt(check, step.ask)) continue;
		check.warn("F036", check.file.places.startOf(step), `nothing uses this answer — use ${step.ask}, or do not ask`);
	}
}

/** A name that is not under `vars` has been told (F031): perhaps another one was meant, and that one is used. */
function mayBeMisspelt(check: Checking, variable: string): boolean {
	return !Object.hasOwn(check.flow.vars, variable);
}

function keptForOthers(check: Checking, step: AskStep): boolean {
	if (step.save === undefined) return false;
	if (check.vocabulary.writable[step.save]?.consent !== undefined) return true;
	const path = step.save.split(".");
	return check.shelf.files.some(({ file }) =>
		faceOf(file).customer.some((names) => path.every((word, at) => names[at] === word)),
	);
}

/** An option gives its id to the variable; where that does not fit, it must lead elsewhere. */
function checkOptions(check: Checking): void {
	const types = variables(check.flow.vars);
	for (const { step } of check.file.steps) {
		if (step.verb !== "choose") continue;
		const type = types[step.choose];
		const takesIds =
			!type || type.is === "text" || type.is === "anything" || (type.is === "list" && step.many === true);
		if (takesIds) continue;
		for (const option of step.options)
			if (!leavesBy(option))
				check.error(
					"F058",
					placeOfOption(check, option),
					`"${option.id}" does not fit ${step.choose} and goes on — add goto, change, or steps that end`,
				);
	}
}

function leavesBy(option: Option): boolean {
	return (
		option.goto !== undefined || option.change !== undefined || (option.steps !== undefined && leaves(option.steps))
	);
}

/** What a button of WhatsApp holds, and a row of its lists. */
const BUTTON = 20;
const ROW = 24;

function checkLabels(check: Checking): void {
	for (const { step } of check.file.steps) {
		const labelled: { label?: string; short?: string }[] =
			step.verb === "choose" ? step.options : step.verb === "say" ? (step.say.buttons ?? []) : [];
		for (const item of labelled) checkLabel(check, item);
		if (step.verb === "ask" || step.verb === "choose") checkLabel(check, step, "optional", "write it shorter");
	}
}

function checkLabel(check: Checking, item: object, word = "label", remedy = "add short: for WhatsApp"): void {
	const label: unknown = Reflect.get(item, word);
	const fault = typeof label === "string" && !("short" in item) ? tooLongFor(label, remedy) : undefined;
	if (fault !== undefined) check.warn("F061", check.file.places.valueOf(item, word), fault);
}

/** What is wrong with a label that WhatsApp would cut, in whatever language. */
export function tooLongFor(label: string, remedy: string): string | undefined {
	const length = label.includes("{") ? 0 : [...label.trim()].length;
	if (length <= ROW) return undefined;
	return `label is ${length} characters: WhatsApp list rows hold ${ROW}, buttons ${BUTTON} — ${remedy}`;
}

/** «Не надо» to a free question would be taken by a handler of that phrase. */
function checkOrdinary(check: Checking): void {
	const asksFreely = check.file.steps.some(
		({ step }) => step.verb === "ask" && ["text", "address"].includes(step.type ?? check.flow.vars[step.ask] ?? ""),
	);
	if (!asksFreely) return;
	const ordinary = (check.defaults?.ordinary_answers ?? []).map(normalise);
	for (const leaf of check.file.leaves)
		if (
			leaf.lang === "phrase" &&
			leaf.where.path[0] === "during" &&
			leaf.where.path[2] === "says" &&
			ordinary.includes(normalise(leaf.text))
		)
			check.warn(
				"F064",
				leaf.node.start,
				`"${leaf.text}" is an ordinary answer, and this flow asks freely: it would be taken for this phrase`,
			);
}

/** From every question a customer must come to a person. */
function checkPerson(check: Checking): void {
	if (!("operator" in check.flow.always)) return;
	const during = check.flow.during.some((handler) => handsOver(handler.steps ?? []));
	if (during) return;
	for (const { step } of check.file.steps) {
		if (step.verb !== "ask" && step.verb !== "choose") continue;
		if (step.verb === "choose" && step.options.some((option) => handsOver(option.steps ?? []))) continue;
		check.error(
			"F053",
			check.file.places.startOf(step),
			'the customer cannot reach an operator from here — switch the "operator" handler on, or add during: or an option with a handoff',
		);
	}
}

/** `_always.yaml` needs an operator handler that comes to a handoff. */
export function checkOperator(check: Checking): void {
	const operator = handlersOf(check).find(({ key }: Handler) => key === "operator");
	if (operator && !handsOver(operator.steps ?? []))
		check.error(
			"F053",
			check.file.places.startOf(operator),
			"the operator handler must come to a handoff without another question",
		);
}

/** Whether every way through these steps comes to a handoff before any question. */
function handsOver(steps: readonly Step[]): boolean {
	for (const step of steps) {
		if (step.verb === "handoff") return true;
		if (step.verb === "ask" || step.verb === "choose" || step.verb === "end" || step.verb === "goto") return false;
		if (step.verb === "if" && step.else && handsOver(step.then) && handsOver(step.else)) return true;
	}
	return false;
}
