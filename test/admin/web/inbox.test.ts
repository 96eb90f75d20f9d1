import { expect, test } from "vitest";
import { keyOf } from "#admin/web/commands/key-of.ts";
import { recognisePromise } from "#admin/web/conversations/recognise-promise.ts";
import { clockIn, instantAt } from "#admin/web/conversations/shop-clock.ts";
import { writes } from "#test/support/counter.ts";
import { aBrowser, shot } from "../support/a-browser.ts";
import { aBusyShop, SHELF } from "../support/a-busy-shop.ts";
import { aChat, aLine } from "../support/a-line.ts";
import { seriousFindings } from "../support/serious-findings.ts";

const visit = aBrowser();

/** What a person would wait for; the usual second is short on a busy machine. */
const soon = <Seen>(look: () => Seen) => expect.poll(look, { timeout: 30_000 });

const FLOWS = {
	"tea.flow.yaml": `
flow: tea
title: Заказ чая
purpose: service
stage: care
start: [{says: [чай]}]
vars: {pack: text, where: text, cups: int}
steps:
  - choose: pack
    text: В чём привезти?
    options: {box: В коробке, bag: В пакете}
  - ask: where
    text: Куда привезти?
  - ask: cups
    text: Сколько чашек?
  - say: "Привезём {{ cups }} на {{ where }} ({{ pack }})."
`,
	"replies/thanks.yaml": `
reply: thanks
title: Поблагодарить и пометить
text: Спасибо, что написали!
do:
  tag: [обращался]
`,
};

test("two operators and a customer: one takes, the other only notes; promise, packet, and the bot goes on with the new address", async () => {
	const scribe = { write: async () => "Привезём через час!" };
	const { admin, page, enterAs, another } = await visit(
		{ scribe },
		{ flows: FLOWS, viewport: { width: 1280, height: 800 } },
	);
	const { shop, engine } = admin;
	await engine.receiveAndAnswer([writes("чай")]);
	await engine.receiveAndAnswer([writes("В коробке")]);
	await engine.receiveAndAnswer([writes("Садовая, 1")]);
	await engine.receiveAndAnswer([writes("оператор")]);
	const { id } = await shop.db.conversation.findFirstOrThrow();
	const tell = () => admin.tell({ topic: "conversation", id });
	const vera = await admin.signedIn("operator", { name: "Вера" });
	const oleg = await admin.signedIn("operator", { name: "Олег" });
	await enterAs(vera.cookie);
	await page.goto("/");
	await page.getByText("на связи").waitFor();
	await page.getByRole("link", { name: /Ada/ }).click();
	await page.getByRole("log").getByText("Сколько чашек?").waitFor();
	await page.getByRole("button", { name: "Пересказать" }).click();
	await page.getByRole("complementary").getByText("Привезём через час!").waitFor();
	await page.getByRole("button", { name: "Предложить ответ" }).click();
	await page.getByRole("button", { name: "Вставить" }).waitFor();
	await shot(page, "proposal");
	await page.getByRole("button", { name: "Вставить" }).click();
	expect(await page.getByLabel("Ответить клиенту").inputValue()).toBe("Привезём через час!");
	await page.getByLabel("Ответить клиенту").fill("");
	await page.keyboard.press("Escape");
	const second = await another(oleg.cookie);
	await second.goto(`/conversations/${id}`);
	const olegsField = second.getByLabel("Ответить клиенту");
	await olegsField.fill("Сейчас помо");
	await second.getByText("на связи").waitFor();

	await page.keyboard.press("t");
	await page.getByText("Разговор ваш").waitFor();
	tell();
	await second.getByText("Клиенту пишет только тот, кто ведёт").waitFor();
	expect(await olegsField.isDisabled()).toBe(true);
	expect(await olegsField.inputValue()).toBe("Сейчас помо");
	await second.getByRole("button", { name: "Заметка" }).click();
	await second.getByLabel("Заметка для коллег").fill("Это наш постоянный, @Ве");
	await second.keyboard.press("Enter");
	await second.keyboard.press("Enter");
	await soon(() => shop.db.mention.count({ where: { memberId: vera.id } })).toBe(1);
	tell();
	await page.getByRole("log").getByText("@Вера").waitFor();

	await page.keyboard.press("r");
	await page.keyboard.type("Уточню завтра до 12");
	await page.keyboard.press("Enter");
	await page.getByRole("log").getByText("Уточню завтра до 12").waitFor();
	await soon(() => admin.said()).toEqual([`${vera.id}: Уточню завтра до 12`]);
	await page.getByLabel("Ответить клиенту").fill("Напишу завтра до 12");
	await page.getByRole("button", { name: /Записать обещание/ }).click();
	await page.getByLabel("Отложить разговор").uncheck();
	await page.getByRole("dialog").getByRole("button", { name: "Пообещать" }).click();
	await page.getByRole("list", { name: "Обещания" }).getByText("Напишу завтра до 12").waitFor();

	await page.getByLabel("Ответить клиенту").fill("Адрес поправила");
	await page.getByLabel("Этим выполняем").selectOption({ label: "Напишу завтра до 12" });
	await page.getByRole("button", { name: "Отправить", exact: true }).click();
	await soon(() => shop.db.customerPromise.count({ where: { state: "kept" } })).toBe(1);
	await page.getByLabel("Ответить клиенту").blur();
	await soon(() => page.getByRole("list", { name: "Обещания" }).count()).toBe(0);
	await page.keyboard.press("b");
	await page.getByRole("dialog").getByRole("textbox", { name: "Куда привезти?" }).fill("Лесная, 5");
	await page.getByRole("group", { name: "Что изменилось" }).getByRole("combobox").selectOption({ label: "В пакете" });
	expect(await seriousFindings(page)).toEqual([]);
	await shot(page, "desk-packet");
	await page.getByLabel("Строка для того, кто читает дальше").fill("Переехали");
	await page.getByRole("dialog").getByRole("button", { name: "Вернуть боту" }).click();
	await page.getByRole("log").getByText("Переехали").waitFor();
	await engine.receiveAndAnswer([writes("3")]);
	const last = await shop.db.message.findFirstOrThrow({ where: { author: "bot" }, orderBy: { id: "desc" } });
	expect(last.text).toBe("Привезём 3 на Лесная, 5 (bag).");
});

