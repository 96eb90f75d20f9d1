import { expect, test } from "vitest";
import { erasePerson } from "#core/customers/erase-person.ts";
import { aShopWithDesk, DESK_BOT, type DeskStory } from "#test/support/desk.ts";

/** Somebody who waits for a person. */
async function whoAsks(story: DeskStory, name: string) {
	const phone = story.phone(name);
	await story.talk(phone, [["оператор", "Зову коллегу"]]);
	await story.settle();
	return phone;
}

function refusalsOf(story: DeskStory): unknown[] {
	return story.standin
		.calls()
		.filter(({ bot, outcome }) => bot === DESK_BOT && outcome.kind === "refused")
		.map(({ method, outcome }) => [method, outcome]);
}

test("what is no reply never leaves: a note, a stranger's words, a colleague's; a reply leaves once, whatever is told twice", async () => {
	const story = await aShopWithDesk();
	const lena = await story.joins("Лена", { role: "lead", code: "group" });
	const igor = await story.joins("Игорь");
	const stranger = await story.joins("Чужой", { code: "none" });
	const anna = await whoAsks(story, "Анна");

	// Pressed on a card that somebody else's take has made old: nothing happens, and the card shows what has.
	await story.shop.db.member.create({ data: { id: "masha", name: "Маша", email: "masha@shop.example" } });
	const conversation = await story.customer(anna);
	await story.operator.replies(anna, "Слушаю вас");
	await lena.in("Анна").press("✋ Взять");
	await story.settle();
	expect((await lena.in("Анна").notices("answer")).text).toBe("Всё изменилось, посмотрите ещё раз.");
	expect(story.topic("Анна")[0]).toContain("Ведёт Маша");
	await story.operator.handsBack(anna);
	await story.settle();

	// Whoever has just pressed something is there, and is given the next who asks.
	await story.talk(anna, [["оператор", "Зову коллегу"]]);
	await story.settle();
	expect(story.topic("Анна")[0]).toContain("Ведёт Лена");
	const before = (await story.outbox(anna)).length;
	lena.in("Анна").write("// постоянная, дать скидку");
	igor.in("Анна").write("она у нас с марта");
	stranger.in("Анна").write("куплю всё");
	await story.settle();
	expect(await story.outbox(anna)).toHaveLength(before);
	const notes = await story.shop.db.message.findMany({ where: { kind: "note" }, orderBy: { id: "asc" } });
	expect(notes.map(({ author, text }) => `${author}: ${text}`)).toEqual([
		`note:${lena.memberId}: постоянная, дать скидку`,
		`note:${igor.memberId}: она у нас с марта`,
	]);
	expect(story.topic("Анна").join("\n")).toContain("Чужой, я вас не знаю");

	// A colleague who quotes the customer's card would speak to her, and reads who does already.
	igor.in("Анна").write("Здравствуйте!", story.cardOf("Анна"));
	lena.in("Анна").write("Добрый день, Анна!");
	await story.settle();
	await anna.sees("Добрый день, Анна!");
	expect(story.topic("Анна").join("\n")).toContain("🚫 С покупателем уже говорит Лена.");

	// Killed after the reply and the note were committed, and before their updates were: all is told again to a new process.
	await story.shop.db.deskUpdate.updateMany({ data: { state: "waiting", doneAt: null } });
	await story.shop.db.deskLine.deleteMany({ where: { kind: "reply" } });
	await story.restart();
	await story.settle();
	const said = (await story.outbox(anna)).filter(({ text }) => text === "Добрый день, Анна!");
	expect(said).toHaveLength(1);
	expect(await story.shop.db.message.count({ where: { kind: "note" } })).toBe(2);

	await lena.in("Анна").press("⌫ Отозвать");
	await story.settle();
	expect(anna.texts()).not.toContain("Добрый день, Анна!");
	expect(await story.conversation(anna)).toMatchObject({ control: "human" });
	expect(conversation.conversationId).toBe((await story.customer(anna)).conversationId);
});

test("sixty lines a minute from three customers are all shown, and Telegram never has to ask for a pause", async () => {
	const story = await aShopWithDesk();
	await story.joins("Лена", { role: "lead", code: "group" });
	const phones = [await whoAsks(story, "Анна"), await whoAsks(story, "Вера"), await whoAsks(story, "Глеб")];
	for (let beat = 0; beat < 6; beat++) {
		for (let line = 0; line < 10; line++) phones[(beat + line) % 3]?.write(`строка ${beat * 10 + line}`);
		await story.later("10s");
	}
	await story.later("1m");

	expect(refusalsOf(story)).toEqual([]);
	const shown = story
		.topics()
		.flatMap((name) => story.topic(name))
		.join("\n");
	const missing = Array.from({ length: 60 }, (_, line) => `строка ${line}`).filter((line) => !shown.includes(line));
	expect(missing).toEqual([]);
	const minute = story.standin
		.calls()
		.filter(({ bot, method }) => bot === DESK_BOT && /^(send|edit|create|pin)/.test(method))
		.map(({ at }) => at);
	for (const from of minute)
		expect(minute.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(20);
});

test("the group becomes a supergroup with another number, a topic is deleted: both are drawn anew, and nothing is lost", async () => {
	const story = await aShopWithDesk();
	await story.joins("Лена", { role: "lead", code: "group" });
	const anna = await whoAsks(story, "Анна");
	const old = story.standin.service.world.groups.get(story.group);
	old?.topics.clear();
	old?.messages.clear();
	anna.write("есть кто?");
	await story.settle();
	await story.later("10s");
	expect(story.topics()).toEqual(["Анна"]);
	expect(story.topic("Анна").join("\n")).toContain("есть кто?");

	const moved = story.standin.upgradeGroup(story.group);
	const group = story.standin.service.world.groups.get(moved);
	if (group) group.chat.is_forum = true;
	await story.later("10s");
	const texts = story.standin.screen(moved).messages.map(({ text }) => text ?? "");
	expect(texts.join("\n")).toContain("есть кто?");

	// A person who is forgotten is forgotten in the group as well, with all that was written there about them.
	const { id: customerId } = await story.customer(anna);
	await erasePerson(story.shop, { customerId, actor: "operator:owner", removeFile: async () => {} });
	await story.settle();
	expect(group?.topics.size).toBe(0);
	expect(await story.shop.db.deskTopic.count()).toBe(0);
});
