import type { Checking } from "./checking.ts";

/** Where the name of an option, a variant or another named thing stands. */
export function placeOfOption(check: Checking, item: object): number {
	return check.file.places.keyOf(item, "id");
}
