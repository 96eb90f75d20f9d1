import { expect, test } from "vitest";
import type { Outcome } from "#bots/desk/call.ts";
import { listen } from "#bots/desk/listen.ts";
import { erasePerson } from "#core/customers/erase-person.ts";
import { aShopWithDesk, DESK_BOT, type DeskStory } from "#test/support/desk.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { manualTimers } from "#test/support/manual-timers.ts";
import { cloudMessenger, type StoryPhone } from "#test/support/messengers.ts";
import { aShop } from "#test/support/shop.ts";
import { beginningOf } from "#test/support/story.ts";

/** Somebody who waits for a person. */
async function whoAsks(story: DeskStory, name: string) {
	return asksFor(story, story.phone(name));
}

async function asksFor<Phone extends StoryPhone>(story: DeskStory, phone: Phone): Promise<Phone> {
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

test("Lena mends her words in the topic: Anna reads them mended, a note changes in the thread, and of Vera's WhatsApp she is told what Vera still reads", async () => {
	const whatsapp = await cloudMessenger(beginningOf({}));
	const story = await aShopWithDesk({ beside: [whatsapp] });
	const lena = await story.joins("Лена", { role: "lead", code: "group" });
	const anna = await whoAsks(story, "Анна");
	const vera = await asksFor(story, whatsapp.phone("Вера"));
	const { db } = story.shop;
	const mends = async (topic: string, messageId: number, text: string) => {
		lena.in(topic).does({ do: "edit", messageId, text });
		await story.settle();
	};

	const said = lena.in("Анна").write("Торт бедет готов к пяти", story.cardOf("Анна")).message_id;
	const noted = lena.in("Анна").write("// любит арехи").message_id;
	await story.settle();
	await mends("Анна", said, "Торт будет готов к пяти");
	await mends("Анна", noted, "// любит орехи");
	expect(anna.texts()).toContain("Торт будет готов к пяти");
	expect(anna.texts()).not.toContain("Торт бедет готов к пяти");
	const changed = { where: { NOT: { author: "customer" } }, orderBy: { id: "asc" } } as const;
	const versions = (await db.message.findMany(changed)).filter((line) => line.versions !== null);
	expect(versions.map((line) => [line.author, line.text, line.versions])).toEqual([
		[
			`operator:${lena.memberId}`,
			"Торт будет готов к пяти",
			[expect.objectContaining({ text: "Торт бедет готов к пяти" })],
		],
		[`note:${lena.memberId}`, "любит орехи", [expect.objectContaining({ text: "любит арехи" })]],
	]);
	expect(await story.diary(anna)).toContainEqual(expect.stringContaining("message.edited"));

	// Words that were public are no note any more; and what the customer has deleted cannot be mended there.
	await mends("Анна", said, "// Торт будет готов");
	expect(story.topic("Анна").at(-1)).toContain("в заметку оно не превратится");
	await mends("Анна", said, "Торт будет готов к шести");
	const edits = { intent: { startsWith: "edit" }, content: { path: ["text"], equals: "Торт будет готов к шести" } };
	await db.outbox.updateMany({ where: edits, data: { state: "failed", reason: "message to edit not found" } });
	await story.settle();
	expect(story.topic("Анна").join("\n")).toMatch(/Правка не дошла \(.*not found\): покупатель видит прежние слова/);
	expect(story.topic("Анна").join("\n")).not.toContain("в заметку оно не превратится");

	const toVera = lena.in("Вера").write("Везём к шести", story.cardOf("Вера")).message_id;
	await story.settle();
	await vera.sees("Везём к шести");
	await mends("Вера", toVera, "Везём к семи");
	expect(story.topic("Вера").at(-1)).toContain("Покупатель по-прежнему видит прежние слова: его мессенджер");
	expect((await story.conversation(vera)).lines.at(-1)).toContain("Везём к шести");
	await mends("Вера", toVera, "Везём к семи!");
	expect(story.topic("Вера").filter((text) => text.includes("прежние слова"))).toHaveLength(1);

	// All is told again to a new process, which changes nothing any more.
	const before = await db.message.findMany({ orderBy: { id: "asc" } });
	const rows = await db.outbox.count();
	await db.deskUpdate.updateMany({ data: { state: "waiting", doneAt: null } });
	await story.restart();
	await story.settle();
	expect(await db.message.findMany({ orderBy: { id: "asc" } })).toEqual(before);
	expect(await db.outbox.count()).toBe(rows);
});

test("files go both ways as what they are, in their order; what is too large or nothing that can be opened is refused with what to do", async () => {
	const story = await aShopWithDesk();
	const lena = await story.joins("Лена", { role: "lead", code: "group" });
	const anna = await whoAsks(story, "Анна");
	const bytes = (begins: string) => Buffer.concat([Buffer.from(begins, "latin1"), Buffer.alloc(64)]);
	const ogg = { kind: "voice", bytes: bytes("OggS") } as const;
	const webp = { kind: "sticker", bytes: bytes("RIFF\0\0\0\0WEBP"), emoji: "🎂" } as const;
	const round = { kind: "video_note", bytes: bytes("\0\0\0\x18ftypmp42") } as const;
	const clip = { ...round, kind: "video", name: "торт.mp4", mime: "video/mp4" } as const;
	const price = { kind: "document", name: "цены.pdf", mime: "application/pdf", bytes: bytes("%PDF-1.7") } as const;
	const huge = { kind: "document", name: "свадьба.mov", bytes: Buffer.alloc(21 * 1024 * 1024, 1) } as const;
	const mediaIn = (chat: number, bot: number, after: number) =>
		story.standin
			.screen(chat, bot)
			.messages.filter(({ message_id, from }) => message_id > after && from.is_bot)
			.map((message) => MEDIA.find((kind) => kind in message))
			.filter((kind) => kind !== undefined);

	for (const what of [ogg, round, webp, clip, price, huge] as const) anna.sends(what);
	anna.does({ do: "album", items: [{ kind: "photo" }, { kind: "photo" }], caption: "хочу такой" });
	anna.does({ do: "locate", latitude: 55.75, longitude: 37.61 });
	anna.does({ do: "contact", of: { name: "Мама", phone: "+79160000000" } });
	await story.settle();
	await story.later("1m");
	const inGroup = ["voice", "video_note", "sticker", "video", "document", "photo", "photo"];
	expect(mediaIn(story.group, DESK_BOT, 0)).toEqual(inGroup);
	const shown = story.topic("Анна").join("\n");
	expect(shown).toContain("файл (больше 20 МБ, не получено: попросите прислать меньше)");
	expect(shown).toMatch(/хочу такой[\s\S]*📍 55.75, 37.61[\s\S]*Мама \+7/);
	expect(await story.shop.db.errand.count({ where: { state: "dead" } })).toBe(0);

	lena.in("Анна").write("Смотрю", story.cardOf("Анна"));
	await story.settle();
	const from = story.standin.screen(anna.id, 7_000_001).messages.at(-1)?.message_id ?? 0;
	const topic = lena.in("Анна");
	topic.sends("photo", "такой?");
	for (const what of [price, ogg, round, clip, webp] as const) topic.sends(what);
	topic.does({ do: "album", items: [{ kind: "photo" }, { kind: "photo" }], caption: "или эти" });
	topic.does({ do: "locate", latitude: 55.75, longitude: 37.61 });
	topic.does({ do: "contact", of: { name: "Курьер Олег", phone: "79160000001" } });
	await story.settle();
	// What was said with a picture comes after it, as words of its own: not every messenger has captions.
	expect(mediaIn(anna.id, 7_000_001, from)).toEqual([
		"photo",
		"document",
		"voice",
		"video",
		"video",
		"document",
		"photo",
		"photo",
	]);
	expect(anna.texts().slice(-2)).toEqual(["📍 https://maps.google.com/?q=55.75,37.61", "👤 Курьер Олег, +79160000001"]);
	expect(anna.texts()).toEqual(expect.arrayContaining(["такой?", "или эти"]));

	// Among staff a picture needs no words, and goes to nobody.
	const before = (await story.outbox(anna)).length;
	topic.sends("photo", "// её прошлый торт");
	topic.sends(huge);
	topic.sends({ kind: "document", name: "run.exe", bytes: bytes("MZ") });
	await story.settle();
	await story.later("1m");
	expect(await story.outbox(anna)).toHaveLength(before);
	const note = await story.shop.db.message.findFirstOrThrow({ where: { kind: "note" } });
	expect(note).toMatchObject({ text: "её прошлый торт", content: { media: [{ kind: "photo" }] } });
	const said = story.topic("Анна").join("\n");
	expect(said).toContain("🚫 Файл больше 20 МБ");
	expect(said).toContain("🚫 Такой файл покупатель не откроет");
});

const MEDIA = ["photo", "document", "video", "voice", "video_note", "sticker"] as const;

test("in the morning the group reads how yesterday went, once, also after a restart; where nothing happened it is left in peace", async () => {
	const story = await aShopWithDesk({ now: "2026-03-10T23:30:00+03:00" });
	const { db } = story.shop;
	const lena = await story.joins("Лена", { role: "lead", code: "group" });
	const { id: customerId } = await aCustomer(story.shop);
	const goods = await aProduct(story.shop, { title: "Торт", price: 150_000, stock: 5 });
	await anOrder(story.shop, { customerId, lines: [{ goods, qty: 2 }] });
	const posts = () =>
		story.standin.screen(story.group).messages.filter(({ caption }) => caption?.includes("Доброе утро"));
	const words = () =>
		lena
			.in()
			.texts()
			.filter((text) => text.includes("Выручка"));

	await story.until("2026-03-11T07:30:00+03:00");
	expect(posts()).toEqual([]);
	await story.until("2026-03-11T08:30:00+03:00");
	await story.restart();
	await story.later("10m");
	const [picture, ...others] = posts();
	expect(others).toEqual([]);
	const { bytes } = story.standin.service.world.files.find(DESK_BOT, picture?.photo?.at(-1)?.file_id ?? "") ?? {};
	expect(bytes?.subarray(1, 4).toString()).toBe("PNG");
	expect(words()).toHaveLength(1);
	expect(words()[0]).toMatch(/Заказы: 1[\s\S]*Выручка: 3\s000/);

	// A morning on which there is nothing to say.
	const { content } = await db.digest.findUniqueOrThrow({ where: { day: "2026-03-11" } });
	expect(content).toMatchObject({ quiet: false });
	const quiet = { ...Object(content), quiet: true };
	await db.digest.update({ where: { day: "2026-03-11" }, data: { postedAt: null, content: quiet } });
	await db.deskGroup.updateMany({ data: { digestDay: null } });
	await story.settle();
	expect(await db.digest.count({ where: { postedAt: null } })).toBe(0);
	expect([posts().length, words().length]).toEqual([1, 1]);
});

test("whatever keeps the desk's bot from hearing is said by its name, and it goes on by itself unless the token is gone", async () => {
	const { shop } = await aShop();
	const timers = manualTimers();
	const reports: string[] = [];
	const answers: Outcome[] = [
		{ kind: "done", result: [{ update_id: 7, message: { message_id: 1 } }] },
		{ kind: "conflict", reason: "Conflict: terminated by other getUpdates request" },
		{ kind: "conflict", reason: "Conflict: can't use getUpdates method while webhook is active" },
		{ kind: "unclear", reason: "connect ECONNREFUSED" },
		{ kind: "wait", seconds: 30 },
		{ kind: "done", result: [{ update_id: 8, message: { message_id: 2 } }] },
		{ kind: "unauthorized", reason: "Unauthorized" },
	];
	const asked: string[] = [];
	const call = async (method: string) => {
		asked.push(method);
		const answer = method === "getUpdates" ? answers.shift() : undefined;
		return answer ?? { kind: "done", result: true };
	};
	const account = "desk:1";
	const listening = listen({
		...{ shop, account, timers, kept: () => {}, random: () => 0.5, signal: new AbortController().signal },
		// Only what of the Bot API is asked here.
		caller: { call } as never,
		health: {
			now: () => ({ state: "ok", since: shop.now() }),
			report: (state, detail) => void reports.push(detail ? `${state}: ${detail}` : state),
		},
	});
	const ended = listening.then(() => true);
	while (!(await Promise.race([ended, new Promise<false>((go) => setImmediate(() => go(false)))]))) timers.pass(1_000);

	expect(reports).toEqual([
		"ok",
		"conflict: Conflict: terminated by other getUpdates request",
		"conflict: Conflict: can't use getUpdates method while webhook is active",
		"down: connect ECONNREFUSED",
		"down: wait",
		"ok",
		"unauthorized: Unauthorized",
	]);
	expect(asked.filter((method) => method === "deleteWebhook")).toHaveLength(2);
	expect(await shop.db.deskUpdate.count({ where: { account } })).toBe(2);
});
