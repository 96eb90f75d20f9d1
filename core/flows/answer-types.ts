import type { AskType } from "./read-answer.ts";
import { parseType, type ValueType } from "./types.ts";

/** What a customer can be asked for, and the type of value that an answer gives. */
const GIVES: Record<AskType, string> = {
	text: "text",
	address: "address",
	int: "int",
	number: "number",
	scale: "int",
	phone: "phone",
	email: "email",
	date: "date",
	time: "time",
	yesno: "yesno",
	location: "location",
	photo: "file",
	file: "file",
};

/** Whether an `ask` may have this type. */
export function isAnswerType(word: string): word is AskType {
	return Object.hasOwn(GIVES, word);
}

export const answerTypes = Object.keys(GIVES);

/** The type of the value that an answer gives; undefined for what cannot be asked for. */
export function answerGives(word: string): ValueType | undefined {
	return isAnswerType(word) ? parseType(GIVES[word]) : undefined;
}
