import { expect, test } from "vitest";
import { share } from "#core/chance.ts";
import { closeConversation } from "#core/conversations/close-conversation.ts";
import { handBack } from "#core/conversations/hand-back.ts";
import { listConversations } from "#core/conversations/list-conversations.ts";
import { makePromise } from "#core/conversations/make-promise.ts";
import { noAnswerNeeded } from "#core/conversations/no-answer-needed.ts";
import { passOn } from "#core/conversations/pass-on.ts";
import { pushStep } from "#core/conversations/push-step.ts";
import { reopen } from "#core/conversations/reopen.ts";
import { replyAsOperator } from "#core/conversations/reply-as-operator.ts";
import { laterSender, sendLater } from "#core/conversations/send-later.ts";
import { take } from "#core/conversations/take.ts";
import { controlWatch } from "#core/conversations/watch-control.ts";
import { bareFiles } from "#core/flows/bare-files.ts";
import { handoffRules } from "#core/flows/handoff-rules.ts";
import { Refusal } from "#core/refusal.ts";
import { noteAlive } from "#core/team/presence.ts";
import { atNight } from "#test/support/at-night.ts";
import { aCounter, type Counter, presses, writes } from "#test/support/counter.ts";
import { aScriptedChannel, aSender } from "#test/support/outbox.ts";

const DEFAULTS = (bareFiles.find(({ path }) => path === "_defaults.yaml")?.text ?? "").replace(
	/^handoff:.*$/m,
	`handoff:
  say: I am calling a colleague.
  closed: We are closed.
  late: "Nobody is free. We answer by {{ event.by }}."
  options: {wait: I wait, call_back: Call me, go_on: With the bot}
  again: Another colleague is coming.
  facts: "Noted: {{ event.facts }}."
  assign: turns`,
);
const FLOWS = {
	"_defaults.yaml": DEFAULTS,
	"tea.flow.yaml": `
flow: tea
title: Tea
purpose: service
stage: care
start: [{says: [tea]}]
vars: {cups: int, where: text}
steps:
  - ask: cups
    text: How many cups?
  - ask: where
    text: "{{ cups }} cups. Where to?"
  - say: "{{ cups }} cups to {{ where }}."
`,
	"size.flow.yaml": `
flow: size
title: Size
purpose: service
stage: care
start: [{says: [size]}]
vars: {size: text}
steps:
  - choose: size
    text: Which size?
    options: {s: Small, l: Large}
  - say: Thank you.
`,
};
const vera = { id: "vera", leads: true };
const oleg = { id: "oleg" };
const HANDOFF = { say: "", closed: "", assign: "turns" as const, options: { wait: "", call_back: "", go_on: "" } };

async function aDesk() {
	const counter = await aCounter(FLOWS);
	const { shop, engine } = counter;
	for (const id of ["vera", "oleg"])
		await shop.db.member.create({ data: { id, name: id, email: `${id}@shop.test`, role: "operator" } });
	await engine.receiveAndAnswer([writes("tea"), writes("2")]);
	const { id: conversationId, customerId } = await shop.db.conversation.findFirstOrThrow();
	const teams = {};
	const rules = () =>
		handoffRules(
			{ handoff: { ...HANDOFF, teams }, working_hours: { "mon-sun": "00:00-24:00" }, team: "support" },
			"UTC",
		);
	const keep = controlWatch({ turn: engine.staffTurn, rules, warn: () => {} });
	return {
		...counter,
		conversationId,
		/** Time passes, in minutes; what it brings is done as long as something is due. */
		async wait(minutes: number, ...online: readonly string[]) {
			counter.pass(minutes * 60_000);
			for (const memberId of online) await noteAlive(shop, { memberId, device: "web" });
			for (let looks = 0; looks < 20; looks++) {
				const where = { name: "watch-control", state: "waiting", dueAt: { lte: shop.now() } };
				const { count } = await shop.db.errand.updateMany({ where, data: { state: "done" } });
				if (count === 0) return;
				await keep(shop, { conversationId, customerId });
			}
			throw new Error("What time brings does not come to an end.");
		},
		promises: (times: Readonly<Record<string, string>>) => Object.assign(teams, { support: times }),
		control: () => shop.db.conversation.findFirstOrThrow({ select: { control: true, holderId: true, lease: true } }),
	};
}

const tail = async ({ seen }: Counter, most: number) => (await seen()).slice(-most);

