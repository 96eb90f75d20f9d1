import fc from "fast-check";
import { expect, test } from "vitest";
import { compileFlow } from "#core/flows/compile.ts";
import type { FlowFile, Handler, Option, Step } from "#core/flows/flow-file.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import type { Program } from "#core/flows/program.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { Simulation } from "#core/flows/simulate.ts";
import type { Run } from "#core/flows/talk.ts";
import { manyRuns } from "#test/support/many-runs.ts";

/**
 * The model of correction (§9.5): somebody who always answers the same question, as it reads, the same way. However often
 * they change their mind on the way, at the end the variables must hold what they would hold had they answered so from
 * the first: an answer that depended on a changed one, and was kept, would show.
 */
const loaded = loadFlows(readFolder("flows"), shopVocabulary);
const shipped = openBook(loaded.book);

/** A program in outline. `on`: the variable it depends on, by number, if there is one so far. */
type Sketch =
	| { does: "ask" | "choose" | "many"; on: number; how: "text" | "options" | "when" | "not"; leaves?: boolean }
	| { does: "set" | "say"; on: number }
	| { does: "if"; on: number; then: Sketch[]; else: Sketch[] }
	| { does: "each" | "repeat"; inner: Sketch[] }
	| { does: "call"; on: number };

const { sketch } = fc.letrec<{ sketch: Sketch; few: Sketch[] }>((tie) => ({
	few: fc.array(tie("sketch"), { minLength: 1, maxLength: 3, depthIdentifier: "steps" }),
	sketch: fc.oneof(
		{ depthIdentifier: "steps", maxDepth: 2 },
		{
			weight: 5,
			arbitrary: fc.record({
				does: fc.constantFrom("ask" as const, "choose" as const, "many" as const),
				on: fc.nat(9),
				how: fc.constantFrom("text" as const, "options" as const, "when" as const, "not" as const, "not" as const),
				leaves: fc.boolean(),
			}),
		},
		fc.record({ does: fc.constantFrom("set" as const, "say" as const, "call" as const), on: fc.nat(9) }),
		fc.record({ does: fc.constant("if" as const), on: fc.nat(9), then: tie("few"), else: tie("few") }),
		fc.record({ does: fc.constantFrom("each" as const, "repeat" as const), inner: tie("few") }),
	),
}));

/** After so many answers: takes back a variable by its word, the last answer, or a pressed button; or lets a colleague do it. */
const second = fc.record({
	after: fc.nat(8),
	by: fc.constantFrom("word" as const, "back" as const, "button" as const, "colleague" as const),
	which: fc.nat(20),
});

test("a changed mind ends where a made-up mind would have ended", { timeout: 600_000 }, () => {
	fc.assert(
		fc.property(
			fc.array(sketch, { minLength: 2, maxLength: 6 }),
			fc.array(second, { minLength: 1, maxLength: 3 }),
			(sketches, changes) => {
				const book = bookOf(sketches);
				const minds = new Map<string, string>();
				const changed = new Customer(book, minds);
				for (const { after, by, which } of changes) {
					changed.answers(after);
					changed.changes(by, which);
				}
				changed.answers(MOST);
				const single = new Customer(book, minds);
				single.answers(MOST);

				expect(changed.ended()).toEqual(single.ended());
			},
		),
		{ numRuns: manyRuns(250) },
	);
});

/** More questions than the largest of these programs asks. */
const MOST = 200;

class Customer {
	readonly #simulation: Simulation;
	/** How a question is answered, by how it reads, where it is not as always. */
	readonly #minds: Map<string, string>;
	readonly #asked = new Map<string, { question: string; labels: Map<string, string> }>();

