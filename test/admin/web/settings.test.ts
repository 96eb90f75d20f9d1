import { expect, test } from "vitest";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aBrowser, shot, type Visit } from "../support/a-browser.ts";
import { aBusyShop, SHELF } from "../support/a-busy-shop.ts";
import { aLine } from "../support/a-line.ts";
import { aMember, PASSWORD } from "../support/an-admin.ts";
import { phoneCode } from "../support/phone-code.ts";
import { seriousFindings } from "../support/serious-findings.ts";

const visit = aBrowser();
async function wide({ page }: Visit) {
	return page.evaluate(() => document.documentElement.scrollWidth);
}

test("on a phone an owner sets up a second factor, signs in with it, invites a colleague and shuts one out", async () => {
	const here = await visit({}, { viewport: { width: 360, height: 740 } });
	const { admin, page } = here;
	const owner = await admin.signedIn("owner", { name: "Ольга" });
	await aMember(admin, { role: "operator", name: "Олег" });
	await here.enterAs(owner.cookie);
	await page.goto("/settings");
	await page.getByText("Где вы вошли").waitFor();
	await shot(page, "settings-own-ways");
	expect(await wide(here)).toBeLessThanOrEqual(360);
	expect(await seriousFindings(page)).toEqual([]);

	const enabled = page.waitForResponse((answer) => answer.url().endsWith("/two-factor/enable"));
	await page.getByRole("button", { name: "Включить" }).click();
	await page.getByLabel("Пароль", { exact: true }).fill(PASSWORD);
	await page.getByRole("button", { name: "Дальше" }).click();
	const { totpURI } = (await (await enabled).json()) as { totpURI: string };
	await page.getByRole("img", { name: "Код для приложения" }).waitFor();
	await shot(page, "settings-enrol");
	expect(await wide(here)).toBeLessThanOrEqual(360);
	await page.getByLabel("Код, который показывает приложение").fill(phoneCode(totpURI));
	await page.getByRole("button", { name: "Включить" }).click();
	await page.getByText("включён", { exact: true }).waitFor();

	await page.getByRole("button", { name: "Ещё", exact: true }).click();
	await page.getByRole("button", { name: "Выйти", exact: true }).click();
	await page.getByLabel("Почта").fill(owner.email);
	await page.getByLabel("Пароль").fill(PASSWORD);
	await page.getByRole("button", { name: "Войти" }).click();
	await page.getByLabel("Код из приложения").fill(phoneCode(totpURI));
	await shot(page, "settings-second-step");
	await page.getByRole("button", { name: "Войти" }).click();
	await page.getByRole("button", { name: "Ещё", exact: true }).click();
	await page.getByRole("link", { name: "Настройки" }).click();
	await page.getByRole("link", { name: "Команда" }).click();

	await page.getByText("Пригласить").click();
	await page.getByLabel("Почта").fill("nina@shop.test");
	await page.getByLabel("Роль").first().selectOption("cashier");
	await page.getByRole("button", { name: "Создать ссылку" }).click();
	const link = await page.getByText(/\/join\//).innerText();
	await shot(page, "settings-team");
	expect(await wide(here)).toBeLessThanOrEqual(360);
	expect(await seriousFindings(page)).toEqual([]);
	const oleg = page.getByRole("article", { name: "Олег" });
	await oleg.getByText("Роль и входы").click();
	await oleg.getByLabel("Роль").selectOption("lead");
	await oleg.getByRole("button", { name: "Сменить роль" }).click();
	await oleg.getByText("Права изменятся сразу").waitFor();
	await oleg.getByRole("button", { name: "Сменить роль" }).click();
	await oleg.getByText("· старший").waitFor();
	await oleg.getByRole("button", { name: "Отключить" }).click();
	await oleg.getByText("сразу перестанут работать").waitFor();
	await oleg.getByRole("button", { name: "Отключить" }).click();
	await oleg.getByText("отключён").waitFor();

	await page.context().clearCookies();
	await page.goto(new URL(link).pathname);
	await page.getByText("nina@shop.test").waitFor();
	await page.getByLabel("Имя").fill("Нина");
	await page.getByLabel("Пароль").fill(PASSWORD);
	await page.getByRole("button", { name: "Создать вход" }).click();
	await page.getByRole("link", { name: "Заказы" }).first().waitFor();
	expect(await page.getByRole("link", { name: "Клиенты" }).count()).toBe(0);
});

test("an owner, signed out in the middle, makes a key and a webhook, whose secrets are shown once, and finds it in the audit; the API's page works", async () => {
	const here = await visit({}, { viewport: { width: 1200, height: 900 }, colorScheme: "dark", locale: "en-GB" });
	const { admin, page } = here;
	const owner = await admin.signedIn("owner", { name: "Olga" });
	await admin.shop.db.member.update({ where: { id: owner.id }, data: { language: "en" } });
	await here.enterAs(owner.cookie);
	await page.goto("/settings/keys");
	await page.getByText("There are no keys yet.").waitFor();
	await page.getByLabel("What it is for").fill("Warehouse");
	await page.getByLabel("see orders").check();
	await admin.shop.db.session.deleteMany();
	await page.getByRole("button", { name: "Make the key" }).click();
	const door = page.getByRole("dialog", { name: "Sign in again" });
	await shot(page, "settings-signed-out");
	await page.keyboard.press("Escape");
	expect(await door.getByLabel("E-mail").inputValue()).toBe(owner.email);
	await door.getByLabel("Password").fill(PASSWORD);
	await door.getByRole("button", { name: "Sign in", exact: true }).click();
	await door.waitFor({ state: "detached" });
	// What was typed before is still there.
	await page.getByRole("button", { name: "Make the key" }).click();
	await page.getByText(/^prk_[\w-]{20,}/).waitFor();
	await shot(page, "settings-keys");
	await page.getByRole("button", { name: "Put away" }).click();
	await page.getByText(/^prk_[\w-]{20,}/).waitFor({ state: "detached" });

	await page.getByRole("link", { name: "Webhooks" }).click();
	await page.getByText("New webhook").click();
	await page.getByLabel("Address (https)").fill("https://erp.example/in");
	await page.getByRole("button", { name: "Add" }).click();
	await page.getByText(/^whsec_/).waitFor();
	const { id } = await admin.shop.db.webhook.findFirstOrThrow();
	const row = { webhookId: id, dueAt: admin.shop.now(), createdAt: admin.shop.now(), triedAt: admin.shop.now() };
	const answer = { attempts: 2, status: 503, tookMs: 80, answer: "busy" };
	await admin.shop.db.webhookDelivery.create({ data: { ...row, ...answer, diaryId: 1n } });
	await page.getByText("Deliveries").click();
	await page.getByText("503").waitFor();
	await shot(page, "settings-webhooks");
	await page.getByRole("button", { name: "Try now" }).click();
	await expect
		.poll(() => admin.shop.db.webhookDelivery.findFirst({ select: { attempts: true } }))
		.toEqual({ attempts: 0 });
	expect(await seriousFindings(page)).toEqual([]);

	await page.getByRole("link", { name: "Audit" }).click();
	await page.getByText("made a key").waitFor();
	await page.getByRole("combobox").nth(1).selectOption("webhook");
	await page.getByText("added a webhook").waitFor();
	await expect.poll(() => page.getByText("made a key").count()).toBe(0);
	await shot(page, "settings-audit");
	expect(await seriousFindings(page)).toEqual([]);

	await page.goto("/api/docs/");
	await page.getByText("/api/orders", { exact: true }).first().waitFor();
	await shot(page, "settings-docs");
});

test("a customer whose name is a script, and who writes scripts, is text on every screen", async () => {
	const here = await visit({ flows: SHELF }, { viewport: { width: 1200, height: 900 } });
	const { admin, page } = here;
	const { shop } = admin;
	await aBusyShop(admin);
	const evil = `<img src=x onerror="document.title='owned'">`;
	const script = `<script>document.title="owned"</script> *жирно* [x](javascript:document.title='owned')`;
	const person = await aCustomer(shop, { firstName: evil, lastName: "</script>" });
	await aLine(shop, { ...person, channel: "telegram", text: script });
	await aLine(shop, { ...person, direction: "said", author: "bot", text: script });
	await anOrder(shop, { customerId: person.id, lines: [{ goods: await aProduct(shop), qty: 1 }], note: script });
	await shop.db.customerTag.create({ data: { customerId: person.id, tag: evil, actor: "operator" } });
	await shop.db.conversation.update({
		where: { id: person.conversationId },
		data: { control: "asked", askNote: evil, unansweredSince: shop.now() },
	});
	await here.enterAs((await admin.signedIn()).cookie);

	for (const path of [
		...[
			"/conversations",
			`/conversations/${person.conversationId}`,
			`/customers/${person.id}`,
			"/customers",
			"/orders",
		],
	]) {
		await page.goto(path);
		await page.getByText("<img src=x").filter({ visible: true }).first().waitFor();
		await shot(page, `text-${path.replaceAll("/", "-")}`);
		expect(await page.locator("img[src=x], a[href^='javascript']").count(), path).toBe(0);
		expect(await page.title(), path).not.toContain("owned");
	}
});
