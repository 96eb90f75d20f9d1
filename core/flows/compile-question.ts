import type { Assembler, Label } from "./assembler.ts";
import { compileVariants } from "./compile-message.ts";
import { changeOf, formulaSource, optionalFormula, optionalText, textSource } from "./compile-values.ts";
import type { AskStep, ChooseStep, Option as OptionFile, Silence as SilenceFile } from "./flow-file.ts";
import type { Option, Question, Silence } from "./program.ts";

/** An `ask` or a `choose`, with its side blocks behind it. */
export function compileQuestion(asm: Assembler, step: AskStep | ChooseStep, index: number): void {
	const behind = asm.label();
	const blocks: SideBlocks = { ifNone: undefined, retry: undefined, silence: undefined, options: new Map() };
	const words = step.verb === "ask" ? askWords(asm, step) : chooseWords(asm, step);
	const common = commonWords(step);
	asm.emit(() => {
		const question = Object.assign(common, words, links(asm, step, blocks, behind));
		return { op: "question", step: index, question };
	});
	if (step.verb === "choose") {
		blocks.ifNone = asm.aside(index, step.if_none, behind);
		for (const option of step.options) blocks.options.set(option.id, asm.aside(index, option.steps, behind));
	}
	blocks.retry = asm.aside(index, step.retry?.then, behind);
	blocks.silence = asm.aside(index, step.silence?.steps, behind);
	asm.place(behind);
}

/** `silence` of a question or a flow; its steps are laid elsewhere. */
export function compileSilence(silence: SilenceFile, id: string, steps: Label | undefined): Silence {
	const { line } = silence;
	return {
		after: silence.after,
		...optionalText("nudge", silence.nudge, `${id}.nudge`, line),
		...(steps ? { steps: steps.pc } : {}),
		line,
	};
}

type SideBlocks = {
	ifNone: Label | undefined;
	retry: Label | undefined;
	silence: Label | undefined;
	readonly options: Map<string, Label | undefined>;
};

type Words = Pick<
	Question,
	"kind" | "variable" | "type" | "suggest" | "reject" | "scale" | "from" | "value" | "label"
> &
	Pick<Question, "itemImage" | "page" | "many">;

function commonWords(step: AskStep | ChooseStep) {
	const { key, line } = step;
	return {
		text: textSource(step.text, `${key}.text`, line),
		...optionalFormula("image", step.image, line),
		...compileVariants(step, key, line),
		...optionalText("optional", step.optional, `${key}.optional`, line),
		...(step.save === undefined ? {} : { save: step.save }),
		keep: step.keep ?? false,
	};
}

function askWords(asm: Assembler, step: AskStep): Words {
	const { key, line } = step;
	const type = step.type ?? asm.vars[step.ask] ?? "text";
	const labels = Object.entries(step.labels ?? {}).map(
		([at, text]) => [at, textSource(text, `${key}.labels.${at}`, line)] as const,
	);
	return {
		kind: "ask",
		variable: step.ask,
		type,
		...suggestions(step),
		reject: (step.reject ?? []).map((line_, at) => ({
			if: formulaSource(line_.if, line),
			say: textSource(line_.say, `${key}.reject.${at}.say`, line),
		})),
		...(type === "scale"
			? { scale: { from: step.from ?? 1, to: step.to ?? 5, labels: Object.fromEntries(labels) } }
			: {}),
		many: false,
	};
}

function suggestions({ suggest, key, line }: AskStep): Pick<Question, "suggest"> {
	if (suggest === undefined) return {};
	if (typeof suggest === "string") return { suggest: formulaSource(suggest, line) };
	const list = suggest.map((item, at) =>
		typeof item === "string" ? textSource(item, `${key}.suggest.${at}`, line) : item,
	);
	return { suggest: { list } };
}

function chooseWords(asm: Assembler, step: ChooseStep): Words {
	const { key, line } = step;
	return {
		kind: "choose",
		variable: step.choose,
		type: asm.vars[step.choose] ?? "text",
		reject: [],
		...optionalFormula("from", step.from, line),
		...optionalFormula("value", step.value, line),
		...optionalText("label", step.label, `${key}.label`, line),
		...optionalFormula("itemImage", step.item_image, line),
		...(step.page === undefined ? {} : { page: step.page }),
		many: step.many ?? false,
	};
}

/** What is known only when the side blocks have found their places. */
function links(asm: Assembler, step: AskStep | ChooseStep, blocks: SideBlocks, behind: Label) {
	const { key, line, retry, silence } = step;
	const options = step.verb === "choose" ? step.options : [];
	return {
		options: options.map((option) =>
			compileOption(asm, option, step, blocks.options.get(option.id), `${key}.options.${option.id}`),
		),
		...(blocks.ifNone ? { ifNone: blocks.ifNone.pc } : {}),
		...(retry
			? {
					retry: {
						...(retry.times === undefined ? {} : { times: retry.times }),
						...optionalText("say", retry.say, `${key}.retry.say`, line),
						...(blocks.retry ? { then: blocks.retry.pc } : {}),
					},
				}
			: {}),
		...(silence ? { silence: compileSilence(silence, `${key}.silence`, blocks.silence) } : {}),
		next: behind.pc,
	};
}

function compileOption(
	asm: Assembler,
	option: OptionFile,
	step: AskStep | ChooseStep,
	steps: Label | undefined,
	id: string,
): Option {
	const { line } = step;
	const type = step.verb === "choose" ? (asm.vars[step.choose] ?? "text") : "text";
	return {
		id: option.id,
		label: textSource(option.label, `${id}.label`, line),
		...optionalText("short", option.short, `${id}.short`, line),
		also: option.also ?? [],
		...optionalFormula("when", option.when, line),
		...optionalText("say", option.say, `${id}.say`, line),
		...leavesOf(asm, option, steps),
		fills: type === "text" || type === "list" || type === "list of text",
	};
}

function leavesOf(asm: Assembler, option: OptionFile, steps: Label | undefined): Pick<Option, "leaves"> {
	if (option.goto !== undefined) return { leaves: { by: "goto", to: asm.step(option.goto).pc } };
	if (option.change !== undefined) return { leaves: { by: "change", ...changeOf(option.change) } };
	if (option.launch !== undefined) return { leaves: { by: "launch", flow: option.launch } };
	if (steps) return { leaves: { by: "steps", to: steps.pc } };
	return {};
}