	constructor(book: Map<string, Program>, minds: Map<string, string>) {
		this.#minds = minds;
		const newest = new Map([...shipped.book.newest, ...book]);
		const program = (flow: string, logic: string) => book.get(flow) ?? shipped.book.program(flow, logic);
		this.#simulation = new Simulation({
			open: { book: { newest, paused: new Set<string>(), program }, settings: shipped.settings },
			loaded: loaded.book,
			vocabulary: shopVocabulary,
			given: { customer: { id: "anyone", tags: ["x", "y"] } },
			channel: "telegram",
		});
		this.#write("старт");
	}

	/** Answers so many questions, up to the last, which waits. */
	answers(most: number): void {
		for (let times = 0; times < most; times++) {
			const question = this.#question();
			if (!question || question.startsWith("Готово?")) return;
			this.#write(this.#mind(question));
		}
	}

	/** Takes something back, and has another mind about it from now on. */
	changes(by: "word" | "back" | "button" | "colleague", which: number): void {
		const run = this.#run();
		const frame = run?.frames.at(-1);
		if (!run?.asked || !frame) return;
		const alive = new Set(run.frames.map(({ id }) => id));
		const answered = run.journal.filter(
			(entry) =>
				entry.kind === "answer" && alive.has(entry.frame) && !(entry.frame === frame.id && entry.pc === frame.pc),
		);
		const chosen = answered[which % Math.max(1, answered.length)];
		if (!chosen) return;
		switch (by) {
			case "button":
				this.#pressesAgain(which);
				return;
			case "word":
				this.#write(`другое ${chosen.variable}`);
				break;
			case "back":
				this.#write("назад");
				break;
			case "colleague":
				this.#simulation.take();
				this.#simulation.close({ at: String(chosen.variable) });
				this.#note();
		}
		const asked = this.#question();
		if (asked) this.#minds.set(asked, this.#another(asked));
	}

	/** How the dialog stands at the end: nothing failed, and every variable. */
	ended(): unknown {
		const run = this.#run();
		return { status: run?.status, error: run?.error, question: this.#question(), vars: run?.frames[0]?.vars };
	}

	/** A button of a question that has scrolled away: whatever it answered, that is the mind from now on. */
	#pressesAgain(which: number): void {
		const waiting = this.#run()?.asked?.text ?? "";
		// Ticks of the question that waits are no answer yet.
		const shown = this.#simulation.shown.filter(
			({ content: { text } }) => !(isMany(text) && stepOf(text) === stepOf(waiting)),
		);
		const tokens = shown.flatMap((message) =>
			(message.content.buttons ?? []).flatMap((button) =>
				"token" in button ? [{ token: button.token, message }] : [],
			),
		);
		const pressed = tokens[which % Math.max(1, tokens.length)];
		if (!pressed) return;
		const before = this.#question();
		const known = new Set(this.#run()?.journal);
		this.#simulation.press(pressed.token, pressed.message);
		this.#note();
		const answered = this.#run()?.journal.find((entry) => entry.kind === "answer" && !known.has(entry));
		const asked = this.#asked.get(answered?.shown ?? "");
		const label = asked?.labels.get(answered?.option ?? "");
		if (asked && label !== undefined) this.#minds.set(asked.question, label);
		// One button of many is not the whole answer: the question is asked again, and answered otherwise.
		const now = this.#question();
		if (!answered && now && now !== before) this.#minds.set(now, this.#another(now));
	}

	#write(text: string): void {
		this.#simulation.write({ text, media: [] });
		this.#note();
	}

	/** Keeps how each question reads, by the hash that the journal names it by. */
	#note(): void {
		const asked = this.#run()?.asked;
		const question = this.#question();
		if (!asked || !question) return;
		this.#asked.set(asked.shown, { question, labels: new Map(asked.options.map(({ key, label }) => [key, label])) });
	}

	#run(): Run | undefined {
		return [...this.#simulation.runs.values()].find(({ flow }) => flow === "program");
	}

	/** The question that waits, as it reads: its words and what there is to choose. */
	#question(): string | undefined {
		const asked = this.#run()?.asked;
		return asked && [asked.text, ...asked.options.map(({ label }) => label)].join("|");
	}

	#mind(question: string): string {
		return this.#minds.get(question) ?? choiceOf(question, 0);
	}

	#another(question: string): string {
		const now = this.#mind(question);
		return [1, 2].map((n) => choiceOf(question, n)).find((other) => other !== now) ?? now;
	}
}

/** «Несколько program s4»: which step of which flow asks. */
function stepOf(words: string): string {
	return words.split(" ").slice(0, 3).join(" ");
}

function isMany(words: string): boolean {
	return words.startsWith("Несколько");
}

/** Always the same answer to the same question; `n` for another one. */
function choiceOf(question: string, n: number): string {
	const [words = "", ...labels] = question.split("|");
	let sum = n;
	for (const letter of question) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
	if (labels.length === 0) return `ответ ${sum % 3}`;
	const label = labels[(sum + n) % labels.length] ?? "";
	return isMany(words) && sum % 2 === 0 && labels[0] !== label ? `${labels[0]}, ${label}` : label;
}

function bookOf(sketches: readonly Sketch[]): Map<string, Program> {
	const main = flowOf("program", sketches);
	const called = flowOf("called", [
		{ does: "ask", on: 0, how: "text" },
		{ does: "choose", on: 1, how: "options" },
		{ does: "ask", on: 2, how: "not" },
	]);
	return new Map(
		[main, called].map((flow) => [
			flow.flow,
			compileFlow(flow, { file: `flows/${flow.flow}.flow.yaml`, full: "f", logic: "l" }),
		]),
	);
}