test("a shift without a mouse: the command bar, lists, ready replies, tags, send later and its undo, a failed message sent again", async () => {
	const { admin, page, enterAs } = await visit(
		{ flows: SHELF },
		{ flows: FLOWS, viewport: { width: 1280, height: 800 } },
	);
	const { shop } = admin;
	const { anna, boris } = await aBusyShop(admin);
	await aChat(shop, boris.conversationId);
	const news = { direction: "said", author: "bot", status: "unknown", statusReason: "timeout" } as const;
	await aLine(shop, { ...boris, text: "Курьер уже в пути", ...news });
	const vera = await admin.signedIn("lead", { name: "Вера" });
	await enterAs(vera.cookie);
	await page.goto("/conversations");
	await page.getByRole("link", { name: /Борис/ }).waitFor();
	expect(await page.getByRole("link", { name: /Анна/ }).count()).toBe(0);

	await page.keyboard.press("Control+k");
	await page.getByRole("combobox").waitFor();
	await page.keyboard.type("показать все");
	await page.keyboard.press("Enter");
	await page.getByRole("link", { name: /Анна/ }).waitFor();
	await page.keyboard.press("j");
	await page.waitForURL(/conversations\/[\w-]+/);
	const first = page.url();
	await page.keyboard.press("j");
	await page.waitForURL((url) => url.href !== first);
	await page.goto(`/conversations/${anna.conversationId}?view=all`);
	await page.getByRole("log").getByText("✓").waitFor();
	expect(await page.locator(".was-pressed").allTextContents()).toEqual(["Да, один ✓"]);

	await page.goto(`/conversations/${boris.conversationId}?view=all`);
	await page.getByText("мессенджер не ответил").waitFor();
	await page.getByRole("button", { name: "Отправить ещё раз" }).press("Enter");
	await soon(() => admin.said()).toEqual([`${vera.id}: Курьер уже в пути`]);
	await page.getByRole("button", { name: "Отправить ещё раз" }).waitFor({ state: "detached" });
	await page.keyboard.press("?");
	await page.getByRole("dialog", { name: "Клавиши" }).getByText("Готовые ответы").waitFor();
	await page.keyboard.press("Escape");
	await page.keyboard.press(";");
	await page.getByRole("dialog").getByText("Спасибо, что написали!").waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Выполнить" }).press("Enter");
	await page.getByRole("log").getByText("Спасибо, что написали!").waitFor();
	await page.getByRole("complementary").getByText("обращался").first().waitFor();

	await page.keyboard.press("/");
	await page.getByRole("dialog").getByRole("combobox").fill("медовик");
	await page.getByRole("dialog").getByText("2 кг").first().waitFor();
	await shot(page, "desk-item");
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole("dialog").getByRole("button", { name: "Закрыть" }).first().click();
	await page.keyboard.press("o");
	await page.getByRole("dialog", { name: "Заказ" }).getByRole("region").waitFor();
	await page.getByRole("dialog", { name: "Заказ" }).getByRole("button", { name: "Закрыть" }).first().press("Enter");
	await page.getByRole("dialog").waitFor({ state: "detached" });
	await page.keyboard.press("r");
	await page.keyboard.type("Как вам медовик?");
	await page.getByRole("button", { name: "Отправить позже" }).press("Enter");
	await page.getByRole("button", { name: "через 2 часа" }).press("Enter");
	await page.getByRole("dialog").getByRole("button", { name: "Отправить позже" }).press("Enter");
	await page.getByRole("list", { name: "Отложенные ответы" }).getByText("Как вам медовик?").waitFor();
	await page.getByRole("list", { name: "Отложенные ответы" }).getByRole("button", { name: "Отменить" }).press("Enter");
	await soon(() => page.getByLabel("Ответить клиенту").inputValue()).toBe("Как вам медовик?");
	await soon(() => shop.db.draft.findFirst().then((draft) => draft?.text)).toBe("Как вам медовик?");
	expect(await shop.db.laterReply.count({ where: { state: "cancelled" } })).toBe(1);

	await page.getByText("Фильтры и списки").press("Enter");
	await page.getByLabel("Метка").selectOption("обращался");
	await page.getByRole("link", { name: /Анна/ }).waitFor({ state: "detached" });
	await page.getByRole("button", { name: "Сохранить список" }).press("Enter");
	await page.getByLabel("Название списка").fill("Обращались");
	await page.getByLabel("Название списка").press("Enter");
	await page.getByRole("list", { name: "Сохранённые списки" }).getByText("Обращались").waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	await shot(page, "desk-light");
});

