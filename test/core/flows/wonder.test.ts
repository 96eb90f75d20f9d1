import { describe, expect, test } from "vitest";
import { type Assistant, openConsult } from "#core/flows/consult.ts";
import { openMask } from "#core/flows/mask.ts";
import { type Reply, readVerdict } from "#core/flows/read-verdict.ts";
import { answer } from "#core/flows/run.ts";
import type { Shop } from "#core/shop.ts";
import { aCounter, type CounterWishes, writes } from "#test/support/counter.ts";
import { aRehearsal } from "./a-rehearsal.ts";

const MENU = `
flow: menu
title: Menu
purpose: service
stage: care
start: [{says: [menu]}]
vars: {what: text, count: int}
steps:
  - choose: what
    text: What would you like?
    options: {tea: {label: Tea}, cake: {label: Cake}}
  - ask: count
    text: "How many of {{ what }}?"
    reject: [{if: answer > 9, say: We have only nine.}]
  - say: "{{ count }} of {{ what }}."
`;

/** A shop whose assistant says to some words what it is told to say, when it is let. */
async function aThinkingShop(replies: Record<string, Reply>, wishes: { perDay?: number } & CounterWishes = {}) {
	const asked: Parameters<Assistant["ask"]>[0][] = [];
	const typing: string[] = [];
	let gate = aGate();
	const assistant: Assistant = {
		async ask(puzzle) {
			asked.push(puzzle);
			await gate.opened;
			return replies[puzzle.words];
		},
	};
	let shop: Shop | undefined;
	const consult: ReturnType<typeof openConsult> = (puzzle, customer) => {
		if (!shop) throw new Error("The shop is not open yet.");
		return openConsult(shop, assistant, wishes)(puzzle, customer);
	};
	const counter = await aCounter(
		{ "menu.flow.yaml": MENU },
		{
			...wishes,
			parts: { consult, showTyping: (_account, chat) => typing.push(chat) },
		},
	);
	({ shop } = counter);
	const { engine } = counter;
	const work = async () => {
		while ((await engine.workInbox()) > 0);
	};
	return {
		...counter,
		asked,
		/** Chats that were shown that an answer is on its way. */
		typing,
		/** The customer's words arrive, and are worked off as far as can be without the assistant. */
		async hears(...arrivals: ReturnType<typeof writes>[]) {
			await engine.receiveAndAnswer(arrivals);
			await work();
		},
		/** The assistant says what it has to say. */
		async thinks() {
			gate.open();
			await engine.quiet();
			gate = aGate();
			await work();
		},
	};
}

function aGate() {
	let open = () => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open };
}

describe("words that no rule takes", () => {
	test("are answered as the assistant reads them, and pass the same checks as typed ones", async () => {
		const shop = await aThinkingShop({
			"something sweet please": { choice: "option_2", confidence: 0.9 },
			"a hundred": { choice: "answer", answer: "100", confidence: 0.9 },
			"a couple": { choice: "answer", answer: "2", confidence: 0.8 },
		});
		await shop.hears(writes("menu"), writes("something sweet please"));
		expect(await shop.seen()).toEqual(["What would you like?"]);
		expect(shop.typing).toHaveLength(1);

		await shop.thinks();
		await shop.hears(writes("a hundred"));
		await shop.thinks();
		await shop.hears(writes("a couple"));
		await shop.thinks();

		expect(await shop.seen()).toEqual([
			"What would you like?",
			"How many of cake?",
			"We have only nine.",
			"2 of cake.",
		]);
	});

	test("go by the rules alone where it is not sure, knows nothing, or names what was not offered", async () => {
		const shop = await aThinkingShop({
			hm: { choice: "option_1", confidence: 0.5 },
			"give me everything": { choice: "order_create", confidence: 1 },
		});
		await shop.hears(writes("menu"));
		for (const words of ["hm", "give me everything"]) {
			await shop.hears(writes(words));
			await shop.thinks();
		}

		expect(await shop.seen()).toEqual([
			"What would you like?",
			"I did not understand. Try again or write “operator”.",
			"I did not understand. Try again or write “operator”.",
		]);
	});

	test("hold up nobody else, and what their writer says next waits for them", async () => {
		const shop = await aThinkingShop({ sweet: { choice: "option_2", confidence: 1 } });
		await shop.hears(writes("menu"), writes("sweet"), writes("3"), writes("menu", { chat: "bob" }));

		expect(await shop.seen("bob")).toEqual(["What would you like?"]);
		await shop.thinks();

		expect(await shop.seen()).toEqual(["What would you like?", "How many of cake?", "3 of cake."]);
	});

	test("are not what they were when the conversation has changed meanwhile", async () => {
		const shop = await aThinkingShop({ sweet: { choice: "option_2", confidence: 1 } });
		await shop.hears(writes("menu"), writes("sweet"));
		const { id } = await shop.shop.db.conversation.findFirstOrThrow();
		await shop.shop.db.conversation.update({ where: { id }, data: { version: { increment: 1 } } });

		await shop.thinks();

		expect((await shop.seen()).at(-1)).toBe("I did not understand. Try again or write “operator”.");
		expect(shop.asked).toHaveLength(1);
	});

	test("wait for a restarted shop, which thinks anew", async () => {
		const shop = await aThinkingShop({});
		await shop.hears(writes("menu"), writes("sweet"));

		const restarted = shop.another({ consult: async () => ({ row: 4, answer: "Cake" }) });
		shop.pass(10_000);
		while ((await restarted.workInbox()) > 0);
		await restarted.quiet();
		while ((await restarted.workInbox()) > 0);

		expect((await shop.seen()).at(-1)).toBe("How many of cake?");
	});

	test("are guessed about only so often a day", async () => {
		const shop = await aThinkingShop({}, { perDay: 1 });
		await shop.hears(writes("menu"));
		for (const words of ["something", "anything"]) {
			await shop.hears(writes(words));
			await shop.thinks();
		}
		expect(shop.asked).toHaveLength(1);

		shop.pass(24 * 3_600_000);
		await shop.hears(writes("whatever"));
		await shop.thinks();
		expect(shop.asked).toHaveLength(2);
	});
});

