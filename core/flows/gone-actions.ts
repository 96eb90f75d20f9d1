import type { Program } from "./program.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Says at start which versions still need an action that this release no longer has, with the lines that do it. */
export function noteGoneActions(
	programs: Iterable<Program>,
	vocabulary: Pick<Vocabulary, "actions">,
	log: { warn(message: string): void },
): void {
	const lines = [...new Set([...programs].flatMap((program) => goneActions(program, vocabulary)))];
	if (lines.length === 0) return;
	log.warn(
		`versions in use need actions that are gone: dialogs that come there fail to an operator. ` +
			`Move or stop them (npm run flows -- runs), or bring the action back:\n${lines.join("\n")}`,
	);
}

/** `order@7888 flows/order.flow.yaml:92 do: cart.pack`. */
export function goneActions(
	{ flow, logic, file, code, steps }: Program,
	{ actions }: Pick<Vocabulary, "actions">,
): string[] {
	return code.flatMap((instruction) => {
		if (instruction.op !== "do" || Object.hasOwn(actions, instruction.action)) return [];
		const line = steps[instruction.step]?.line ?? 1;
		return [`${flow}@${logic.slice(0, 4)} ${file}:${line} do: ${instruction.action}`];
	});
}
