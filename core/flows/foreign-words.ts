import { type FlowTranslation, phrasesFor, translationOf } from "./flow-translation.ts";
import type { Handler, Instruction, Option, Program, Start, TextSource } from "./program.ts";

/**
 * A program that hears the words of every language its flow is translated into, whatever the customer's own: nobody knows in
 * which one a person types. A label counts in each of them.
 */
export function withForeignWords(program: Program, translations: readonly FlowTranslation[]): Program {
	if (translations.length === 0) return program;
	const heard: Heard = (id, says) => [
		...new Set([...says, ...translations.flatMap((translation) => phrasesFor(translation, id, says))]),
	];
	const handlerId = ({ id }: Handler, at: number) => (program.flow === "_always" ? id : `during.${at}`);
	return {
		...program,
		start: program.start.map((start, at) => hearStart(start, `start.${at}.says`, heard)),
		during: program.during.map((one, at) => ({ ...one, says: heard(`${handlerId(one, at)}.says`, one.says) })),
		code: program.code.map((instruction) => hearOptions(instruction, translations, heard)),
	};
}

type Heard = (id: string, says: readonly string[]) => readonly string[];

function hearStart(start: Start, id: string, heard: Heard): Start {
	return start.by === "says" ? { ...start, says: heard(id, start.says) } : start;
}

function hearOptions(instruction: Instruction, translations: readonly FlowTranslation[], heard: Heard): Instruction {
	if (instruction.op !== "question" || instruction.question.options.length === 0) return instruction;
	const options = instruction.question.options.map((option) => {
		const also = heard(option.label.id.replace(/label$/, "also"), option.also);
		return { ...option, also: [...new Set([...also, ...labelsOf(option, translations)])] };
	});
	return { ...instruction, question: { ...instruction.question, options } };
}

/** What stands on the button, in every language; not where it is put together from values. */
function labelsOf({ label, short }: Option, translations: readonly FlowTranslation[]): string[] {
	const own = short ? [label, short] : [label];
	const foreign = own.flatMap((text) => translations.map((translation) => translationOf(translation, text)));
	return [...own, ...foreign.filter((text): text is TextSource => text !== undefined)]
		.map(({ text }) => text)
		.filter((text) => !text.includes("{"));
}
