import type { z } from "zod";
import type { Problem } from "./problem.ts";
import { readFlowsFile } from "./read-file.ts";
import { testSchema } from "./schema-test.ts";

/** A `*.test.yaml`, read: its cases, each line of a dialog with its place in the file. */
export type TestScript = {
	readonly file: string;
	readonly flow: string;
	readonly given: GivenWorld;
	readonly cases: readonly TestCase[];
};

export type TestCase = {
	readonly name: string;
	readonly line: number;
	readonly given: GivenWorld;
	readonly channel: "telegram" | "whatsapp" | "linked-phone" | "console";
	readonly dialog: readonly (DialogStep & { readonly line: number })[];
};

type Written = z.infer<ReturnType<typeof testSchema>>;

/** The world a case is set in (§16). */
export type GivenWorld = NonNullable<Written["given"]>;
export type DialogStep = Written["cases"][number]["dialog"][number];
export type Expectation = NonNullable<DialogStep["expect"]>;

/** Reads a test file; what is wrong with its form comes back instead. */
export function readTestScript(name: string, text: string): { script: TestScript } | { problems: readonly Problem[] } {
	const file = readFlowsFile("flow-test", name, text);
	if (file.problems.length > 0) return { problems: file.problems };
	const written = testSchema().parse(file.data());
	const lines = linesOf(file.content, (object) => file.places.lineOf(object));
	const given = written.given ?? {};
	return {
		script: {
			file: name,
			flow: written.test,
			given,
			cases: written.cases.map((one, at) => ({
				name: one.name,
				line: lines[at]?.line ?? 1,
				given: laidOver(given, one.given ?? {}),
				channel: one.channel ?? "telegram",
				dialog: one.dialog.map((step, number) => ({ ...step, line: lines[at]?.dialog[number] ?? 1 })),
			})),
		},
	};
}

/** Maps are merged deeply, lists and values replaced. */
export function laidOver<Base extends object>(base: Base, over: object): Base {
	const merged: Record<string, unknown> = Object.fromEntries(Object.entries(base));
	for (const [key, value] of Object.entries(over)) {
		const below = merged[key];
		merged[key] = isMap(below) && isMap(value) ? laidOver(below, value) : value;
	}
	return { ...base, ...merged };
}

export function isMap(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function linesOf(
	content: Record<string, unknown>,
	lineOf: (object: object) => number,
): { line: number; dialog: number[] }[] {
	const { cases } = content;
	if (!Array.isArray(cases)) return [];
	return cases.filter(isMap).map((one) => ({
		line: lineOf(one),
		dialog: Array.isArray(one.dialog) ? one.dialog.filter(isMap).map(lineOf) : [],
	}));
}
