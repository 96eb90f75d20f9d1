import { expect, test } from "vitest";
import { aCounter, presses, writes } from "#test/support/counter.ts";

const TASTES = `flow: tastes
title: Tastes
purpose: service
start: [{says: [tastes]}]
stage: care
vars: {likes: list, sure: text}
steps:
  - choose: likes
    many: true
    text: What do you like?
    options: {pies: Pies, honey: Honey, milk: Milk}
  - choose: sure
    text: "{{ likes | size }} noted. Sure?"
    options: {yes: Yes, no: No}
`;

test("what is chosen of many is toggled press by press, and kept as a list", async () => {
	const counter = await aCounter({ "tastes.flow.yaml": TASTES });
	await counter.engine.receiveAndAnswer([writes("tastes")]);
	for (const label of ["Pies", "Milk", "Pies", "Honey"])
		await counter.engine.receiveAndAnswer([presses(await counter.token(label))]);
	await counter.engine.receiveAndAnswer([presses(await counter.token("Done"))]);

	expect(await counter.shop.db.inbox.findMany({ where: { state: { not: "done" } } })).toEqual([]);
	expect((await counter.seen()).at(-1)).toContain("Sure?");
});

test("an old press on a question with many asks it anew instead of taking one word for the whole answer", async () => {
	const counter = await aCounter({ "tastes.flow.yaml": TASTES });
	await counter.engine.receiveAndAnswer([writes("tastes")]);
	const pies = await counter.token("Pies");
	await counter.engine.receiveAndAnswer([presses(await counter.token("Milk"))]);
	await counter.engine.receiveAndAnswer([presses(await counter.token("Done"))]);

	await counter.engine.receiveAndAnswer([presses(pies)]);

	expect((await counter.seen()).at(-1)).toContain("What do you like?");
});