test("on a phone of 360 px: the list, the thread and the customer are pages; what a lost network kept is sent when it is back", async () => {
	const { admin, page, enterAs } = await visit(
		{ flows: SHELF },
		{ flows: FLOWS, viewport: { width: 360, height: 740 }, colorScheme: "dark" },
	);
	const { boris } = await aBusyShop(admin);
	await aChat(admin.shop, boris.conversationId);
	for (let n = 1; n <= 70; n += 1) await aLine(admin.shop, { ...boris, text: `Вопрос ${n}` });
	const operator = await admin.signedIn("operator", { name: "Вера" });
	await admin.shop.db.member.update({ where: { id: operator.id }, data: { language: "en" } });
	await enterAs(operator.cookie);
	await page.goto("/");
	await page.getByRole("link", { name: /Борис/ }).waitFor();
	await shot(page, "phone-list");
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole("link", { name: /Борис/ }).click();
	await page.getByRole("log").getByText("Вопрос 70", { exact: true }).waitFor();
	expect(await page.getByRole("log").getByText("Вопрос 70", { exact: true }).isVisible()).toBe(true);

	await page.getByRole("log").evaluate((box) => box.scrollTo({ top: -box.scrollHeight }));
	await page.getByRole("log").getByText("Позовите человека").waitFor();
	await page.getByRole("log").evaluate((box) => box.scrollTo({ top: 0 }));

	await page.context().setOffline(true);
	await page.getByLabel("Reply to the customer").fill("We are looking into it");
	await page.getByLabel("Reply to the customer").press("Enter");
	await page.getByText("not sent").waitFor();
	await shot(page, "phone-offline");
	expect(await admin.said()).toEqual([]);
	await page.context().setOffline(false);
	await soon(() => admin.said()).toEqual([`${operator.id}: We are looking into it`]);
	await page.getByText("not sent").waitFor({ state: "detached" });
	await shot(page, "phone-thread");
	expect(await seriousFindings(page)).toEqual([]);

	await page.getByRole("link", { name: "Card" }).click();
	await page.getByRole("complementary").getByText("+79007654321").waitFor();
	await page.getByLabel("Add a tag").first().fill("wrong order");
	await page.getByLabel("Add a tag").first().press("Enter");
	await page.getByRole("complementary").getByText("wrong order").first().waitFor();
	expect(await admin.shop.db.customerTag.count({ where: { customerId: boris.id, tag: "wrong order" } })).toBe(1);
	await shot(page, "phone-sheet");
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole("link", { name: "Back to the thread" }).click();
	await page.getByRole("button", { name: "Close" }).click();
	await page.getByRole("dialog").getByLabel("How it ended").fill("sent the right one");
	await shot(page, "phone-close");
	await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
	await page.getByText("sent the right one").waitFor();
	await page.getByRole("link", { name: "Back" }).click();
	await page.getByText("Nobody waits").waitFor();
});

