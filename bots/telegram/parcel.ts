import type { Heard } from "#core/conversations/heard.ts";
import { type Ear, hear } from "./hear.ts";

/** An update as the inbox takes it: what was heard, and the bytes it was heard from. */
export type Parcel = { readonly heard: Heard; readonly raw: Uint8Array };

/** Updates of one poll, each with bytes of its own. */
export function parcelsOf(updates: readonly unknown[], ear: Ear): readonly Parcel[] {
	return updates.map((update) => ({ heard: hear(update, ear), raw: Buffer.from(JSON.stringify(update) ?? "null") }));
}
