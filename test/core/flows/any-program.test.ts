import fc from "fast-check";
import { expect, test } from "vitest";
import { compileFlow } from "#core/flows/compile.ts";
import { addDuration } from "#core/flows/durations.ts";
import type { FlowFile, Option, Step } from "#core/flows/flow-file.ts";
import { lengthOf } from "#core/flows/lengths.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { readRun } from "#core/flows/run-record.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { Simulation } from "#core/flows/simulate.ts";
import { manyRuns } from "#test/support/many-runs.ts";

const loaded = loadFlows(readFolder("flows"), shopVocabulary);
const shipped = openBook(loaded.book);

type Sketch =
	| { verb: "say" }
	| { verb: "ask"; variable: "a" | "n"; optional: boolean; reject: boolean; silent: boolean }
	| { verb: "choose"; many: boolean; back: boolean; inner: Sketch[] }
	| { verb: "if"; then: Sketch[]; else: Sketch[] }
	| { verb: "set" | "wait" | "reply" | "action" | "split" | "handoff" | "launch" | "change" | "end" }
	| { verb: "call" | "offer" }
	| { verb: "repeat" | "each"; inner: Sketch[] };

const { sketch } = fc.letrec<{ sketch: Sketch; few: Sketch[] }>((tie) => ({
	few: fc.array(tie("sketch"), { minLength: 1, maxLength: 2, depthIdentifier: "steps" }),
	sketch: fc.oneof(
		{ depthIdentifier: "steps", maxDepth: 2 },
		fc.constant<Sketch>({ verb: "say" }),
		fc.record({
			verb: fc.constant("ask" as const),
			variable: fc.constantFrom("a" as const, "n" as const),
			optional: fc.boolean(),
			reject: fc.boolean(),
			silent: fc.boolean(),
		}),
		fc.constantFrom<Sketch>(
			...(["set", "wait", "reply", "action", "split", "handoff", "launch", "change", "end"] as const).map((verb) => ({
				verb,
			})),
		),
		fc.constantFrom<Sketch>({ verb: "call" }, { verb: "offer" }),
		fc.record({ verb: fc.constant("choose" as const), many: fc.boolean(), back: fc.boolean(), inner: tie("few") }),
		fc.record({ verb: fc.constant("if" as const), then: tie("few"), else: tie("few") }),
		fc.record({ verb: fc.constantFrom("repeat" as const, "each" as const), inner: tie("few") }),
	),
}));

const deed = fc.oneof(
	fc.record({
		does: fc.constant("writes" as const),
		what: fc.constantFrom(
			"старт",
			"1",
			"2",
			"да",
			"альфа",
			"бета",
			"что-то своё",
			"назад",
			"меню",
			"оператор",
			"стоп",
			"другое a",
			"заказать",
			"/program",
			"второй",
			"вопрос",
		),
	}),
	fc.record({
		does: fc.constant("goesOn" as const),
		what: fc.constantFrom("ещё слово", "и ещё", "1", "назад", "другое a", "стоп", "второй"),
	}),
	fc.record({ does: fc.constant("presses" as const), what: fc.nat(30) }),
	fc.record({
		does: fc.constant("waits" as const),
		what: fc.constantFrom("1s", "2s", "5m", "31m", "2h", "1 day", "3 days"),
	}),
	fc.record({
		does: fc.constantFrom(
			"takes" as const,
			"closes" as const,
			"learns" as const,
			"orders" as const,
			"links" as const,
			"stops" as const,
		),
		what: fc.constant(0),
	}),
);

test("whatever a flow says and a customer does, no run breaks, and stored runs go on the same", {
	timeout: 1_800_000,
}, () => {
	fc.assert(
		fc.property(
			fc.array(sketch, { minLength: 1, maxLength: 5 }),
			fc.array(deed, { maxLength: 25 }),
			(sketches, deeds) => {
				const programs = [flowOf(sketches), second(sketches), CALLED].map((flow) =>
					compileFlow(flow, { file: `flows/${flow.flow}.flow.yaml`, full: "f", logic: "l" }),
				);
				const first = play(programs, deeds);
				const again = play(programs, deeds, { stored: true });
				const failed = [...first.runs.values()].filter(({ status }) => status === "failed");
				expect(failed.map(({ error }) => error).filter((error) => !error?.startsWith("More than 5 messages"))).toEqual(
					[],
				);
				expect(again.shown.map(({ content }) => content)).toEqual(first.shown.map(({ content }) => content));
				expect([...again.runs.values()]).toEqual([...first.runs.values()]);
				for (const run of first.runs.values()) expectSound(run.status, run.wakeAt, run.asked !== undefined, run.stack);
			},
		),
		{
			numRuns: manyRuns(300),
			// What was being corrected in a called flow was once not read back with the run.
			examples: [
				[
					[{ verb: "call" }],
					[
						{ does: "writes", what: "старт" },
						{ does: "goesOn", what: "назад" },
					],
				],
			],
		},
	);
});

