import { describe, expect, test } from "vitest";
import { listDeadLetters, replayDeadLetter } from "#core/conversations/dead-letters.ts";
import { answer } from "#core/flows/run.ts";
import { aCounter, type Counter, heard, presses, writes } from "#test/support/counter.ts";

const TEA = `
flow: tea
title: Tea
purpose: service
stage: care
start: [{says: [tea]}]
vars: {kind: text, cups: int, more: text}
steps:
  - choose: kind
    text: Which tea?
    options: {green: Green, black: Black}
  - ask: cups
    type: int
    text: How many cups?
  - say: "{{ cups }} × {{ kind }}, coming."
  - end: done
`;

/** Both ways of a message obey the same rules: kept first and answered after, or both in one commit. */
const WAYS = {
	"kept first, then answered": async ({ engine }: Counter, ...arrivals: ReturnType<typeof writes>[]) => {
		await engine.receive(arrivals);
		while ((await engine.workInbox()) > 0);
	},
	"kept and answered in one commit": async ({ engine }: Counter, ...arrivals: ReturnType<typeof writes>[]) => {
		await engine.receiveAndAnswer(arrivals);
		while ((await engine.workInbox()) > 0);
	},
};

describe.each(Object.entries(WAYS))("a message that is %s", (_name, tell) => {
	test("leads the customer through the dialog to its end", async () => {
		const counter = await aCounter({ "tea.flow.yaml": TEA });

		await tell(counter, writes("tea"));
		await tell(counter, presses(await counter.token("Green")));
		await tell(counter, writes("two"), writes("2"));

		expect(await counter.thread()).toEqual([
			"> tea",
			"Which tea?",
			"> Green",
			"How many cups?",
			"> two",
			expect.any(String),
			"> 2",
			"2 × green, coming.",
		]);
		expect(counter.acknowledged).toHaveLength(1);
		const names = (await counter.diary()).map(({ name }) => name);
		expect(names.filter((name) => name === "message.received")).toHaveLength(3);
		expect(names.filter((name) => name === "button.pressed")).toHaveLength(1);
		expect(names.filter((name) => name === "customer.met")).toHaveLength(1);
		expect(await counter.shop.db.flowRun.findMany()).toMatchObject([{ flow: "tea", status: "ended", outcome: "done" }]);
		expect(counter.rung).toHaveLength(4);
	});

	test("is answered once however often the messenger tells it", async () => {
		const counter = await aCounter({ "tea.flow.yaml": TEA });
		const told = writes("tea");

		await tell(counter, told, told);
		await tell(counter, told);

		expect(await counter.thread()).toEqual(["> tea", "Which tea?"]);
		expect(await counter.shop.db.inbox.count()).toBe(1);
		expect(await counter.shop.db.outbox.count()).toBe(1);
	});

	test("is answered in the order in which the chat was heard", async () => {
		const counter = await aCounter({ "tea.flow.yaml": TEA });

		await tell(counter, writes("tea"), writes("green"), writes("3"));

		expect(await counter.thread()).toEqual([
			"> tea",
			"Which tea?",
			"> green",
			"How many cups?",
			"> 3",
			"3 × green, coming.",
		]);
	});

	test("makes one customer of two first messages at once", async () => {
		const counter = await aCounter({ "tea.flow.yaml": TEA });
		const other = counter.another();

		await Promise.all([
			tell(counter, writes("tea")),
			tell({ ...counter, engine: other }, heard({ kind: "command", id: "c1", name: "start", argument: "" })),
		]);

		expect(await counter.shop.db.customer.count()).toBe(1);
		expect(await counter.shop.db.conversation.count()).toBe(1);
		expect((await counter.diary()).filter(({ name }) => name === "customer.met")).toHaveLength(1);
		expect(await counter.shop.db.inbox.count({ where: { state: "done" } })).toBe(2);
	});

	test("that cannot be answered goes to the dead letters after five tries, and the chat goes on", async () => {
		let broken = true;
		const poisoned: typeof answer = (talk, cause, now) => {
			if (broken && cause.cause === "message" && cause.content.text === "poison") throw new Error("it is poison");
			return answer(talk, cause, now);
		};
		const counter = await aCounter({ "tea.flow.yaml": TEA }, { parts: { answer: poisoned } });

		await tell(counter, writes("poison"), writes("tea"));
		expect(await counter.seen()).toEqual([]);
		for (const seconds of [1, 2, 4, 8]) {
			expect(await counter.engine.nextTry()).toEqual(new Date(counter.shop.now().getTime() + seconds * 1000));
			counter.pass(seconds * 1000 - 1);
			expect(await counter.engine.workInbox()).toBe(0);
			counter.pass(1);
			while ((await counter.engine.workInbox()) > 0);
		}

		expect(await counter.seen()).toEqual(["Which tea?"]);
		const [letter] = await listDeadLetters(counter.shop);
		expect(letter).toMatchObject({ tries: 5, error: expect.stringContaining("it is poison") });

		broken = false;
		await replayDeadLetter(counter.shop, { id: letter?.id ?? 0n });
		await counter.engine.workInbox();

		expect(await listDeadLetters(counter.shop)).toEqual([]);
		expect(await counter.thread()).toContain("> poison");
	});
});

test("two processes at one inbox answer each message once", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	const other = counter.another();
	const chats = Array.from({ length: 20 }, (_, index) => `chat${index}`);
	await counter.engine.receive(chats.flatMap((chat) => [writes("tea", { chat }), writes("green", { chat })]));

	const work = async (engine: Counter["engine"]) => {
		while ((await engine.workInbox()) > 0);
	};
	await Promise.all([work(counter.engine), work(other)]);

	for (const chat of chats)
		expect(await counter.thread(chat)).toEqual(["> tea", "Which tea?", "> green", "How many cups?"]);
	expect(await counter.shop.db.outbox.count()).toBe(40);
});

test("a dialog begun in one process goes on in another, whatever the first remembers", async () => {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	const other = counter.another();

	await counter.engine.receiveAndAnswer([writes("tea")]);
	await other.receiveAndAnswer([writes("black")]);
	await counter.engine.receiveAndAnswer([writes("4")]);

	expect((await counter.seen()).at(-1)).toBe("4 × black, coming.");
});