test("nobody comes in three minutes: the customer is told once, also after a crash, and goes on with the bot", async () => {
	const desk = await aDesk();
	await desk.shop.db.customer.updateMany({ data: { language: "en" } });
	await desk.engine.receiveAndAnswer([writes("operator")]);

	await desk.wait(4);
	await desk.wait(30);

	const told = (await desk.seen()).filter((line) => line.startsWith("Nobody is free."));
	// In the customer's way of writing times; Intl puts a narrow space.
	expect(told.map((line) => line.replace("\u202f", " "))).toEqual(["Nobody is free. We answer by 11:20 AM."]);

	await desk.engine.receiveAndAnswer([presses(await desk.token("With the bot"))]);
	await desk.engine.receiveAndAnswer([writes("home")]);

	expect(await tail(desk, 2)).toEqual(["2 cups. Where to?", "2 cups to home."]);
	expect(await desk.control()).toMatchObject({ control: "asked" });
});

test("a holder who lets a question lie loses it to the next colleague who is there, and the customer hears it once", async () => {
	const desk = await aDesk();
	const { engine, conversationId } = desk;
	await take(engine.staffTurn, { conversationId, staff: vera });
	await noteAlive(desk.shop, { memberId: "vera", device: "web" });
	await engine.receiveAndAnswer([writes("are you there?")]);

	await desk.wait(9, "vera");
	expect(await desk.control()).toMatchObject({ control: "human", holderId: "vera" });
	await desk.wait(2, "vera", "oleg");

	expect(await desk.control()).toMatchObject({ control: "human", holderId: "oleg" });
	expect((await desk.seen()).filter((line) => line === "Another colleague is coming.")).toHaveLength(1);
});

test("where staff had the last word and nothing waits for two hours, the bot is back; thanks do not change that", async () => {
	const desk = await aDesk();
	const { engine, conversationId } = desk;
	await replyAsOperator(engine.staffTurn, { conversationId, staff: vera, text: "Vera here.", key: "1" });
	await desk.wait(100);
	expect(await desk.control()).toMatchObject({ control: "human" });

	await desk.wait(21);

	expect(await desk.control()).toMatchObject({ control: "bot", holderId: null });
	expect(await tail(desk, 2)).toEqual(["Back to our talk.", "2 cups. Where to?"]);
	// A person's episode has ended: the flow that asks how it was hears of it.
	expect(await desk.diary()).toContainEqual(
		expect.objectContaining({ name: "conversation.handed_back", data: { by: "system", human: true } }),
	);
});

test("nobody hands back over a question or a promise; a promise parks the talk, and wakes its holder when it is due", async () => {
	const desk = await aDesk();
	const { engine, conversationId, shop } = desk;
	await take(engine.staffTurn, { conversationId, staff: oleg });
	await engine.receiveAndAnswer([writes("when?")]);
	await expect(handBack(engine.staffTurn, { conversationId, staff: oleg })).rejects.toThrow("«when?»");

	const dueAt = new Date(shop.now().getTime() + 3_600_000);
	await makePromise(engine.staffTurn, { conversationId, staff: oleg, text: "I will write", dueAt, key: "promise-1" });
	await expect(handBack(engine.staffTurn, { conversationId, staff: oleg })).rejects.toThrow("«I will write»");
	await expect(closeConversation(engine.staffTurn, { conversationId, staff: oleg, force: true })).rejects.toThrow(
		"Only a lead",
	);
	expect(await desk.control()).toMatchObject({ control: "parked", holderId: "oleg" });

	await noteAlive(shop, { memberId: "oleg", device: "web" });
	await desk.wait(61);
	await noteAlive(shop, { memberId: "oleg", device: "web" });

	expect(await desk.control()).toMatchObject({ control: "human", holderId: "oleg" });
	const [promise] = await shop.db.customerPromise.findMany();
	const keeps = promise?.id ?? "";
	await replyAsOperator(engine.staffTurn, { conversationId, staff: oleg, text: "Here.", key: "2", keeps });
	expect(await shop.db.customerPromise.findFirst()).toMatchObject({ state: "late" });
});

