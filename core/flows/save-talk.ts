import type { Chat } from "./chat.ts";
import { newTestFile, withCase } from "./test-case-yaml.ts";
import { playCase, type TestGround } from "./test-files.ts";
import { type DialogStep, type GivenWorld, isMap, laidOver, readTestScript } from "./test-script.ts";

/** A test file's new text, and where in it the talk stands as a case; or why it cannot be kept. */
export type SavedTalk =
	| { readonly text: string; readonly name: string; readonly line: number }
	| { readonly fault: string };

/** A test file by its name; without a text it is a new one. */
export type TestText = { readonly file: string; readonly text: string | undefined };

/** Writes a talk down as a case at the end of a test file, with as little of its world as it needs to pass. */
export function saveTalk(chat: Chat, { file, text }: TestText, ground: TestGround): SavedTalk {
	const written = text ?? newTestFile(chat.flow);
	const read = text === undefined ? undefined : readTestScript(file, text);
	if (read && "problems" in read) return { fault: `${file} is broken — see npm run flows -- check` };
	const script = read?.script;
	if (script && script.flow !== chat.flow) return { fault: `${file} tests ${script.flow}, not ${chat.flow}` };
	if (chat.dialog.length === 0) return { fault: "nothing has been said yet" };

	const { channel } = chat.stage;
	const base = script?.given ?? {};
	const name = nameOf(chat.dialog, new Set(script?.cases.map((one) => one.name)));
	const failureOf = (given: GivenWorld, dialog: readonly DialogStep[]) => {
		const lined = dialog.map((step) => ({ ...step, line: 1 }));
		const one = { name, line: 1, given: laidOver(base, given), channel, dialog: lined };
		return playCase({ file, flow: chat.flow }, one, ground).failure;
	};
	const whole = beyond(chat.stage.given, base);
	const all = [...chat.dialog, { expect: endOf(chat) }];
	const failure = failureOf(whole, all);
	if (failure !== undefined) return { fault: `played once more, this talk ends otherwise: ${failure}` };

	const given = least(whole, (less) => failureOf(less, all) === undefined);
	const dialog = withLeastEvents(all, (shorter) => failureOf(given, shorter) === undefined);
	const about = {
		name,
		...(Object.keys(given).length > 0 ? { given } : {}),
		...(channel === "telegram" ? {} : { channel }),
	};
	return { name, ...withCase(written, { ...about, dialog }) };
}

/** What the customer said first names the case; a name stands in a file only once. */
function nameOf(dialog: readonly DialogStep[], taken: ReadonlySet<string>): string {
	const said = dialog.flatMap(({ user, press, event, enters }) => [user, press, event, enters]);
	const words = said.flatMap((one) => (typeof one === "string" ? [one] : []));
	const name = words.slice(0, 4).join(" → ") + (words.length > 4 ? " → …" : "") || "Talk";
	for (let number = 1; ; number += 1) {
		const numbered = number === 1 ? name : `${name} (${number})`;
		if (!taken.has(numbered)) return numbered;
	}
}

/** What became of the newest run of the flow, and what it asked of the shop. */
function endOf({ simulation, flow }: Chat): NonNullable<DialogStep["expect"]> {
	const run = [...simulation.runs.values()].findLast((one) => one.flow === flow);
	const entry = [...simulation.entries.values()].findLast((one) => one.flow === flow);
	const times = new Map<string, number>();
	for (const { action } of simulation.shop.calls) times.set(action, (times.get(action) ?? 0) + 1);
	const called = [...times].map(([action, count]) => [action, { times: count }] as const);
	return {
		outcome: run?.outcome ?? null,
		...(run?.reason === undefined ? {} : { reason: run.reason }),
		...(entry?.refused === undefined ? {} : { refused: entry.refused }),
		...(called.length > 0 ? { called: Object.fromEntries(called) } : {}),
	};
}

/** What a world has beyond another one, two levels deep: `customer.first_name`, `functions.products_in`. */
function beyond(world: GivenWorld, base: GivenWorld): GivenWorld {
	const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
	const below = new Map<string, unknown>(Object.entries(base));
	const more = Object.entries(world).flatMap(([name, value]) => {
		const under = below.get(name);
		if (!differs(value, under)) return [];
		if (!isMap(value) || !isMap(under)) return [[name, value] as const];
		return [
			[name, Object.fromEntries(Object.entries(value).filter(([field, one]) => differs(one, under[field])))] as const,
		];
	});
	return Object.fromEntries(more);
}

/** The same map with everything taken out that is not needed. */
function least<T extends object>(whole: T, isEnough: (less: T) => boolean, depth = 4): T {
	let kept = whole;
	for (const [name, value] of Object.entries(whole)) {
		const without = { ...kept };
		Reflect.deleteProperty(without, name);
		const here = kept;
		if (isEnough(without)) kept = without;
		else if (depth > 0 && isMap(value)) {
			const less = least(value, (inner) => isEnough({ ...here, [name]: inner }), depth - 1);
			kept = { ...here, [name]: less };
		}
	}
	return kept;
}

/** The data of each event cut down to what the talk needs of them. */
function withLeastEvents(
	dialog: readonly DialogStep[],
	passes: (dialog: readonly DialogStep[]) => boolean,
): readonly DialogStep[] {
	let shorter = [...dialog];
	for (const [at, step] of dialog.entries()) {
		if (!step.with) continue;
		const data = least(step.with, (less) => passes(shorter.with(at, { ...step, with: less })));
		const { with: _, ...bare } = step;
		shorter = shorter.with(at, Object.keys(data).length > 0 ? { ...step, with: data } : bare);
	}
	return shorter;
}
