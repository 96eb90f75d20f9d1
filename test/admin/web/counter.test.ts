import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openWelcome } from "#core/team/welcome.ts";
import { aBrowser } from "../support/a-browser.ts";
import { aBusyShop, SHELF } from "../support/a-busy-shop.ts";
import { aChat, aLine } from "../support/a-line.ts";
import { PASSWORD } from "../support/an-admin.ts";

const visit = aBrowser();

test("the owner follows the printed link, makes an account, and stands behind the counter; later signs in again", async () => {
	const { admin, page } = await visit();

	await page.goto(`/welcome/${await openWelcome(admin.shop)}`);
	await page.getByLabel("Имя").fill("Ольга");
	await page.getByLabel("Почта").fill("olga@shop.test");
	await page.getByLabel("Пароль").fill(PASSWORD);
	await page.getByRole("button", { name: "Создать вход" }).click();
	await page.getByRole("link", { name: "Заказы" }).waitFor();
	await page.getByRole("button", { name: "Выйти" }).click();

	await page.getByLabel("Почта").fill("olga@shop.test");
	await page.getByLabel("Пароль").fill("not the right password");
	await page.getByRole("button", { name: "Войти" }).click();
	await page.getByText("Почта или пароль не подходят.").waitFor();
	await page.getByLabel("Пароль").fill(PASSWORD);
	await page.getByLabel("Пароль").press("Enter");

	await page.getByRole("link", { name: "Разговоры" }).waitFor();
	expect(new URL(page.url()).pathname).toBe("/");
});

test("an operator sees a new message arrive without reloading, and answers it from the keyboard", async () => {
	const { admin, page, enterAs } = await visit({ flows: SHELF });
	const { boris } = await aBusyShop(admin);
	await aChat(admin.shop, boris.conversationId);
	const operator = await admin.signedIn("operator");
	await enterAs(operator.cookie);
	await page.goto("/");
	await page.getByRole("link", { name: /Борис/ }).click();
	await page.getByText("Позовите человека, пожалуйста").last().waitFor();
	await page.getByText("на связи").waitFor();

	await aLine(admin.shop, { ...boris, text: "Вы ещё здесь?" });
	admin.tell({ topic: "conversation", id: boris.conversationId });
	await page.getByRole("log").getByText("Вы ещё здесь?").waitFor();

	await page.getByLabel("Ответить клиенту").fill("Уже иду!");
	await page.getByLabel("Ответить клиенту").press("Enter");
	await expect.poll(() => admin.said()).toEqual([`${operator.id}: Уже иду!`]);
	await expect.poll(() => page.getByLabel("Ответить клиенту").inputValue()).toBe("");
});

test("what is half written to one customer is not sent to the next", async () => {
	const { admin, page, enterAs } = await visit();
	const { boris, anna } = await aBusyShop(admin);
	await enterAs((await admin.signedIn()).cookie);

	await page.goto(`/conversations/${boris.conversationId}?view=all`);
	await page.getByLabel("Ответить клиенту").fill("Ваш адрес прежний?");
	await page.getByRole("link", { name: /Анна/ }).first().click();
	await page.waitForURL(`**/conversations/${anna.conversationId}?*`);
	await page.getByRole("log").getByText("Есть что-нибудь к чаю?").waitFor();

	expect(await page.getByLabel("Ответить клиенту").inputValue()).toBe("");
});

test("an order goes a column further, and is given up only with a reason", async () => {
	const { admin, page, enterAs } = await visit();
	await aBusyShop(admin);
	await enterAs((await admin.signedIn("cashier")).cookie);
	await page.goto("/");
	const [fresh, confirmed] = ["Новый", "Подтверждён"].map((name) => page.getByRole("region", { name, exact: true }));
	if (!fresh || !confirmed) throw new Error("the board has two columns");

	await fresh.getByRole("button", { name: "→ Подтверждён" }).click();
	await expect.poll(() => confirmed.getByRole("article").count()).toBe(2);

	await confirmed.getByRole("button", { name: "Отменить заказ" }).first().click();
	await page.getByRole("group", { name: "Почему отменяем?" }).getByRole("button", { name: "Other" }).click();
	await page.getByLabel("Что именно").fill("Клиент уехал");
	await page.getByLabel("Что именно").press("Enter");
	await expect.poll(() => confirmed.getByRole("article").count()).toBe(1);
	expect(await admin.shop.db.outcome.count({ where: { reason: "other", note: "Клиент уехал" } })).toBe(1);
	expect(await page.getByRole("link", { name: "Разговоры" }).count()).toBe(0);
});