/** What waits can be woken, and what has ended waits for nothing. */
function expectSound(status: string, wakeAt: Date | undefined, asked: boolean, stack: number | undefined): void {
	if (status === "waiting_input" || status === "paused")
		expect({ status, asked, stack }).toEqual({ status, asked: true, stack: expect.any(Number) });
	if (status === "waiting_time" || status === "waiting_event")
		expect({ status, wakeAt }).toEqual({ status, wakeAt: expect.any(Date) });
	if (status === "ended" || status === "failed")
		expect({ status, wakeAt, asked, stack }).toEqual({ status, wakeAt: undefined, asked: false, stack: undefined });
}

/** `stored`: after each deed the runs go through their row in the database, as after a restart. */
function play(
	programs: readonly ReturnType<typeof compileFlow>[],
	deeds: readonly { does: string; what: string | number }[],
	{ stored = false } = {},
): Simulation {
	const own = new Map(programs.map((program) => [program.flow, program]));
	const book = {
		newest: new Map([...shipped.book.newest, ...own]),
		paused: new Set<string>(),
		program: (flow: string, logic: string) => own.get(flow) ?? shipped.book.program(flow, logic),
	};
	const simulation = new Simulation({
		open: { book, settings: shipped.settings },
		loaded: loaded.book,
		vocabulary: shopVocabulary,
		given: {
			customer: { id: "anyone", orders_count: 1, tags: ["x", "y"], consent: { advertising: true } },
			catalogue: { categories: [{ id: "cakes", title: "Торты" }] },
		},
		channel: "telegram",
	});
	simulation.write({ text: "старт", media: [] });
	for (const { does, what } of deeds) {
		act(simulation, does, what);
		if (stored) restart(simulation);
	}
	return simulation;
}

function restart(simulation: Simulation): void {
	const runs = simulation.talk.runs.map((run) => readRun(JSON.parse(JSON.stringify(run))));
	simulation.talk = { ...simulation.talk, runs };
	for (const run of runs) simulation.runs.set(run.id, run);
}

/** The same steps under another name: dialogs that lie on each other. */
function second(sketches: readonly Sketch[]): FlowFile {
	return { ...flowOf(sketches.toReversed()), flow: "second", start: [{ line: 1, says: ["второй"] }] };
}

/** Asks, and is asked again when something before the call is corrected. */
const CALLED: FlowFile = {
	...flowOf([
		{ verb: "ask", variable: "a", optional: true, reject: false, silent: true },
		{ verb: "choose", many: false, back: false, inner: [{ verb: "set" }] },
	]),
	flow: "called",
	start: [],
};

function act(simulation: Simulation, does: string, what: string | number): void {
	switch (does) {
		case "writes":
			simulation.write({ text: String(what), media: [] });
			break;
		case "goesOn":
			simulation.cause({
				cause: "message",
				id: `m-${simulation.shown.length}-${simulation.trace.length}-${simulation.routes.length}`,
				channel: "telegram",
				content: { text: String(what), media: [] },
				moreMayFollow: true,
			});
			break;
		case "learns":
			simulation.close({ facts: { a: "узнали", n: 2 } });
			break;
		case "stops": {
			const running = simulation.talk.runs.find(({ status }) => status !== "ended");
			if (running) simulation.cause({ cause: "stop", id: `stop-${simulation.trace.length}`, run: running.id });
			break;
		}
		case "presses": {
			const tokens = simulation.shown.flatMap((message) =>
				(message.content.buttons ?? []).flatMap((button) =>
					"token" in button ? [{ token: button.token, message }] : [],
				),
			);
			const chosen = tokens.at(-1 - Number(what));
			if (chosen) simulation.press(chosen.token, chosen.message);
			break;
		}
		case "waits":
			simulation.passTo(addDuration(simulation.now, lengthOf(String(what)), simulation.talk.zone));
			break;
		case "takes":
			simulation.take();
			break;
		case "closes":
			simulation.close();
			break;
		case "orders":
			simulation.happen("order.created", { id: "o1" });
			break;
		case "links": {
			const [id] = simulation.runs.keys();
			if (id)
				simulation.cause({
					cause: "resume",
					id: `link-${simulation.shown.length}-${simulation.trace.length}`,
					channel: "telegram",
					run: id,
				});
		}
	}
}

