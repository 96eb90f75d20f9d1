import { expect, test } from "vitest";
import { editOwnWords, editSender } from "#core/conversations/edit-own-words.ts";
import { failedEdits } from "#core/conversations/failed-edits.ts";
import { handBack } from "#core/conversations/hand-back.ts";
import { note } from "#core/conversations/note.ts";
import { replyAsOperator } from "#core/conversations/reply-as-operator.ts";
import { take } from "#core/conversations/take.ts";
import { unsendReply } from "#core/conversations/unsend-reply.ts";
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

/** How a member's words stand once the messenger has answered; `external`: its id of the message. */
async function settled({ shop }: Counter, messageId: bigint, status: string, external?: string) {
	await shop.db.message.update({ where: { id: messageId }, data: { status, externalId: external ?? null } });
	const state = status === "sent" ? "sent" : "attempting";
	await shop.db.outbox.updateMany({ where: { messageId }, data: { state, attempt: 1 } });
}

async function aReply(counter: Counter & { conversationId: string }, text: string) {
	const { engine, conversationId, shop } = counter;
	await replyAsOperator(engine.staffTurn, { conversationId, staff: vera, text, key: text });
	const { id } = await shop.db.message.findFirstOrThrow({ where: { text } });
	const row = async () => (await shop.db.outbox.findFirst({ where: { messageId: id } }))?.content;
	const edits = async () => {
		const where = { intent: { startsWith: `edit ${id} ` } };
		const rows = await shop.db.outbox.findMany({ where, orderBy: { id: "asc" } });
		return rows.map(({ content, state }) => [content, state]);
	};
	const line = () => shop.db.message.findUniqueOrThrow({ where: { id } });
	const edit = (words: string, staff = vera) =>
		editOwnWords(shop, engine.staffTurn, { messageId: id, staff, text: words });
	return { id, row, edits, line, edit };
}

test("what was mended before it left leaves mended; what has arrived is changed there, once for the last of the wordings", async () => {
	const counter = await anOpenDialog();
	const { shop } = counter;
	const reply = await aReply(counter, "The cake is redy_");

	await reply.edit("The cake is ready_");
	expect(await reply.row()).toEqual({ text: "The cake is ready\\_" });
	expect(await reply.edits()).toEqual([]);

	await settled(counter, reply.id, "sent", "77");
	const before = counter.rung.length;
	await reply.edit("The cake is ready.");
	await reply.edit("The cake is ready at five.");
	await reply.edit("The cake is ready at five.");
	expect(await reply.edits()).toEqual([
		[{ text: "The cake is ready.", edits: "77" }, "cancelled"],
		[{ text: "The cake is ready at five.", edits: "77" }, "pending"],
	]);
	expect(counter.rung.length - before).toBe(2);
	expect(await reply.line()).toMatchObject({
		text: "The cake is ready at five.",
		versions: [{ text: "The cake is redy_" }, { text: "The cake is ready_" }, { text: "The cake is ready." }],
	});
	expect(await shop.db.conversation.findFirst()).toMatchObject({ lastLine: "The cake is ready at five." });
	expect(await shop.db.diary.findMany({ where: { name: "message.edited" }, select: { actor: true } })).toEqual(
		Array(3).fill({ actor: "operator:vera" }),
	);
	await expect(reply.edit("Mine now", oleg)).rejects.toMatchObject({ code: "not-found" });

	// Taken back: what was to be mended is gone, and is mended no more.
	const other = await aReply(counter, "Not for you");
	await settled(counter, other.id, "sent", "79");
	await other.edit("Still not for you");
	await unsendReply(counter.engine.staffTurn, { conversationId: counter.conversationId, staff: vera, line: other.id });
	expect(await other.edits()).toEqual([[expect.anything(), "cancelled"]]);
	await expect(other.edit("Or is it?")).rejects.toMatchObject({ code: "stale" });

	const { conversationId } = counter;
	const lines = [{ id: reply.id }];
	expect(await failedEdits(shop, { conversationId, lines })).toEqual(new Map());
	await shop.db.outbox.updateMany({
		where: { intent: { startsWith: "edit" }, state: "pending" },
		data: { state: "failed", reason: "message to edit not found" },
	});
	expect(await failedEdits(shop, { conversationId, lines })).toEqual(
		new Map([[reply.id, "message to edit not found"]]),
	);
});

test("words mended while they were on their way are changed as soon as they have arrived; what failed is sent again as it is now", async () => {
	const counter = await anOpenDialog();
	const { shop, engine } = counter;
	const reply = await aReply(counter, "Tomorow");
	await settled(counter, reply.id, "pending");

	await reply.edit("Tomorrow");
	expect(await reply.edits()).toEqual([]);
	expect(await shop.db.errand.findMany({ where: { name: "send-edit" }, select: { payload: true } })).toEqual([
		{ payload: { messageId: String(reply.id) } },
	]);
	const keep = editSender(engine.staffTurn);
	await keep(shop, { messageId: String(reply.id) });
	expect(await reply.edits()).toEqual([]);
	await settled(counter, reply.id, "sent", "78");
	await keep(shop, { messageId: String(reply.id) });
	expect(await reply.edits()).toEqual([[{ text: "Tomorrow", edits: "78" }, "pending"]]);

	const other = await aReply(counter, "Old words");
	await settled(counter, other.id, "failed");
	await other.edit("New words");
	expect(await other.edits()).toEqual([]);
	expect(await other.line()).toMatchObject({ text: "New words", status: "failed" });
});

test("where the messenger lets nothing be changed the thread keeps the words that the customer reads", async () => {
	const counter = await anOpenDialog();
	const { shop } = counter;
	const reply = await aReply(counter, "At six");
	await settled(counter, reply.id, "sent", "wamid.1");
	const on = (channel: string) => shop.db.message.update({ where: { id: reply.id }, data: { channel } });

	await on("whatsapp");
	await expect(reply.edit("At seven")).rejects.toMatchObject({ code: "unavailable" });
	await on("linked-phone");
	counter.pass(16 * 60_000);
	await expect(reply.edit("At seven")).rejects.toMatchObject({ code: "too-late" });
	await expect(reply.edit(" ")).rejects.toMatchObject({ code: "invalid" });

	expect(await reply.edits()).toEqual([]);
	expect(await reply.line()).toMatchObject({ text: "At six", versions: null });
});
