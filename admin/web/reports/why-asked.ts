import type { Speech } from "../speech.ts";
import { isWord } from "../words.ts";

/** Why a person was asked for, as the inbox says it. */
export function whyAsked(reason: string, { t, name }: Pick<Speech, "t" | "name">): string {
	const word = `ask_${reason}`;
	return isWord(word) ? t(word) : name(reason);
}