test("the packet goes back with the talk: the bot's first line names the fact, and what depends on it is asked again", async () => {
	const desk = await aDesk();
	const { engine, conversationId } = desk;
	await take(engine.staffTurn, { conversationId, staff: vera });

	const stale = handBack(engine.staffTurn, { conversationId, staff: vera, packet: { at: "gone" } });
	await expect(stale).rejects.toMatchObject({ code: "stale" });
	expect(await desk.control()).toMatchObject({ control: "human" });

	await handBack(engine.staffTurn, { conversationId, staff: vera, packet: { facts: { cups: 5 } }, brief: "Five now" });

	expect(await tail(desk, 2)).toEqual(["Noted: 5.", "5 cups. Where to?"]);
	expect(await desk.control()).toMatchObject({ control: "bot" });
});

test("the holder pushes a step: an answer goes to it, a remark to the holder, who leads all the while", async () => {
	const desk = await aDesk();
	const { engine, conversationId } = desk;
	await take(engine.staffTurn, { conversationId, staff: vera });
	await pushStep(engine.staffTurn, { conversationId, staff: vera, flow: "size" });
	await engine.receiveAndAnswer([writes("what would you wear yourself?")]);
	expect(await tail(desk, 1)).toEqual(["Which size?"]);

	await engine.receiveAndAnswer([writes("Large")]);

	expect(await tail(desk, 1)).toEqual(["Thank you."]);
	expect(await desk.control()).toMatchObject({ control: "human", holderId: "vera" });
});

test("a reply for later does not leave when the customer has written first", async () => {
	const desk = await aDesk();
	const { engine, conversationId, shop } = desk;
	const dueAt = new Date(shop.now().getTime() + 3_600_000);
	for (const key of ["later-1", "later-2"])
		await sendLater(engine.staffTurn, { conversationId, staff: vera, text: key, dueAt, key });
	const [first, second] = await shop.db.laterReply.findMany({ orderBy: { key: "asc" } });
	const send = laterSender(engine.staffTurn);
	desk.pass(3_600_000);

	await send(shop, { laterReplyId: first?.id ?? "" });
	desk.pass(1000);
	await engine.receiveAndAnswer([writes("hello?")]);
	await send(shop, { laterReplyId: second?.id ?? "" });

	expect(await desk.seen()).toContain("later-1");
	expect(await desk.seen()).not.toContain("later-2");
	expect(await shop.db.laterReply.findUnique({ where: { key: "later-2" } })).toMatchObject({
		reason: "customer_wrote",
	});
});

test("a screen that shows an older lease changes nothing", async () => {
	const desk = await aDesk();
	const { engine, conversationId } = desk;
	await take(engine.staffTurn, { conversationId, staff: vera, lease: 0 });
	await passOn(engine.staffTurn, { conversationId, staff: vera, lease: 1, to: { memberId: "oleg" } });

	const late = replyAsOperator(engine.staffTurn, { conversationId, staff: oleg, text: "Hi", key: "k", lease: 1 });

	await expect(late).rejects.toMatchObject({ code: "stale" });
	await expect(take(engine.staffTurn, { conversationId, staff: { id: "vera" } })).rejects.toThrow("oleg is already");
	await take(engine.staffTurn, { conversationId, staff: vera, reason: "Oleg went home" });
	expect(await desk.control()).toMatchObject({ holderId: "vera", lease: 3 });
});

test("of a hundred requests each of four who are there gets twenty-five, and who is full gets none", async () => {
	const desk = await aDesk();
	const { shop, engine } = desk;
	await shop.db.member.updateMany({ data: { loadLimit: 0 } });
	for (const id of ["a", "b", "c", "d"]) {
		await shop.db.member.create({ data: { id, name: id, email: id, loadLimit: 40 } });
		await noteAlive(shop, { memberId: id, device: "web" });
		await noteAlive(shop, { memberId: "vera", device: "web" });
	}
	const rules = () => handoffRules({ handoff: HANDOFF, working_hours: {}, team: "support" }, "UTC");
	const keep = controlWatch({ turn: engine.staffTurn, rules, warn: () => {} });
	const asked = await Promise.all(
		Array.from({ length: 100 }, async () => {
			const customer = await shop.db.customer.create({ data: {} });
			const data = { customerId: customer.id, control: "asked" as const, controlSince: shop.now() };
			return shop.db.conversation.create({ data });
		}),
	);

	await Promise.all(asked.map(({ id, customerId }) => keep(shop, { conversationId: id, customerId })));

	const held = await shop.db.conversation.groupBy({
		by: ["holderId"],
		where: { control: "human" },
		_count: { id: true },
	});
	expect(held.map(({ _count }) => _count.id)).toEqual([25, 25, 25, 25]);
});

const ROUNDS = atNight ? 1000 : 30;