test.each([
	["Напишу завтра до 12", "2026-03-11T12:00"],
	["Уточню и вернусь через 30 минут", "2026-03-10T14:30"],
	["ответим сегодня до 18:30", "2026-03-10T18:30"],
	["I will write tomorrow by 9", "2026-03-11T09:00"],
	["in 2 hours", "2026-03-10T16:00"],
	["Доставим до 12", undefined],
	["Медовик стоит 1200", undefined],
])("what is written as %j promises for %s by the shop's clock", (text, clock) => {
	const zone = "Europe/Moscow";
	const due = recognisePromise(text, { now: instantAt(zone, "2026-03-10T14:00"), zone });
	expect(due && clockIn(zone, due)).toBe(clock);
});

test.each([
	["j", "KeyJ", false, "j"],
	["о", "KeyJ", false, "j"],
	["ж", "Semicolon", false, ";"],
	[".", "Slash", false, "/"],
	[",", "Slash", true, "?"],
	["?", "Slash", true, "?"],
	["Enter", "Enter", false, "Enter"],
])("a key pressed as %s on %s is meant as the Latin one", (key, code, shiftKey, meant) => {
	expect(keyOf({ key, code, shiftKey })).toBe(meant);
});

test("an urgent matter that takes too long says so; closed by a slip, it is taken back from the toast, and later from over the thread", async () => {
	const { admin, page, enterAs } = await visit({}, { flows: FLOWS, viewport: { width: 1280, height: 800 } });
	const { shop, engine } = admin;
	await engine.receiveAndAnswer([writes("чай"), writes("оператор")]);
	const { id } = await shop.db.conversation.findFirstOrThrow();
	const hours = (count: number) => new Date(shop.now().getTime() + count * 3_600_000);
	const urgent = { askPriority: "urgent", askNote: "Аллергия на орехи", beganAt: hours(-23), resolveBy: hours(1) };
	await shop.db.conversation.update({ where: { id }, data: { ...urgent, unansweredSince: hours(-1) } });
	const vera = await admin.signedIn("operator", { name: "Вера" });
	await enterAs(vera.cookie);
	await page.goto(`/conversations/${id}?view=queue`);

	const row = page.getByRole("list", { name: "Разговоры" }).getByRole("link", { name: /Ada/ });
	await soon(() => row.innerText()).toMatch(/срочно[\s\S]*решить за/);
	expect(
		await page
			.getByTitle(/Аллергия на орехи/)
			.first()
			.innerText(),
	).toBe("срочно");
	await shot(page, "urgent");
	await page.getByRole("button", { name: "Взять разговор" }).click();
	await page.getByRole("button", { name: "Ответ не нужен" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Ответ не нужен" }).click();
	await page.getByRole("status").getByRole("button", { name: "Вернуть" }).click();
	await soon(async () => (await shop.db.conversation.findFirstOrThrow()).unansweredSince).toEqual(hours(-1));
	await page.getByText("возвращает в работу").waitFor();

	await page.getByRole("button", { name: "Ответ не нужен" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Ответ не нужен" }).click();
	await page.getByRole("toolbar").getByRole("button", { name: "Закрыть" }).click();
	await page.getByRole("dialog", { name: "Закрыть" }).locator("button[type=submit]").click();
	await page.setViewportSize({ width: 360, height: 740 });
	await page.getByRole("button", { name: "Открыть снова" }).click();
	await soon(async () => (await shop.db.conversation.findFirstOrThrow()).holderId).toBe(vera.id);
	await soon(() => page.getByRole("toolbar").getByRole("button", { name: "Закрыть" }).isEnabled()).toBe(true);
	await shot(page, "phone-reopened");
	expect(await seriousFindings(page)).toEqual([]);
});
