import type { Fields, ValueType } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The names that are known at one place of a file: roots, variables, loop variables, and what only this place knows. */
export type Scope = {
	readonly vocabulary: Vocabulary;
	/** The type of a name that stands alone, or undefined. */
	typeOf(name: string): ValueType | undefined;
	/** Every name there is, for suggestions. */
	names(): string[];
};

/** The roots of a vocabulary, and beside them these names (declared variables; `answer`, `it`, `event`, `error`). */
export function scopeOf(vocabulary: Vocabulary, names: Fields = {}): Scope {
	const { roots } = vocabulary;
	return {
		vocabulary,
		typeOf: (name) => ownOf(names, name) ?? ownOf(roots, name),
		names: () => Object.keys({ ...roots, ...names }),
	};
}

/** The same scope with more names: a loop's variable, `answer` inside `reject`. */
export function widen(scope: Scope, names: Fields): Scope {
	const own = Object.keys(names);
	if (own.length === 0) return scope;
	return {
		vocabulary: scope.vocabulary,
		typeOf: (name) => ownOf(names, name) ?? scope.typeOf(name),
		names: () => [...new Set([...own, ...scope.names()])],
	};
}

/** A name such as `constructor` is nobody's. */
function ownOf(names: Fields, name: string): ValueType | undefined {
	return Object.hasOwn(names, name) ? names[name] : undefined;
}

/** The fields of a type, or undefined if it has none. */
export function fieldsOf(type: ValueType, vocabulary: Vocabulary): Fields | undefined {
	if (type.is === "fields") return type.fields;
	if (type.is === "record") return vocabulary.records[type.record];
	return undefined;
}