describe("what leaves the house", () => {
	test("names nobody: neither what the shop knows, nor what the words give away", () => {
		const rehearsal = aRehearsal(
			{
				visit: `
start: [{says: [визит]}]
vars: {who: text, day: date}
steps:
  - ask: who
    text: Кто придёт?
  - ask: day
    text: "{{ who }}, когда вас ждать?"
`,
			},
			{ customer: { id: "anna", first_name: "Анна", phone: "+79001234567", consent: {} } },
		);
		rehearsal.writes("визит");
		rehearsal.writes("Пётр Ильич");
		const { talk, now } = rehearsal.simulation;
		const text = "Это Анна Смирнова, +7 (900) 123-45-67, приду в пятницу, пишите на a@b.ru";
		const said = { cause: "message", id: "m", channel: "telegram", content: { text, media: [] } } as const;
		const step = answer({ ...talk, canAsk: true }, said, now).next();
		const [effect] = step.done ? step.value : [];
		const puzzle = effect?.effect === "puzzled" ? effect.puzzle : undefined;

		const open = JSON.stringify({ ...puzzle, mask: undefined });
		for (const secret of ["Анна", "Смирнова", "123-45-67", "a@b.ru", "Пётр", "Ильич"])
			expect(open).not.toContain(secret);
		expect(puzzle?.words).toContain("приду в пятницу");
	});

	test.each([
		["звоните +7 900 123-45-67 после шести", "звоните <NUMBER_1> после шести"],
		["почта anna.s@example.ru", "почта <EMAIL_1>"],
		["карта 2200 1234 5678 9012", "карта <NUMBER_1>"],
		["я @anna_s", "я <HANDLE_1>"],
		["вот https://vk.com/anna?x=1", "вот <LINK_1>"],
		["Меня зовут Анна Петрова", "Меня зовут <NAME_1>"],
		["везите на ул. Ленина, д. 5, кв. 12", "везите на <PLACE_1>"],
		["хочу 2 торта по 1500", "хочу 2 торта по 1500"],
	])("%s → %s", (said, masked) => {
		const mask = openMask([]);
		expect(mask.mask(said)).toBe(masked);
		expect(mask.unmask(mask.mask(said))).toBe(said);
	});

	test("a phone that was masked comes back as it was written", () => {
		const mask = openMask([]);
		const words = mask.mask("мой номер 8 900 123 45 67");
		const puzzle = {
			words,
			language: "ru",
			choices: [{ id: "answer", means: "a phone", verdict: { row: 4, answer: "" } }],
			mask,
		} as const;

		expect(readVerdict(puzzle, { choice: "answer", answer: "<NUMBER_1>", confidence: 1 })).toEqual({
			row: 4,
			answer: "8 900 123 45 67",
		});
	});
});