function flowOf(id: string, sketches: readonly Sketch[]): FlowFile {
	const vars: Record<string, FlowFile["vars"][string]> = { given: "text", over: "text" };
	const during: Handler[] = [];
	const made: string[] = ["given"];
	/** Which round of which loop it is: so no question reads the same twice. */
	const rounds: string[] = [];
	const starts: Record<string, number> = {};
	let count = 0;
	const place = () => {
		count += 1;
		return { key: `s${count}`, path: `s${count}`, line: count };
	};
	const variable = (type: FlowFile["vars"][string]) => {
		const name = `v${count}`;
		vars[name] = type;
		during.push({ key: `d${name}`, line: 1, says: [`другое ${name}`], change: name });
		return name;
	};
	const steps = (list: readonly Sketch[]): Step[] => list.map(stepFrom);
	const within = (name: string, inner: readonly Sketch[]) => {
		rounds.push(name);
		const made = steps(inner);
		rounds.pop();
		return made;
	};
	// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: what each deed of a sketch comes to, one case a deed
	const stepFrom = (of: Sketch): Step => {
		const at = place();
		const on = "on" in of ? (made[of.on % made.length] ?? "given") : "given";
		switch (of.does) {
			case "ask":
			case "choose":
			case "many": {
				const name = variable(of.does === "many" ? "list" : "text");
				const where = `${LEADS[of.does]} ${id} ${at.key} ${rounds.map((name) => `{{ ${name} }}`).join(" ")}`;
				const words = { ...at, key: name, ...questionWords(of.how, where, on) };
				const options = () => optionsOf(of, on, () => steps([{ does: "set", on: of.on }]));
				const step: Step =
					of.does === "ask"
						? { ...words, verb: "ask", ask: name, ...(of.how === "options" ? { optional: `Никак {{ ${on} }}` } : {}) }
						: { ...words, verb: "choose", choose: name, many: of.does === "many", options: options() };
				made.push(name);
				return step;
			}
			case "set": {
				return { ...at, verb: "set", set: { over: `{{ over }}+{{ ${on} }}` } };
			}
			case "say":
				return { ...at, verb: "say", say: { text: `Записано: {{ ${on} }}` } };
			case "if":
				return {
					...at,
					verb: "if",
					if: `${on} == "ответ 1" or ${on} == "a"`,
					then: steps(of.then),
					else: steps(of.else),
				};
			case "each": {
				const name = `round${count}`;
				vars[name] = "text";
				return { ...at, verb: "each", each: { name, list: "customer.tags" }, steps: within(name, of.inner) };
			}
			case "repeat": {
				const name = `times${count}`;
				vars[name] = "int";
				const counts: Step = { ...place(), verb: "set", set: { [name]: `=${name} + 1` } };
				starts[name] = 0;
				const repeat = [counts, ...within(name, of.inner)];
				return { ...at, verb: "repeat", repeat, until: `${name} == 2`, at_most: 2 };
			}
			case "call":
				return id === "called"
					? { ...at, verb: "say", say: { text: "Нет." } }
					: { ...at, verb: "call", call: "called", with: { given: `=${on}` }, save: "over" };
		}
	};
	const last: Step = { ...place(), verb: "ask", ask: "finish", text: "Готово?" };
	const inner = steps(sketches);
	const walk = [{ ...place(), verb: "set" as const, set: starts }, ...inner];
	return {
		flow: id,
		title: id,
		purpose: "service",
		stage: "cart",
		start: id === "program" ? [{ line: 1, says: ["старт"] }] : [],
		vars: { ...vars, finish: "text" },
		during,
		always: {},
		migrate: [],
		stop_when: [],
		steps: id === "program" ? [...walk, last] : walk,
	};
}

const LEADS = { ask: "Вопрос", choose: "Выбор", many: "Несколько" };

/** A question that names what was said before, is asked only after some answers, or neither. */
function questionWords(how: string, where: string, on: string) {
	return {
		text: how === "text" ? `${where} при {{ ${on} }}` : where,
		...(how === "when" ? { when: `${on} is empty or ${on} != "ответ 1"` } : {}),
	};
}

function optionsOf(of: Sketch, on: string, inner: () => Step[]): Option[] {
	const plain = of.does === "choose" && "leaves" in of && of.leaves;
	const depends = "how" in of && of.how === "options";
	return [
		{ id: "a", label: "Альфа" },
		{ id: "b", label: depends ? `Бета {{ ${on} }}` : "Бета", ...(plain ? { steps: inner() } : {}) },
		{ id: "c", label: "Гамма", ...(depends ? { when: `${on} is not empty` } : {}) },
	];
}
