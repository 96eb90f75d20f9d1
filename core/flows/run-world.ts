import { evaluate, holds, knownFormula, type LookedAt } from "./expression.ts";
import { translationOf } from "./flow-translation.ts";
import type { FormulaSource, TextSource, ValueSource } from "./program.ts";
import { knownText, renderPlain, renderText } from "./texts.ts";
import { type Doing, type Draft, type DraftFrame, ownerOf, request, type Turn } from "./turn.ts";
import type { RecordValue, Value } from "./types.ts";
import { Wanting, type World } from "./world.ts";

/** Names that stand beside the roots at one place: `answer`, `it`, `error`, `from`. */
export type Extra = { readonly [name: string]: Value | undefined };

/** What formulas and texts of a run see. `run` may be absent: before a run begins there are only roots. */
export function worldOf(turn: Turn, run?: Draft, frame?: DraftFrame, extra?: Extra): World {
	return new RunWorld(turn, run, run && frame ? ownerOf(run, frame) : undefined, extra);
}

/** A class for speed: a turn makes some twenty of them, and methods cost nothing to make. */
class RunWorld implements World {
	readonly #turn: Turn;
	readonly #run: Draft | undefined;
	readonly #owner: DraftFrame | undefined;
	readonly #extra: Extra | undefined;
	readonly now: Date;
	readonly zone: string;
	readonly language: string;
	readonly currency: string;

	constructor(turn: Turn, run: Draft | undefined, owner: DraftFrame | undefined, extra: Extra | undefined) {
		this.#turn = turn;
		this.#run = run;
		this.#owner = owner;
		this.#extra = extra;
		this.now = turn.now;
		this.zone = turn.talk.zone;
		this.language = turn.talk.language;
		this.currency = turn.talk.settings.currency;
	}

	lookup(name: string): Value | undefined {
		if (this.#extra && Object.hasOwn(this.#extra, name)) return this.#extra[name];
		const vars = this.#owner?.vars;
		if (vars && Object.hasOwn(vars, name)) return vars[name];
		if (name === "run") return this.#run && aboutRun(this.#turn, this.#run);
		if (name === "event") return this.#run?.event;
		return rootNamed(this.#turn, name);
	}

	call(fn: string, args: readonly Value[]): Value {
		const known = this.#turn.reads.get(readKey(fn, args));
		if (known === undefined) throw new Wanting(fn, args);
		return known;
	}

	phrase(id: string): string | undefined {
		const phrase = this.#turn.talk.settings.phrases[id];
		return phrase && translated(this.#turn, phrase, "_phrases").text;
	}
}

/** The value of a formula; `read` functions are asked for as they come up. */
export function* workOut(turn: Turn, source: FormulaSource, world: World, looked?: LookedAt): Doing<Value> {
	const formula = knownFormula(source.formula);
	return yield* withReads(turn, () => evaluate(formula, world, looked));
}

/** Whether a condition holds. */
export function* isTrue(turn: Turn, source: FormulaSource, world: World, looked?: LookedAt): Doing<boolean> {
	const formula = knownFormula(source.formula);
	return yield* withReads(turn, () => holds(formula, world, looked));
}

/** A text for the customer, in their language, with markup. */
export function* words(turn: Turn, source: TextSource, flow: string, world: World): Doing<string> {
	const text = knownText(translated(turn, source, flow).text);
	return text.constant ?? (yield* withReads(turn, () => renderText(text, world)));
}

/** The same without markup: labels, notes, addresses, template parameters. */
export function* plainWords(turn: Turn, source: TextSource, flow: string, world: World): Doing<string> {
	const text = knownText(translated(turn, source, flow).text);
	return text.constant ?? (yield* withReads(turn, () => renderPlain(text, world)));
}

/** A value as written in a file. */
export function* valueWritten(turn: Turn, source: ValueSource, flow: string, world: World): Doing<Value> {
	if ("formula" in source) return yield* workOut(turn, source, world);
	if ("text" in source) return yield* plainWords(turn, source, flow, world);
	if ("literal" in source) return source.literal;
	if ("map" in source) return yield* valuesWritten(turn, source.map, flow, world);
	const list: Value[] = [];
	for (const item of source.list) list.push(yield* valueWritten(turn, item, flow, world));
	return list;
}

/** The values of a `with`. */
export function* valuesWritten(
	turn: Turn,
	sources: Readonly<Record<string, ValueSource>>,
	flow: string,
	world: World,
): Doing<Record<string, Value>> {
	const values: Record<string, Value> = {};
	for (const name in sources) {
		const source = sources[name];
		if (source) values[name] = yield* valueWritten(turn, source, flow, world);
	}
	return values;
}

function* withReads<T>(turn: Turn, work: () => T): Doing<T> {
	for (;;) {
		try {
			return work();
		} catch (thrown) {
			if (!(thrown instanceof Wanting)) throw thrown;
			const { value } = yield* request({ need: "read", name: thrown.fn, args: thrown.args });
			turn.reads.set(readKey(thrown.fn, thrown.args), value);
		}
	}
}

function readKey(fn: string, args: readonly Value[]): string {
	return `${fn} ${JSON.stringify(args)}`;
}

function translated(turn: Turn, source: TextSource, flow: string): TextSource {
	const { settings, language } = turn.talk;
	if (language === settings.language) return source;
	const translation = settings.translations[language]?.[flow];
	return (translation && translationOf(translation, source)) ?? source;
}

function rootNamed(turn: Turn, name: string): Value | undefined {
	switch (name) {
		case "customer":
		case "cart":
		case "catalogue":
		case "shop":
			return turn.roots[name];
		default:
			return undefined;
	}
}

function aboutRun(turn: Turn, run: Draft): RecordValue {
	return {
		id: run.id,
		flow: run.flow,
		channel: run.channel,
		started_at: run.startedAt.toISOString(),
		launched_by: run.launchedBy ?? null,
		link: turn.talk.link?.(run.id) ?? null,
	};
}
