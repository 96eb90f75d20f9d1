import type { Checking } from "./checking.ts";
import { isPlainMap } from "./read-steps.ts";
import type { Leaf } from "./reading.ts";
import { TURN_WORDS } from "./schema-test.ts";

/** A test file may name only what exists; a line of a dialog does one thing. */
export function checkTest(check: Checking): void {
	for (const leaf of check.file.leaves) checkNamed(check, leaf);
	const cases = listOf(check.file.content.cases);
	const names = new Set<string>();
	for (const one of cases) {
		if (names.has(String(one.name)))
			check.error("F005", check.file.places.valueOf(one, "name"), `"${one.name}" stands here twice`);
		names.add(String(one.name));
		for (const turn of listOf(one.dialog)) checkTurn(check, turn);
	}
}

const GO_WITH: Record<string, string> = {
	of: "press",
	with: "event",
	buttons: "bot",
	at: "bot",
	channel: "bot",
	template: "bot",
};

function checkTurn(check: Checking, turn: Record<string, unknown>): void {
	const { places } = check.file;
	const [first, second] = TURN_WORDS.filter((word) => word in turn);
	if (!first) check.error("F011", places.startOf(turn), `one of these words is missing here: ${TURN_WORDS.join(", ")}`);
	else if (second)
		check.error("F012", places.keyOf(turn, second), `"${second}" is a line of its own: write - ${second}: …`);
	if (typeof turn.every === "string") checkEvery(check, turn, turn.every);
	for (const [word, needs] of Object.entries(GO_WITH))
		if (word in turn && first && first !== needs)
			check.error("F012", places.keyOf(turn, word), `"${word}" goes with ${needs}`);
}

/** A regular start is called by its segment, or all of a kind by how often they come. */
function checkEvery(check: Checking, turn: Record<string, unknown>, every: string): void {
	const words = [...check.shelf.segments.keys(), "day", "week", "month"];
	if (!words.includes(every))
		check.unknown(
			"F080",
			check.file.places.valueOf(turn, "every"),
			`nothing comes every "${every}"`,
			every,
			words,
			"few",
		);
}

/** Fields of a called handoff look like those of an action. */
const NOT_REGISTERED = ["handoff"];

function checkNamed(check: Checking, leaf: Leaf): void {
	const { text: word } = leaf;
	const { shelf, vocabulary } = check;
	const known = (): string[] | undefined => {
		switch (leaf.lang) {
			case "flow":
				return [...shelf.flows.keys()];
			case "action":
				return [...Object.keys(vocabulary.actions), ...NOT_REGISTERED];
			case "event":
				return Object.keys(vocabulary.events);
			case "segment":
				return [...shelf.segments.keys()];
			case "offer":
				return [...shelf.offers.keys()];
			case "stage":
				return check.stages;
			case "step":
				return shelf.flows.get(check.id)?.steps.map(({ step }) => step.key);
			default:
				return undefined;
		}
	};
	const words = known();
	if (words && !words.includes(word))
		check.unknown("F080", leaf.node.start, `there is no ${leaf.lang} "${word}"`, word, words);
}

function listOf(value: unknown): Record<string, unknown>[] {
	return Array.isArray(value) ? value.filter(isPlainMap) : [];
}
