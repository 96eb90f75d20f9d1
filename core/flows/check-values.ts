import { typeOfValue } from "./check-names.ts";
import type { Checking } from "./checking.ts";
import { checkFormula, parseFormula } from "./expression.ts";
import type { Step } from "./flow-file.ts";
import { elementOf, fileScope, scopeAt, typeAsked, variables } from "./flow-scope.ts";
import { didYouMean, nearest } from "./nearest.ts";
import type { Leaf } from "./reading.ts";
import { type Scope, widen } from "./scope.ts";
import { describeType, fits, type ValueType } from "./types.ts";
import type { Parameter } from "./vocabulary.ts";

/** What goes into variables and actions: whether it fits the type that is declared there. */
export function checkValues(check: Checking): void {
	const base = fileScope(check);
	const types = check.file.kind === "flow" ? variables(check.flow.vars) : {};
	for (const { step } of check.file.steps) checkStep(check, step, types, base);
	for (const leaf of check.file.leaves)
		if (leaf.lang === "value") checkLeaf(check, leaf, scopeAt(check, base, leaf), types);
}

function checkLeaf(check: Checking, leaf: Leaf, scope: Scope, types: Record<string, ValueType>): void {
	const step = leaf.where.step as Step | undefined;
	const [word, name, deeper] = leaf.where.words;
	if (!step || typeof name !== "string" || deeper !== undefined) return;
	if (Object.hasOwn(types, leaf.text)) return; // F035 has been said: the plain name of a variable
	const wanted = wantedBy(check, step, String(word), name, types);
	if (!wanted) return;
	const given = typeOfValue(leaf, scope);
	if (!given || wanted.types.some((type) => fitsValue(leaf, given, type))) return;
	const what = wanted.types.map(describeType).join(" or ");
	check.error(
		step.verb === "do" ? "F041" : "F034",
		leaf.node.start,
		`"${name}" takes ${what}, and this is ${describeType(given)}`,
	);
}

/** A text that is written out may stand for a date, a phone and the like; a computed one may not. */
function fitsValue(leaf: Leaf, given: ValueType, wanted: ValueType): boolean {
	if (fits(given, wanted)) return true;
	return (
		!leaf.text.startsWith("=") &&
		given.is === "text" &&
		["date", "time", "datetime", "duration", "file"].includes(wanted.is)
	);
}

/** What the place takes that a value is put into; undefined if nothing is known of it, or if that is told elsewhere. */
function wantedBy(
	check: Checking,
	step: Step,
	word: string,
	name: string,
	types: Record<string, ValueType>,
): Pick<Parameter, "types"> | undefined {
	if (step.verb === "do" && word === "with") return check.vocabulary.actions[step.do]?.with[name];
	const type = declaredAt(check, step, name, types);
	return type && { types: [type] };
}

/** The type of the variable that `set`, `call` or `launch` fills. */
function declaredAt(
	check: Checking,
	step: Step,
	name: string,
	types: Record<string, ValueType>,
): ValueType | undefined {
	switch (step.verb) {
		case "set":
			return types[name];
		case "call":
			return variables(check.varsOf(step.call))[name];
		case "launch":
			return variables(check.varsOf(step.launch))[name];
		default:
			return undefined;
	}
}

function checkStep(check: Checking, step: Step, types: Record<string, ValueType>, base: Scope): void {
	switch (step.verb) {
		case "do":
			checkAction(check, step, types);
			break;
		case "set":
			checkDeclared(check, step.set, Object.keys(types), "under vars");
			break;
		case "call":
		case "launch": {
			const flow = step.verb === "call" ? step.call : step.launch;
			if (step.with && check.shelf.flows.has(flow))
				checkDeclared(check, step.with, Object.keys(check.varsOf(flow)), `under vars of ${flow}`);
			if (step.verb === "call") checkSaved(check, step, { is: "text" }, types);
			break;
		}
		case "offer":
			checkSaved(check, step, { is: "record", record: "offer" }, types);
			break;
		case "split":
			checkSaved(check, step, { is: "text" }, types);
			break;
		case "ask":
			checkAsk(check, step, types);
			break;
		case "choose":
			checkChoose(check, step, types, base);
	}
}

