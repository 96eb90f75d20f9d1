import type { Scope } from "./scope.ts";
import type { World } from "./world.ts";

/** A text with Liquid that could be read. Obtained by `parseText` alone, which keeps what it has read. */
export type Text = { readonly source: string };

/** What is wrong with a text. `row` and `column` count from 1 within the text's own source. */
export type TextFault = {
	readonly code: "F022" | "F030" | "F031" | "F032" | "F033" | "F034";
	readonly message: string;
	readonly row: number;
	readonly column: number;
	readonly suggestion?: string;
};

/** A name a text reads: `["customer", "first_name"]`, and where it begins. Names that the text makes itself are left out. */
export type TextName = { readonly path: readonly string[]; readonly row: number; readonly column: number };

/** Reads a text, or says all that is wrong with it. Cached by source. */
export function parseText(_source: string): { text: Text } | { faults: TextFault[] } {
	throw new Error("texts are being written");
}

/** Reads a text that has been checked before (a stored program). Throws what is wrong, as our own mistake. */
export function knownText(_source: string): Text {
	throw new Error("texts are being written");
}

/** Unknown names and fields, and conditions that do not fit, with their places. */
export function checkText(_text: Text, _scope: Scope): TextFault[] {
	throw new Error("texts are being written");
}

/** The names that a text reads, formulas of its tags included. */
export function namesIn(_text: Text): TextName[] {
	throw new Error("texts are being written");
}

/** The entries of `_phrases.yaml` that a text shows. */
export function phrasesIn(_text: Text): { readonly id: string; readonly row: number; readonly column: number }[] {
	throw new Error("texts are being written");
}

/**
 * A message's text for a customer, with light markup; values are escaped, so that they never become marks. A value that
 * is missing renders as nothing and is told to `missing`. May throw `Wanting`.
 */
export function renderText(_text: Text, _world: World, _missing?: (name: string) => void): string {
	throw new Error("texts are being written");
}

/** The same for what is shown without markup: labels of buttons, template parameters, addresses, notes for operators. */
export function renderPlain(_text: Text, _world: World, _missing?: (name: string) => void): string {
	throw new Error("texts are being written");
}