test("two operators and the bot race for one conversation: one has it each time, nothing is answered twice", async () => {
	const desk = await aDesk();
	const { engine, conversationId, shop } = desk;
	const other = desk.another();
	for (let round = 1; round <= ROUNDS; round++) {
		const racing = await Promise.allSettled([
			replyAsOperator(engine.staffTurn, { conversationId, staff: { id: "vera" }, text: "vera", key: `v${round}` }),
			replyAsOperator(other.staffTurn, { conversationId, staff: oleg, text: "oleg", key: `o${round}` }),
			engine.receiveAndAnswer([writes("tea")]),
		]);
		const [byVera, byOleg, byBot] = racing.map(({ status }) => status === "fulfilled");
		expect([byVera !== byOleg, byBot], `round ${round}`).toEqual([true, true]);
		const { control, holderId } = await desk.control();
		expect([control, holderId]).toEqual(["human", byVera ? "vera" : "oleg"]);

		const last = await shop.db.message.findFirst({
			where: { direction: "said", kind: "message" },
			orderBy: { id: "desc" },
		});
		expect(last?.author, "nobody speaks after the one who leads").toBe(`operator:${holderId}`);
		const staff = { id: holderId ?? "", leads: true };
		await handBack(engine.staffTurn, { conversationId, staff, packet: { instead: "nothing" }, force: true });
	}
	expect(await shop.db.message.count({ where: { author: { startsWith: "operator:" } } })).toBe(ROUNDS);
	expect(await shop.db.inbox.count({ where: { state: { not: "done" } } })).toBe(0);
});

const SEQUENCES = atNight ? 10_000 : 12;
const ACTS = 12;

test("whatever people do and in whatever order, no line of the bot is claimed while a person leads", async () => {
	const desk = await aDesk();
	const { engine, conversationId, shop } = desk;
	const { staffTurn } = engine;
	const intruders: string[] = [];
	const channel = aScriptedChannel();
	const deliver: typeof channel.deliver = async (letter) => {
		const row = await shop.db.outbox.findUniqueOrThrow({ where: { id: BigInt(letter.id) } });
		const message = await shop.db.message.findUniqueOrThrow({ where: { id: row.messageId ?? 0n } });
		const { control } = await desk.control();
		const isPushed = row.flow === "size";
		if (message.author === "bot" && (control === "human" || control === "parked") && !isPushed)
			intruders.push(`${control}: ${message.text}`);
		return channel.deliver(letter);
	};
	const { sender } = await aSender(desk, { channel: { ...channel, deliver } });
	const acts: readonly ((n: string) => Promise<unknown>)[] = [
		() => engine.receiveAndAnswer([writes("tea")]),
		() => engine.receiveAndAnswer([writes("operator")]),
		() => engine.receiveAndAnswer([writes("3")]),
		() => take(staffTurn, { conversationId, staff: vera, reason: "mine" }),
		(key) => replyAsOperator(staffTurn, { conversationId, staff: oleg, text: "Oleg", key }),
		() => pushStep(staffTurn, { conversationId, staff: vera, flow: "size" }),
		() => passOn(staffTurn, { conversationId, staff: vera, to: { memberId: "oleg" } }),
		() => handBack(staffTurn, { conversationId, staff: vera, force: true }),
		() => closeConversation(staffTurn, { conversationId, staff: oleg }),
		(key) =>
			makePromise(staffTurn, {
				...{ conversationId, staff: oleg, text: "soon", key },
				dueAt: new Date(shop.now().getTime() + 60_000),
			}),
		() => desk.wait(2),
		() => sender.sendDue().then(() => sender.quiet()),
	];
	let done = 0;
	for (let sequence = 0; sequence < SEQUENCES; sequence++)
		for (let n = 0; n < ACTS; n++) {
			const key = `act-${sequence}-${n}`;
			const act = acts[Math.floor(share("sequences", key) * acts.length)];
			// A refusal is an answer, and leaves all as it was.
			await act?.(key).then(() => done++, refusalOnly);
		}

	expect(intruders).toEqual([]);
	expect(done).toBeGreaterThan((SEQUENCES * ACTS) / 3);
	expect(channel.sent.length).toBeGreaterThan(SEQUENCES / 4);
});

function refusalOnly(error: unknown): void {
	if (!(error instanceof Refusal)) throw error;
}