function flowOf(sketches: readonly Sketch[]): FlowFile {
	let count = 0;
	const frame = () => {
		count += 1;
		return { key: `s${count}`, path: `s${count}`, line: count };
	};
	const steps = (list: readonly Sketch[]): Step[] => list.map(stepOf);
	// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: what each verb of a sketch comes to, one case a verb
	const stepOf = (of: Sketch): Step => {
		const at = frame();
		switch (of.verb) {
			case "say":
				return { ...at, verb: "say", say: { text: "a = {{ a }}, n = {{ n }}" } };
			case "ask":
				return {
					...at,
					verb: "ask",
					ask: of.variable,
					text: `Что ${at.key}?`,
					...(of.optional ? { optional: "Никак" } : {}),
					...(of.reject && of.variable === "n" ? { reject: [{ if: "answer > 1", say: "Много." }] } : {}),
					...(of.silent ? { silence: { line: 1, after: "30m" } } : {}),
				};
			case "choose": {
				const inner: Option = { id: "alpha", label: "Альфа", ...(of.many ? {} : { steps: steps(of.inner) }) };
				const back: Option = { id: "beta", label: "Бета", ...(of.back && !of.many ? { goto: "s1" } : {}) };
				return {
					...at,
					verb: "choose",
					choose: of.many ? "l" : "c",
					text: `Выбор ${at.key}`,
					options: [inner, back],
					many: of.many,
				};
			}
			case "if":
				return { ...at, verb: "if", if: "n == 1", then: steps(of.then), else: steps(of.else) };
			case "set":
				return { ...at, verb: "set", set: { n: "=n + 1", a: "{{ a }}!" } };
			case "wait":
				return { ...at, verb: "wait", wait: "1h" };
			case "reply":
				return { ...at, verb: "wait", wait: "2h", for: "customer.replied", then: steps([{ verb: "say" }]) };
			case "action":
				return { ...at, verb: "do", do: "cart.add", with: { product: "=a", qty: "=n" } };
			case "split":
				return {
					...at,
					verb: "split",
					split: `split-${at.key}`,
					variants: [
						{ id: "x", weight: 50 },
						{ id: "y", weight: 50, steps: steps([{ verb: "set" }]) },
					],
					save: "a",
				};
			case "handoff":
				return { ...at, verb: "handoff", handoff: "support", after: "resume" };
			case "launch":
				return { ...at, verb: "launch", launch: "show-cart" };
			case "change":
				return { ...at, verb: "change", change: "a" };
			case "end":
				return { ...at, verb: "end", end: "left" };
			case "call":
				return { ...at, verb: "call", call: "called", with: { a: "=a" }, save: "a" };
			case "offer":
				return { ...at, verb: "offer", offer: "birthday", save: "o" };
			case "repeat":
				return { ...at, verb: "repeat", repeat: steps(of.inner), until: "n == 2", at_most: 2 };
			case "each":
				return { ...at, verb: "each", each: { name: "tag", list: "customer.tags" }, steps: steps(of.inner) };
		}
	};
	return {
		flow: "program",
		title: "Any program",
		purpose: "service",
		stage: "cart",
		start: [
			{ line: 1, says: ["старт"] },
			{ line: 1, command: "program" },
		],
		stop_when: [{ line: 1, event: "order.created", if: "n == 2", outcome: "bought" }],
		vars: { a: "text", n: "int", c: "text", l: "list", o: "offer" },
		during: [
			{
				key: "d1",
				line: 90,
				says: ["вопрос"],
				steps: [{ key: "d1s", path: "d1s", line: 91, verb: "say", say: { text: "Ответ." } }],
			},
			{ key: "d2", line: 92, says: ["другое a"], change: "a" },
		],
		always: {},
		migrate: [],
		steps: steps(sketches),
	};
}
