import { describe, expect, test } from "vitest";
import type { Hands } from "#core/flows/hands.ts";
import { Refusal } from "#core/refusal.ts";
import { aCounter, type Counter, writes } from "#test/support/counter.ts";

const CART = `
flow: cart
title: Cart
purpose: service
stage: care
start: [{says: [buy]}]
vars: {what: text}
steps:
  - ask: what
    text: What shall I put in?
    keep: true
  - do: cart.add
    with: {product: "{{ what }}"}
    on_error:
      - say: "No: {{ error.text }}"
      - end: refused
  - say: "There are {{ cart.count }} in the cart, {{ customer.first_name }}."
  - end: done
`;

async function tell({ engine }: Pick<Counter, "engine">, ...arrivals: ReturnType<typeof writes>[]) {
	await engine.receiveAndAnswer(arrivals);
	while ((await engine.workInbox()) > 0);
}

/** A shop whose cart is a list of tags of the customer, so that a test sees what was written. */
const tagging: Partial<Hands> = {
	kind: () => ({ effect: "idempotent", where: "turn" }),
	async act(shop, { customerId }, { input }) {
		const tag = String(input.product);
		await shop.db.customerTag.create({ data: { customerId, tag, actor: "system" } });
		if (tag === "moon") throw new Refusal("not-found", "we do not sell the moon");
		return { ended: "done", result: null, effect: "idempotent" };
	},
	async roots(shop, { customerId }) {
		const count = await shop.db.customerTag.count({ where: { customerId } });
		return { customer: { first_name: "Ada", consent: {} }, cart: { count }, catalogue: {}, shop: {} };
	},
};

describe("an action of a turn", () => {
	test("is written with the turn, and the answer shows the shop as it is after it", async () => {
		const counter = await aCounter({ "cart.flow.yaml": CART }, { hands: tagging });

		await tell(counter, writes("buy"), writes("tea"));

		expect(await counter.seen()).toEqual(["What shall I put in?", "There are 1 in the cart, Ada."]);
		expect(await counter.shop.db.customerTag.findMany()).toMatchObject([{ tag: "tea" }]);
	});

	test("that is refused leaves nothing behind, and the customer is told why", async () => {
		const counter = await aCounter({ "cart.flow.yaml": CART }, { hands: tagging });

		await tell(counter, writes("buy"), writes("moon"));

		expect((await counter.seen()).at(-1)).toBe("No: we do not sell the moon");
		expect(await counter.shop.db.customerTag.count()).toBe(0);
		expect(await counter.shop.db.flowRun.findMany()).toMatchObject([{ status: "ended", outcome: "refused" }]);
	});

	test("that breaks calls a person, and the customer hears that we are sorry", async () => {
		const hands: Partial<Hands> = {
			...tagging,
			act: async () => {
				throw new Error("the shelf fell down");
			},
		};
		const counter = await aCounter({ "cart.flow.yaml": CART.replace(/ +on_error:[\s\S]*refused\n/, "") }, { hands });

		await tell(counter, writes("buy"), writes("tea"));

		expect((await counter.seen()).at(-1)).toMatch(/something broke|colleague|person/i);
		const conversation = await counter.shop.db.conversation.findFirstOrThrow();
		expect(conversation.control).toBe("asked");
		expect(await counter.shop.db.flowRun.findMany()).toMatchObject([{ status: "failed" }]);
		expect((await counter.diary()).map(({ name }) => name)).toContain("control.changed");
	});

	test("is not repeated when the process dies after the commit and the messenger tells it again", async () => {
		const counter = await aCounter({ "cart.flow.yaml": CART }, { hands: tagging });
		const tea = writes("tea");
		await tell(counter, writes("buy"), tea);

		await tell({ engine: counter.another() }, tea);

		expect(await counter.shop.db.customerTag.count()).toBe(1);
		expect(await counter.shop.db.outbox.count()).toBe(2);
	});
});

test("an action whose database goes away mid-turn is done again, and costs the message no try", async () => {
	let away = true;
	const hands: Partial<Hands> = {
		...tagging,
		async act(shop, who, call) {
			if (away) throw Object.assign(new Error("terminating connection"), { code: "57P01" });
			return (await tagging.act?.(shop, who, call)) ?? { ended: "failed", code: "failed", text: "" };
		},
	};
	const counter = await aCounter({ "cart.flow.yaml": CART }, { hands });
	await counter.engine.receive([writes("buy"), writes("tea")]);
	await expect(counter.engine.workInbox()).rejects.toThrow("terminating connection");

	away = false;
	await counter.engine.workInbox();

	expect((await counter.seen()).at(-1)).toBe("There are 1 in the cart, Ada.");
	expect(await counter.shop.db.inbox.findMany({ select: { tries: true, state: true } })).toEqual([
		{ tries: 0, state: "done" },
		{ tries: 0, state: "done" },
	]);
});

