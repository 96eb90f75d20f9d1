import { LiquidError, type Template } from "liquidjs";
import { aLiquid } from "./liquid.ts";
import type { Scope } from "./scope.ts";
import { type Met, metInText, misfitsInText } from "./text-check.ts";
import { type Look, TextContext } from "./text-context.ts";
import { LONGEST, placeOf, type TextFault, TextParser } from "./text-parser.ts";
import { Wanting, type World } from "./world.ts";

export type { TextFault } from "./text-parser.ts";

/** A text with Liquid that could be read. Obtained by `parseText` alone, which keeps what it has read. */
export type Text = {
	readonly source: string;
	readonly templates: readonly Template[];
	/** What a text without any Liquid always says. */
	readonly constant?: string;
};

/** A text, or all that is wrong with it. */
export type ParsedText = { readonly text: Text } | { readonly faults: readonly TextFault[] };

/** Reads a text, or says all that is wrong with it. Cached by source. */
export function parseText(source: string): ParsedText {
	if (isPlain(source)) return { text: { source, templates: [], constant: tidy(source) } };
	const cached = parsed.get(source);
	if (cached) return cached;
	const read = parse(source);
	if (parsed.size >= MOST) parsed.clear();
	parsed.set(source, read);
	return read;
}

/** Reads a text that has been checked before (a stored program). Throws what is wrong, as our own mistake. */
export function knownText(source: string): Text {
	const read = parseText(source);
	if ("text" in read) return read.text;
	throw new Error(`The text "${source}" was accepted but cannot be read: ${read.faults[0]?.message}`);
}

/** Unknown names and fields, and conditions that do not fit, with their places. */
export function checkText(text: Text, scope: Scope): TextFault[] {
	if (text.templates.length === 0) return [];
	return misfitsInText(text.templates, scope).map(({ at, ...fault }) => ({ ...fault, ...placeOf(text.source, at) }));
}

/** The names that a text reads, formulas of its tags included: `["customer", "first_name"]`. Names that it makes itself are left out. */
export function namesIn(text: Text): (readonly string[])[] {
	return metIn(text).flatMap((met) => (met.kind === "name" ? [met.path] : []));
}

/** The entries of `_phrases.yaml` that a text shows. */
export function phrasesIn(text: Text): { readonly id: string; readonly row: number; readonly column: number }[] {
	return metIn(text).flatMap((met) => (met.kind === "phrase" ? [{ id: met.id, ...placeOf(text.source, met.at) }] : []));
}

/** What stands in a text, whatever is known round it: several checks ask. */
function metIn(text: Text): readonly Met[] {
	if (text.templates.length === 0) return [];
	const known = metBefore.get(text);
	if (known) return known;
	const met = metInText(text.templates);
	metBefore.set(text, met);
	return met;
}

const metBefore = new WeakMap<Text, readonly Met[]>();

/**
 * A message's text for a customer, with light markup; values are escaped, so that they never become marks. A value that
 * is missing renders as nothing and is told to `missing`. May throw `Wanting`.
 */
export function renderText(text: Text, world: World, missing?: (name: string) => void): string {
	return render(text, world, "marked", missing);
}

/** The same for what is shown without markup: labels of buttons, template parameters, addresses, notes for operators. */
export function renderPlain(text: Text, world: World, missing?: (name: string) => void): string {
	return render(text, world, "plain", missing);
}

/** More texts than any shop has. Emptied when full, rather than watched. */
const MOST = 20_000;
const parsed = new Map<string, ParsedText>();
const engine = aLiquid();

function parse(source: string): ParsedText {
	const parser = new TextParser(engine, source);
	const templates = parser.read();
	if (parser.faults.length > 0) return { faults: parser.faults };
	return { text: { source, templates } };
}

/** Without any Liquid there is nothing to parse, and nothing to find fault with. */
function isPlain(source: string): boolean {
	return source.length <= LONGEST && !source.includes("{{") && !source.includes("{%");
}

function render(text: Text, world: World, look: Look, missing: ((name: string) => void) | undefined): string {
	if (text.constant !== undefined) return text.constant;
	try {
		const rendered: unknown = engine.renderSync([...text.templates], new TextContext(engine, world, look, missing));
		return tidy(String(rendered));
	} catch (reason) {
		throw causeOf(reason);
	}
}

/** LiquidJS wraps what a tag throws; the engine waits for the `Wanting` inside. */
function causeOf(reason: unknown): unknown {
	for (let cause = reason; ; cause = cause.originalError) {
		if (cause instanceof Wanting) return cause;
		if (!LiquidError.is(cause)) return reason;
	}
}

/** What templates leave behind: spaces at line ends, and more than one empty line where a tag stood. */
function tidy(rendered: string): string {
	if (!rendered.includes("\n") && !rendered.includes("\r")) return rendered.trim();
	// Line by line, as a pattern for "spaces before a line end" would look at every space again and again.
	const lines = rendered.split(/\r\n?|\n/).map((line) => line.trimEnd());
	return lines
		.join("\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();
}
