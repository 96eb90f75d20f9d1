import { expect, test } from "vitest";
import { flowEdits } from "#core/flows/flow-edits.ts";
import { readFlowsFile } from "#core/flows/read-file.ts";

test("of two long texts that begin alike, what differs is shown", () => {
	const text = (question: string) =>
		readFlowsFile(
			"flow",
			"x",
			`flow: x\ntitle: Х\npurpose: service\nstage: care\nstart: []\nsteps:\n  - say: Здравствуйте! Давно вас не было у нас, и мы беспокоимся. ${question}\n`,
		);

	const [edit] = flowEdits(text("Что-то не понравилось?"), text("Забыли про нас?"));

	expect(edit?.what).toBe(
		"say.text in step steps[0]: …беспокоимся. Что-то не понравилось? → …беспокоимся. Забыли про нас?",
	);
});
