import { expect, test } from "vitest";
import { handBack } from "#core/conversations/hand-back.ts";
import { note } from "#core/conversations/note.ts";
import { replyAsOperator } from "#core/conversations/reply-as-operator.ts";
import { take } from "#core/conversations/take.ts";
import { warnLate } from "#core/conversations/warn-late.ts";
import { aCounter, type Counter, writes } from "#test/support/counter.ts";

const TEA = `
flow: tea
title: Tea
purpose: service
stage: care
start: [{says: [tea]}]
vars: {cups: int}
steps:
  - ask: cups
    text: How many cups?
  - say: "{{ cups }}, coming."
`;
const vera = { id: "vera" };
const oleg = { id: "oleg" };

async function anOpenDialog() {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	await counter.engine.receiveAndAnswer([writes("tea")]);
	const { id } = await counter.shop.db.conversation.findFirstOrThrow();
	return { ...counter, conversationId: id };
}

const control = async ({ shop }: Counter) => {
	const { control, holderId, unansweredSince } = await shop.db.conversation.findFirstOrThrow();
	return { control, holderId, waits: unansweredSince !== null };
};

test("the first reply of a member takes the conversation, and the bot is silent from then on", async () => {
	const counter = await anOpenDialog();
	const { engine, conversationId } = counter;

	await replyAsOperator(engine.staffTurn, { conversationId, staff: vera, text: "Vera here.", key: "1" });
	await engine.receiveAndAnswer([writes("2")]);

	expect(await counter.thread()).toEqual(["> tea", "How many cups?", "Vera here.", "> 2"]);
	expect(await control(counter)).toEqual({ control: "human", holderId: "vera", waits: true });
	expect((await counter.diary()).at(-2)).toMatchObject({
		name: "control.changed",
		data: { from: "bot", to: "human", cause: "reply" },
	});
	expect(counter.rung).toHaveLength(2);
});

test("the same reply told twice is sent once", async () => {
	const { engine, conversationId, shop } = await anOpenDialog();
	const reply = { conversationId, staff: vera, text: "Vera here.", key: "1" };

	await replyAsOperator(engine.staffTurn, reply);
	await replyAsOperator(engine.staffTurn, reply);

	expect(await shop.db.message.count({ where: { author: "operator:vera" } })).toBe(1);
	expect(await shop.db.outbox.count()).toBe(2);
});

test("what the bot had not sent when a person took over is not sent", async () => {
	const counter = await anOpenDialog();

	await take(counter.engine.staffTurn, { conversationId: counter.conversationId, staff: vera });

	expect(await counter.shop.db.outbox.findMany({ select: { state: true, reason: true } })).toEqual([
		{ state: "cancelled", reason: "taken" },
	]);
});

test("of two members who take a conversation one wins, and the other reads that it is taken", async () => {
	const counter = await anOpenDialog();
	const { engine, conversationId } = counter;
	const other = counter.another();

	const takings = await Promise.allSettled([
		take(engine.staffTurn, { conversationId, staff: vera }),
		take(other.staffTurn, { conversationId, staff: oleg }),
	]);

	expect(takings.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
	expect(takings.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "taken" } });
});

test("handed back, the bot goes on where it was, with what the customer was asked", async () => {
	const counter = await anOpenDialog();
	const { engine, conversationId } = counter;
	await take(engine.staffTurn, { conversationId, staff: vera });

	await handBack(engine.staffTurn, { conversationId, staff: vera });
	await engine.receiveAndAnswer([writes("2")]);

	expect(await control(counter)).toMatchObject({ control: "bot", holderId: null });
	expect((await counter.seen()).at(-1)).toBe("2, coming.");
	const changes = (await counter.diary()).filter(({ name }) => name === "control.changed");
	expect(changes.at(-1)).toMatchObject({ data: { from: "human", to: "bot" } });
	await expect(handBack(engine.staffTurn, { conversationId, staff: vera })).rejects.toMatchObject({ code: "stale" });
});

test("a note stands in the thread and goes to nobody", async () => {
	const { shop, conversationId } = await anOpenDialog();

	await note(shop, { conversationId, staff: oleg, text: "Likes it strong." });

	expect(await shop.db.message.findFirst({ where: { author: "note:oleg" } })).toMatchObject({
		text: "Likes it strong.",
	});
	expect(await shop.db.outbox.count()).toBe(1);
});

test("a customer whom nobody leads is told of at the desk once four fifths of the promised time are over, once", async () => {
	const { shop, conversationId, pass } = await anOpenDialog();
	const answerBy = new Date(shop.now().getTime() + 600_000);
	await shop.db.conversation.update({
		where: { id: conversationId },
		data: { control: "asked", unansweredSince: shop.now(), answerBy },
	});
	const posted: string[] = [];
	const look = () =>
		warnLate(shop, {
			...{ language: "ru", zone: "Europe/Moscow" },
			post: async ({ text }) => posted.push(text) > 0,
		});

	pass(479_000);
	await look();
	expect(posted).toEqual([]);
	pass(1_000);
	await look();
	await look();
	expect(posted).toEqual(["⏳ Ответ обещан до 14:10, а разговор ещё никто не взял."]);
});
