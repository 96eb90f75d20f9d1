import type { Roots } from "./talk.ts";
import { isList, isRecord, type Value } from "./types.ts";

/** What the shop knows of a customer that tells who they are: to be masked before any text leaves the house. */
export function personalTexts(customer: Roots["customer"]): string[] {
	return PERSONAL.map((field) => customer[field] ?? null).flatMap(textsIn);
}

const PERSONAL = ["first_name", "last_name", "phone", "email", "addresses", "last_address", "note"];

/** The texts of a value: its own, those of its items, or an address's. */
export function textsIn(value: Value): string[] {
	if (typeof value === "string") return [value];
	if (isList(value)) return value.flatMap((one) => textsIn(one));
	return isRecord(value) && typeof value.text === "string" ? [value.text] : [];
}
