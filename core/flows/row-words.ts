/** The rows of the routing table in words: who takes what a customer writes (§9.2). */
export const ROW_WORDS: Readonly<Record<string, string>> = {
	1: "a colleague has the talk",
	2: "a button, a command or a link says where it goes",
	3: "stop words",
	4: "an answer to the question that waits",
	5: "a phrase under during: of this flow",
	6: "a phrase of _always.yaml",
	7: "free words for a question that takes any",
	8: "a phrase that starts another flow",
	9: "what the assistant made of it",
	10: "nothing took it",
};

/** `row 4: label «1»` with what row 4 is. */
export function explainRow(why: string): string {
	return why.replace(/^row (\d+)(?=:)/, (row, number: string) => {
		const words = ROW_WORDS[number];
		return words === undefined ? row : `${row} (${words})`;
	});
}
