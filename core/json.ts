/**
 * Careful reading of JSON that others wrote: each function says what it found, or undefined, and never throws. A
 * channel's `hear()` is made of them, where a full schema would cost more than the turn it guards.
 */
export type JsonObject = { readonly [key: string]: unknown };

/** An object, not a list and not null. */
export function anObject(value: unknown): JsonObject | undefined {
	return isObject(value) ? value : undefined;
}

/** A list; anything else reads as an empty one. */
export function aList(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** A text that is not empty. */
export function aText(value: unknown): string | undefined {
	return typeof value === "string" && value !== "" ? value : undefined;
}

/** A whole number that JavaScript holds exactly. */
export function anInteger(value: unknown): number | undefined {
	return Number.isSafeInteger(value) ? Number(value) : undefined;
}

/** Any finite number. */
export function aNumber(value: unknown): number | undefined {
	return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A messenger's id, which is text with us even where the messenger writes a number. Ids are plain signs without gaps. */
export function anId(value: unknown): string | undefined {
	if (typeof value === "number") return anInteger(value)?.toString();
	return typeof value === "string" && /^[!-~]{1,256}$/.test(value) ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