test("closed too soon and taken back: the question, the promise and the planned reply stand again, and Vera leads", async () => {
	const desk = await aDesk();
	const { engine, shop, conversationId } = desk;
	const act = { conversationId, staff: vera };
	await take(engine.staffTurn, act);
	await engine.receiveAndAnswer([writes("Where is it?")]);
	const dueAt = new Date(shop.now().getTime() + 3_600_000);
	await makePromise(engine.staffTurn, { ...act, text: "By eleven", dueAt, key: "promise-1", park: false });
	await sendLater(engine.staffTurn, { ...act, text: "Later", dueAt, key: "later-1" });
	const stands = async () => {
		const { control, holderId, unansweredSince, closedAt, promiseDueAt } =
			await shop.db.conversation.findFirstOrThrow();
		const promise = await shop.db.customerPromise.findFirstOrThrow();
		const planned = await shop.db.laterReply.findFirstOrThrow();
		return { control, holderId, unansweredSince, closedAt, promiseDueAt, is: [promise.state, planned.state] };
	};
	const before = await stands();

	await closeConversation(engine.staffTurn, { ...act, force: true });
	expect(await stands()).toMatchObject({ control: "bot", unansweredSince: null, is: ["withdrawn", "cancelled"] });
	await reopen(engine.staffTurn, act);

	expect(await stands()).toEqual(before);
	await expect(reopen(engine.staffTurn, act)).rejects.toMatchObject({ code: "stale" });
	// What the customer has written since is new: there is nothing to take back.
	await closeConversation(engine.staffTurn, { ...act, force: true });
	await engine.receiveAndAnswer([writes("Hello?")]);
	await expect(reopen(engine.staffTurn, act)).rejects.toMatchObject({ code: "stale" });
});

test("an urgent request stands first among requests, keeps its reason when it is taken, and waits again when its waiver is taken back", async () => {
	const desk = await aDesk();
	const { engine, shop, conversationId } = desk;
	const rules = { memberId: "vera", teams: [], view: "queue", limit: 10 } as const;
	await engine.receiveAndAnswer([writes("tea", { chat: "bob" }), writes("operator", { chat: "bob" })]);
	desk.pass(60_000);
	await engine.receiveAndAnswer([writes("operator")]);
	await shop.db.conversation.update({
		where: { id: conversationId },
		data: { askPriority: "urgent", askNote: "Allergy" },
	});
	const first = async () => (await listConversations(shop, rules)).items[0]?.id;
	expect(await first()).toBe(conversationId);
	const before = await shop.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });

	await noAnswerNeeded(engine.staffTurn, { conversationId, staff: vera });
	expect(await first()).not.toBe(conversationId);
	await reopen(engine.staffTurn, { conversationId, staff: vera });

	const { control, controlSince, unansweredSince, askPriority, askNote } = before;
	const asked = { control, controlSince, unansweredSince, askPriority, askNote };
	expect(await shop.db.conversation.findUniqueOrThrow({ where: { id: conversationId } })).toMatchObject(asked);
	expect(await first()).toBe(conversationId);
	await take(engine.staffTurn, { conversationId, staff: vera });
	expect(await shop.db.conversation.findUniqueOrThrow({ where: { id: conversationId } })).toMatchObject({
		...{ control: "human", askPriority: "urgent", askNote: "Allergy" },
	});
	await handBack(engine.staffTurn, { conversationId, staff: vera, force: true });
	expect(await shop.db.conversation.findUniqueOrThrow({ where: { id: conversationId } })).toMatchObject({
		...{ askPriority: null, askNote: null },
	});
});

test("the team's promise to settle runs from the first message of the matter, and ends with it", async () => {
	const desk = await aDesk();
	const { engine, shop, conversationId } = desk;
	desk.promises({ resolution: "2h" });
	const began = await shop.db.message.findFirstOrThrow({ orderBy: { id: "asc" } });
	desk.pass(20 * 60_000);
	await engine.receiveAndAnswer([writes("operator")]);
	const clock = async () => {
		const { beganAt, resolveBy } = await shop.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
		return { beganAt, resolveBy };
	};

	await desk.wait(1);
	expect(await clock()).toEqual({ beganAt: began.at, resolveBy: new Date(began.at.getTime() + 7_200_000) });
	await take(engine.staffTurn, { conversationId, staff: vera });
	await closeConversation(engine.staffTurn, { conversationId, staff: vera, force: true });
	expect(await clock()).toEqual({ beganAt: null, resolveBy: null });
});
