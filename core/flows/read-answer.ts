import type { Value } from "./types.ts";

/** What the customer sent, as far as reading an answer goes. */
export type Said = {
	/** Text or caption, "" if none. */
	readonly text: string;
	/** Files that came along; `source` is what a variable of type `file` will hold. */
	readonly media?: readonly { readonly kind: string; readonly source: string }[];
	readonly location?: {
		readonly lat: number;
		readonly lon: number;
		readonly title?: string;
		readonly address?: string;
	};
	/** A shared contact; `own` if the messenger vouches that it is the sender's. */
	readonly contact?: { readonly phone: string; readonly own: boolean };
};

/** A line of a question as it was shown: an option, a suggestion, or the skip button. */
export type ShownOption = {
	readonly id: string;
	readonly label: string;
	readonly short?: string;
	readonly also?: readonly string[];
	/** The number that stood before it, if lines were numbered. */
	readonly number?: number;
};

/** How a type is read, and for whom. */
export type Reading = {
	/** BCP 47. */
	readonly language: string;
	/** Country of the shop, ISO 3166: where numbers without a code belong. */
	readonly country: string;
	readonly now: Date;
	readonly zone: string;
	/** The bounds of a `scale`. */
	readonly scale?: { readonly from: number; readonly to: number };
	/** What a message without words counts as, `[вложение]`. */
	readonly attachment: string;
	/** More words for yes and no: the labels of the buttons. */
	readonly yes?: readonly string[];
	readonly no?: readonly string[];
};

/** The types an `ask` may have. */
export type AskType =
	| "text"
	| "address"
	| "int"
	| "number"
	| "scale"
	| "phone"
	| "email"
	| "date"
	| "time"
	| "yesno"
	| "location"
	| "photo"
	| "file";

/** How an option was recognised; goes into the trace as `why`. */
export type LabelMatch = { readonly option: ShownOption; readonly by: "label" | "number" | "beginning" | "typo" };

/** NFKC, lower case, ё → е, everything but letters and digits one space, at most 4,096 characters. */
export function normalise(_text: string): string {
	throw new Error("reading answers is being written");
}

/** The one option that the message means, by the four rules of §9.3, or undefined. */
export function readLabel(_text: string, _options: readonly ShownOption[]): LabelMatch | undefined {
	throw new Error("reading answers is being written");
}

/** The options named by numbers or labels with commas between them; undefined if any part means none. */
export function readMany(_text: string, _options: readonly ShownOption[]): ShownOption[] | undefined {
	throw new Error("reading answers is being written");
}

/** Row 4: the value, if the message is exactly one of this type; undefined for free types. */
export function readTyped(_said: Said, _type: AskType, _reading: Reading): Value | undefined {
	throw new Error("reading answers is being written");
}

/** Row 7: the value for the free types `text` and `address`. */
export function readFree(_said: Said, _type: AskType, _reading: Reading): Value | undefined {
	throw new Error("reading answers is being written");
}

/** Whether a message declines an optional question: its label, a bare no, or «-». */
export function declines(_text: string, _label: string, _language: string): boolean {
	throw new Error("reading answers is being written");
}

/** The number of words of the phrase if the message says it (§9.2: whole, or at most four words around it), else undefined. */
export function matchPhrase(_message: string, _phrase: string): number | undefined {
	throw new Error("reading answers is being written");
}

/** The longest phrase that the message says; of equally long ones the first. */
export function longestPhrase<T>(
	_message: string,
	_candidates: readonly { readonly says: readonly string[]; readonly of: T }[],
): { readonly of: T; readonly phrase: string; readonly words: number } | undefined {
	throw new Error("reading answers is being written");
}
