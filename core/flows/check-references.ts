import { answerTypes, isAnswerType } from "./answer-types.ts";
import type { Checking } from "./checking.ts";
import { nearest } from "./nearest.ts";
import type { Leaf } from "./reading.ts";
import { parseType, typeWords } from "./types.ts";

/** Outcomes that only the engine gives (§8.2). */
const ENGINES_OWN = [
	"held_out",
	"stale",
	"no_consent",
	"opted_out",
	"no_channel",
	"no_template",
	"outbid",
	"not_worth",
	"over_budget",
	"paused",
	"left_audience",
	"failed",
	"stopped",
];

/** Names of things that stand elsewhere: in the vocabulary, in another file, in another step. */
export function checkReferences(check: Checking): void {
	for (const leaf of check.file.leaves) checkReference(check, leaf);
}

function checkReference(check: Checking, leaf: Leaf): void {
	const { text: word, node, where } = leaf;
	const at = node.start;
	const { shelf, vocabulary } = check;
	switch (leaf.lang) {
		case "action":
			among(check, "F040", at, word, Object.keys(vocabulary.actions), `unknown action "${word}"`);
			return;
		case "event":
			among(check, "F042", at, word, Object.keys(vocabulary.events), `unknown event "${word}"`);
			return;
		case "flow":
			among(check, "F044", at, word, [...shelf.flows.keys()], `there is no flow "${word}"`);
			return;
		case "segment":
			among(check, "F045", at, word, [...shelf.segments.keys()], `there is no segments/${word}.yaml`, "few");
			return;
		case "offer":
			among(check, "F045", at, word, [...shelf.offers.keys()], `there is no offers/${word}.yaml`, "few");
			return;
		case "team":
			among(
				check,
				"F045",
				at,
				word,
				Object.keys(check.defaults?.teams ?? { [word]: "" }),
				`there is no team "${word}" in _defaults.yaml`,
				"few",
			);
			return;
		case "stage":
			if (check.stages.length > 0 && !check.stages.includes(word))
				check.unknown("F046", at, `unknown stage "${word}"`, word, check.stages, "few");
			return;
		case "step":
			checkStepName(check, leaf, at);
			return;
		case "type":
			where.step ? checkAnswerType(check, word, at) : checkVariableType(check, word, at);
			return;
		case "outcome":
			if (ENGINES_OWN.includes(word)) check.error("F048", at, `"${word}" is the engine's own outcome`);
			return;
		case "handler":
			checkHandlerName(check, leaf, at);
			return;
		case "variable":
			checkVariable(check, leaf, at);
			return;
		case "field":
			among(check, "F031", at, word, Object.keys(vocabulary.writable), `"${word}" cannot be written by a flow`);
			return;
	}
}

function among(
	check: Checking,
	code: string,
	at: number,
	word: string,
	known: string[],
	message: string,
	few?: "few",
): void {
	if (!known.includes(word)) check.unknown(code, at, message, word, known, few);
}

/** The keys by which a step of this file may be named. */
function stepKeys(check: Checking): string[] {
	return check.file.steps.map(({ step }) => step.key);
}

function checkStepName(check: Checking, leaf: Leaf, at: number): void {
	if (check.file.kind !== "flow") return;
	const keys = stepKeys(check);
	const code = leaf.where.path[0] === "migrate" ? "F081" : "F043";
	const named = keys.filter((key) => !key.includes("["));
	if (!keys.includes(leaf.text)) check.unknown(code, at, `there is no step "${leaf.text}"`, leaf.text, named);
}

function checkVariableType(check: Checking, word: string, at: number): void {
	if (parseType(word) === undefined) check.unknown("F012", at, `unknown type "${word}"`, word, typeWords());
}

function checkAnswerType(check: Checking, word: string, at: number): void {
	if (!isAnswerType(word)) check.unknown("F012", at, `"${word}" cannot be asked for`, word, answerTypes);
}

/** `always: {menu: off}` names a handler of `_always.yaml`. */
function checkHandlerName(check: Checking, { text: word }: Leaf, at: number): void {
	const handlers = check.shelf.always?.content.handlers;
	if (!Array.isArray(handlers)) return;
	const names = handlers.map(({ key }: { key: string }) => key);
	if (word === "stop") check.error("F048", at, '"stop" is the engine\'s own: stop words hold everywhere');
	else among(check, "F045", at, word, names, `there is no handler "${word}" in _always.yaml`);
}

/** Variables that are filled or changed must be declared; `last` is a word of `change`. */
function checkVariable(check: Checking, leaf: Leaf, at: number): void {
	const word = leaf.text;
	const isChange = leaf.where.path.at(-1) === "change";
	if (isChange && word === "last") return;
	const known = Object.keys(check.file.kind === "flow" ? check.flow.vars : {});
	if (!known.includes(word)) {
		const isAnswer = ["ask", "choose"].includes(String(leaf.where.path.at(-1)));
		const remedy = isAnswer && nearest(word, known) === undefined ? ` — add vars: {${word}: text}` : "";
		check.unknown("F031", at, `there is no variable "${word}" under vars${remedy}`, word, known);
	} else if (isChange && !check.hasUnknownSteps && !isAsked(check, word))
		check.error("F043", at, `no step asks for "${word}", so it cannot be changed`);
}

function isAsked(check: Checking, variable: string): boolean {
	return check.file.steps.some(
		({ step }) =>
			(step.verb === "ask" && step.ask === variable) || (step.verb === "choose" && step.choose === variable),
	);
}
