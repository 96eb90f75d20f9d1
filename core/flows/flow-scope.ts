import { answerGives } from "./answer-types.ts";
import type { Checking } from "./checking.ts";
import { checkFormula, parseFormula } from "./expression.ts";
import type { Start, Step } from "./flow-file.ts";
import type { Leaf } from "./reading.ts";
import { type Scope, scopeOf, widen } from "./scope.ts";
import { type Fields, parseType, type ValueType } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Names that exist in places only, beside the roots of the vocabulary. */
export const PLACE_NAMES = ["event", "answer", "it", "error"];

const ANYTHING: ValueType = { is: "anything" };

/** The names known all over a file: roots, declared variables, and the data of the event that starts it. */
export function fileScope(check: Checking): Scope {
	if (check.file.kind === "rule" || check.file.kind === "tip")
		return scopeOf(check.vocabulary, { event: happeningData(check.file.content, check.vocabulary) });
	if (check.file.kind !== "flow") return scopeOf(check.vocabulary, check.file.kind === "defaults" ? STANDING : {});
	const event = startEvent(check.flow.start, check.vocabulary);
	return scopeOf(check.vocabulary, { ...variables(check.flow.vars), ...(event ? { event } : {}) });
}

/** What a rule or a tip may read as `event`: the diary's, or what time has brought. */
function happeningData(content: Readonly<Record<string, unknown>>, vocabulary: Vocabulary): ValueType {
	if (typeof content.event === "string") return commonEvent([content.event], vocabulary);
	const word = Object.keys(BROUGHT_BY_TIME).find((one) => content[one] !== undefined);
	return word ? { is: "fields", called: word, fields: BROUGHT_BY_TIME[word] ?? {} } : ANYTHING;
}

const ORDER: Fields = { id: { is: "text" }, order: { is: "record", record: "order" } };
const BROUGHT_BY_TIME: Readonly<Record<string, Fields>> = {
	unanswered: { id: { is: "text" }, since: { is: "datetime" }, text: { is: "text" } },
	unpacked: ORDER,
	late: ORDER,
	due: { id: { is: "text" }, date: { is: "date" } },
	stock_under: { id: { is: "text" }, product: { is: "record", record: "product" }, left: { is: "int" } },
};

const SCALE_BOUNDS: Fields = { from: { is: "int" }, to: { is: "int" } };
/** What the texts of `_defaults.yaml` may name: bounds of a scale, and what a change of control is about. */
const STANDING: Fields = { ...SCALE_BOUNDS, event: ANYTHING };

/** Declared variables with their types; one whose type is unknown goes with everything. */
export function variables(vars: Readonly<Record<string, string>>): Record<string, ValueType> {
	return Object.fromEntries(Object.entries(vars).map(([name, type]) => [name, parseType(String(type)) ?? ANYTHING]));
}

/** The names known at one leaf: those of the file, of loops round it, and what only this place knows. */
export function scopeAt(check: Checking, base: Scope, leaf: Leaf): Scope {
	let scope = base;
	const step = leaf.where.step as Step | undefined;
	for (const { step: outer, words } of leaf.where.within)
		scope = widen(scope, namesInside(outer as Step, words, scope));
	return widen(scope, step ? namesInStep(check, step, leaf, scope) : namesInHead(check, leaf));
}

/** What a step gives to the steps inside it. */
function namesInside(step: Step, words: readonly (string | number)[], scope: Scope): Fields {
	if (step.verb === "each" && words[0] === "steps") return { [step.each.name]: elementOf(step.each.list, scope) };
	return words[0] === "on_error" ? { error: { is: "record", record: "refusal" } } : {};
}

function namesInStep(check: Checking, step: Step, leaf: Leaf, scope: Scope): Fields {
	if (!["ask", "choose", "wait"].includes(step.verb)) return {};
	const [word] = leaf.where.words;
	if (step.verb === "ask" && word === "reject") return { answer: typeAsked(check, step) };
	if (step.verb === "ask" && step.type === "scale" && word === "retry") return SCALE_BOUNDS;
	if (step.verb === "choose" && ["value", "label", "item_image"].includes(String(word)) && step.from !== undefined)
		return { it: elementOf(String(step.from), scope) };
	if (step.verb === "wait" && word === "if" && step.for !== undefined)
		return { event: commonEvent([step.for].flat(), check.vocabulary) };
	return {};
}

/** `goal`, `stop_when` and a trigger read the event that is named there. */
function namesInHead(check: Checking, leaf: Leaf): Fields {
	if (check.file.kind !== "flow") return {};
	const [section, at] = leaf.where.path;
	const { goal, stop_when: lines, start } = check.flow;
	const event =
		section === "goal"
			? goal?.event
			: (section === "stop_when" ? lines : section === "start" ? start : [])[Number(at)]?.event;
	return event === undefined ? {} : { event: commonEvent([event], check.vocabulary) };
}

/** The type that the answer of a question has. */
export function typeAsked(check: Checking, step: Step & { verb: "ask" }): ValueType {
	return answerGives(step.type ?? check.flow.vars?.[step.ask] ?? "") ?? ANYTHING;
}

/** The type of a list's elements, by its formula. */
export function elementOf(list: string, scope: Scope): ValueType {
	const read = parseFormula(list);
	if ("fault" in read) return ANYTHING;
	const { type } = checkFormula(read.formula, scope);
	return type.is === "list" ? type.of : ANYTHING;
}

/** The data of the event a flow starts by: with several, the fields that all of them have. */
function startEvent(starts: readonly Start[], vocabulary: Vocabulary): ValueType | undefined {
	const events = starts.flatMap(({ event }) => (event === undefined ? [] : [event]));
	return events.length === 0 ? undefined : commonEvent(events, vocabulary);
}

function commonEvent(events: readonly string[], vocabulary: Vocabulary): ValueType {
	const data = events.map((event) => vocabulary.events[event]);
	const [first, ...others] = data;
	if (!first || others.includes(undefined)) return ANYTHING;
	const shared = Object.entries(first).filter(([field]) => others.every((fields) => fields && field in fields));
	return { is: "fields", called: events.join(", "), fields: Object.fromEntries(shared) };
}