test("names and messages with code in them are words on the screen, and nothing of them runs", async () => {
	const { admin, page, enterAs } = await visit({ flows: SHELF });
	const { anna, runId } = await aBusyShop(admin);
	const code = [
		`<script>document.title="run"</script>`,
		`<img src=x onerror="document.title='run'">`,
		`"><svg onload="document.title='run'">`,
		"javascript:document.title='run'",
		"{{constructor.constructor('document.title=1')()}}",
	];
	await admin.shop.db.customer.update({
		where: { id: anna.id },
		data: { firstName: code[0] ?? "", lastName: code[1] ?? "", city: code[2] ?? "" },
	});
	for (const text of code) {
		const said = { direction: "said", author: "bot", content: { buttons: [{ label: text }] } } as const;
		await aLine(admin.shop, { ...anna, text });
		await aLine(admin.shop, {
			...anna,
			text: `[${text}](javascript:alert)`,
			...said,
			media: [{ kind: "photo", name: text }],
		});
	}
	await enterAs((await admin.signedIn()).cookie);

	for (const url of [`/conversations/${anna.conversationId}`, `/customers/${anna.id}`, "/orders", `/runs/${runId}`]) {
		await page.goto(url);
		await page
			.getByText(code[1] ?? "")
			.first()
			.waitFor();
		expect([url, await page.title()]).not.toContain("run");
		expect([url, await page.locator("main img[src='x'], main script, main svg[onload]").count()]).toEqual([url, 0]);
		expect([url, await page.locator("a[href^='javascript']").count()]).toEqual([url, 0]);
	}
});

test.each([
	"ru",
	"en",
])("on a small phone no screen is wider than it (%s), and every control has a name", async (language) => {
	const { admin, page, enterAs } = await visit({ flows: SHELF }, { viewport: { width: 360, height: 740 } });
	const { anna, runId } = await aBusyShop(admin);
	const owner = await admin.signedIn();
	await admin.shop.db.member.update({ where: { id: owner.id }, data: { language } });

	const wide: string[] = [];
	const unnamed: string[] = [];
	async function look(url: string) {
		await page.goto(url);
		await page.locator(":is(h1, .row, .message):visible").first().waitFor();
		if (await isTooWide(page)) wide.push(url);
		for (const control of await nameless(page)) unnamed.push(`${url}: ${control}`);
	}
	await look("/welcome/abcdefghijkl");
	await look("/");
	await enterAs(owner.cookie);
	for (const url of [
		"/conversations",
		`/conversations/${anna.conversationId}`,
		"/customers",
		`/customers/${anna.id}`,
		"/orders",
		"/flows",
		"/flows/order",
		`/runs/${runId}`,
		"/shop-health",
	])
		await look(url);

	expect([wide, unnamed]).toEqual([[], []]);
});

/** Whether the page, or what scrolls up and down in it, goes sideways. */
function isTooWide(page: Page): Promise<boolean> {
	return page.evaluate(() =>
		[document.documentElement, ...document.querySelectorAll("main, .messages, .list ul")].some(
			(box) => box.scrollWidth > box.clientWidth + 1,
		),
	);
}

/** Controls of which a screen reader could say nothing. */
function nameless(page: Page): Promise<string[]> {
	return page.evaluate(() =>
		[...document.querySelectorAll("button, a[href], input, textarea, summary")]
			.filter((control) => {
				const labels = "labels" in control ? [...((control.labels as NodeListOf<Element> | null) ?? [])] : [];
				const words = [
					control.textContent,
					control.getAttribute("aria-label"),
					...labels.map((label) => label.textContent),
				];
				return !words.some((text) => text?.trim());
			})
			.map((control) => control.outerHTML.slice(0, 100)),
	);
}