test("a field that a question saves is written with the words and the message it was given in", async () => {
	const saved: unknown[] = [];
	const NAME = `
flow: name
title: Name
purpose: service
stage: care
start: [{says: [hello]}]
vars: {name: text}
steps:
  - ask: name
    text: How may I call you?
    save: customer.first_name
  - say: "Good day, {{ name }}."
`;
	const save: Hands["save"] = async (_shop, _who, field) => void saved.push(field);
	const counter = await aCounter({ "name.flow.yaml": NAME }, { hands: { save } });

	await tell(counter, writes("hello"), writes("Ada"));

	const message = await counter.shop.db.message.findFirstOrThrow({ where: { text: "Ada" } });
	expect(saved).toEqual([
		{
			field: "customer.first_name",
			value: "Ada",
			words: "How may I call you?",
			answer: "Ada",
			messageId: message.id,
		},
	]);
	expect((await counter.seen()).at(-1)).toBe("Good day, Ada.");
});

test("two processes that race for one conversation order once", async () => {
	const counter = await aCounter({ "cart.flow.yaml": CART }, { hands: tagging });
	await tell(counter, writes("buy"));
	await counter.engine.receive([writes("tea")]);
	const others = [counter.engine, counter.another(), counter.another()];

	await Promise.all(others.map((engine) => engine.workInbox()));

	expect(await counter.shop.db.customerTag.count()).toBe(1);
	expect(await counter.seen()).toEqual(["What shall I put in?", "There are 1 in the cart, Ada."]);
});

test("many customers at once share statements, and none loses a word", async () => {
	let statements = 0;
	const counter = await aCounter({ "cart.flow.yaml": CART }, { hands: tagging });
	const { shop } = counter;
	const counting: typeof shop = {
		...shop,
		db: new Proxy(shop.db, {
			get(target, key) {
				if (key !== "written") return Reflect.get(target, key, target);
				return (statement: { name: string; text: string }, values: readonly unknown[]) => {
					if (statement.name.startsWith("turn ")) statements += 1;
					return target.written(statement, values);
				};
			},
		}),
	};
	const engine = counter.another({ shop: counting });
	const chats = Array.from({ length: 100 }, (_, index) => `chat${index}`);
	await Promise.all(chats.map((chat) => engine.receiveAndAnswer([writes("hm", { chat })])));
	statements = 0;

	await Promise.all(chats.map((chat) => engine.receiveAndAnswer([writes("buy", { chat })])));

	// A hundred turns; how many share one depends on how busy the machine is (`group-commit.test.ts` says how).
	expect(statements).toBeLessThan(100);
	expect(await shop.db.message.count({ where: { text: "What shall I put in?" } })).toBe(100);
	expect(await shop.db.inbox.count({ where: { state: "done" } })).toBe(200);
});

test("an answer sent in pieces survives a restart in between, and is taken once", async () => {
	const counter = await aCounter({ "cart.flow.yaml": CART }, { hands: tagging, joining: "2s" });
	await tell(counter, writes("buy"), writes("green"));
	counter.pass(1_000);

	const restarted = counter.another();
	await restarted.receiveAndAnswer([writes("tea")]);
	expect(await counter.thread()).toEqual(["> buy", "What shall I put in?", "> green", "> tea"]);
	expect(await counter.shop.db.inbox.count({ where: { state: "waiting" } })).toBe(0);

	counter.pass(1_999);
	expect(await restarted.workDue()).toBe(0);
	counter.pass(1);
	await Promise.all([restarted.workDue(), counter.engine.workDue()]);

	expect((await counter.seen()).at(-1)).toBe("There are 1 in the cart, Ada.");
	expect(await counter.shop.db.customerTag.findMany()).toMatchObject([{ tag: "green\ntea" }]);
});

test("what a customer writes of their own accord speaks for its channel once a day, and says when they were last heard", async () => {
	const counter = await aCounter({ "cart.flow.yaml": CART }, { today: "2026-03-10T12:00:00+03:00" });
	const { shop } = counter;
	const evidence = async () => (await shop.db.channelEvidence.findMany())[0];
	const heardAt = async () => (await shop.db.identity.findFirstOrThrow()).lastHeardAt;

	await tell(counter, writes("привет"));
	expect(await heardAt()).toEqual(shop.now());
	counter.pass(24 * 3_600_000);
	await tell(counter, writes("есть кто?"));
	counter.pass(60 * 60_000);
	await tell(counter, writes("ау"));

	expect(await heardAt()).toEqual(shop.now());
	expect(await evidence()).toMatchObject({ channel: "telegram", delivered: 0, reacted: 0, unprompted: 1 });

	const { customerId } = await shop.db.identity.findFirstOrThrow();
	const row = await shop.db.outbox.findFirstOrThrow();
	counter.pass(24 * 3_600_000);
	const { id: _, ...like } = row;
	await shop.db.outbox.create({
		data: { ...like, content: {}, customerId, priority: 3, intent: "offer", state: "sent", createdAt: shop.now() },
	});
	counter.pass(60 * 60_000);
	await tell(counter, writes("сколько стоит?"));
	// That answered an offer: the offer is weighed by itself.
	expect((await evidence())?.unprompted).toBe(1);
});