function checkAction(check: Checking, step: Step & { verb: "do" }, types: Record<string, ValueType>): void {
	const action = check.vocabulary.actions[step.do];
	if (!action) return;
	const { places } = check.file;
	const given = step.with ?? {};
	const known = Object.keys(action.with);
	const strange = Object.keys(given).filter((name) => !known.includes(name));
	for (const name of strange) {
		const suggestion = nearest(name, known);
		check.error(
			"F041",
			places.keyOf(given, name),
			`${step.do} takes no "${name}"${didYouMean(suggestion)}`,
			suggestion,
		);
	}
	for (const [name, { optional }] of Object.entries(action.with)) {
		// A word that is not known was probably meant to be the one that is missing.
		if (optional || name in given || strange.some((word) => [undefined, name].includes(nearest(word, known)))) continue;
		check.error("F041", places.valueOf(step, "do"), `${step.do} needs "${name}" in with:`);
	}
	if (action.gives) checkSaved(check, step, action.gives, types);
	else if (step.save !== undefined)
		check.error("F041", places.valueOf(step, "save"), `${step.do} gives nothing that could be saved`);
}

function checkDeclared(check: Checking, map: object, known: string[], where: string): void {
	for (const name of Object.keys(map))
		if (!known.includes(name))
			check.unknown("F031", check.file.places.keyOf(map, name), `there is no variable "${name}" ${where}`, name, known);
}

function checkSaved(
	check: Checking,
	step: Step & { save?: string },
	given: ValueType,
	types: Record<string, ValueType>,
): void {
	const type = step.save === undefined ? undefined : types[step.save];
	if (type && !fits(given, type))
		check.error(
			"F034",
			check.file.places.valueOf(step, "save"),
			`${step.save} holds ${describeType(type)}, and this gives ${describeType(given)}`,
		);
}

function checkAsk(check: Checking, step: Step & { verb: "ask" }, types: Record<string, ValueType>): void {
	const declared = types[step.ask];
	const given = typeAsked(check, step);
	const { places } = check.file;
	if (declared && declared.is !== "anything" && step.type === undefined && given.is === "anything")
		check.error(
			"F034",
			places.valueOf(step, "ask"),
			`nobody can type ${describeType(declared)} — offer a choose, or give a type:`,
		);
	else if (declared && !fits(given, declared))
		check.error(
			"F034",
			places.valueOf(step, "type"),
			`${step.ask} holds ${describeType(declared)}, and this asks for ${describeType(given)}`,
		);
	else checkField(check, step, given);
}

/** `save: customer.birthday` takes what the field holds. */
function checkField(check: Checking, step: Step & { verb: "ask" | "choose" }, given: ValueType): void {
	const field = step.save === undefined ? undefined : check.vocabulary.writable[step.save];
	if (field && !fits(given, field.type))
		check.error(
			"F034",
			check.file.places.valueOf(step, "save"),
			`${step.save} holds ${describeType(field.type)}, and the answer is ${describeType(given)}`,
		);
}

function checkChoose(
	check: Checking,
	step: Step & { verb: "choose" },
	types: Record<string, ValueType>,
	base: Scope,
): void {
	const declared = types[step.choose];
	if (!declared) return;
	const given = chosenType(step, base);
	const wanted = step.many && declared.is === "list" ? declared.of : declared;
	const { places } = check.file;
	if (step.many && declared.is !== "list")
		check.error(
			"F034",
			places.valueOf(step, "choose"),
			`with many: true, ${step.choose} must be a list, and it is ${describeType(declared)}`,
		);
	else if (given && !fits(given, wanted))
		check.error(
			"F034",
			places.valueOf(step, step.value === undefined ? "from" : "value"),
			`${step.choose} holds ${describeType(wanted)}, and this gives ${describeType(given)}`,
		);
	else checkField(check, step, declared);
}

/** What an element of `from` gives: `value`, else the id of a record, else itself. */
function chosenType(step: Step & { verb: "choose" }, base: Scope): ValueType | undefined {
	if (step.from === undefined) return undefined;
	const element = elementOf(String(step.from), base);
	if (step.value === undefined) return element.is === "record" ? { is: "text" } : element;
	const read = parseFormula(String(step.value));
	if ("fault" in read) return undefined;
	const { type, faults } = checkFormula(read.formula, widen(base, { it: element }));
	return faults.length > 0 ? undefined : type;
}
