import { expect, test } from "vitest";
import type { Linking } from "#core/delivery/channel.ts";
import { reportAccount } from "#core/delivery/report-account.ts";
import { takeWish } from "#core/delivery/wish-linking.ts";
import type { Shop } from "#core/shop.ts";
import { aCorrespondent, aRow } from "#test/support/outbox.ts";
import { aBrowser } from "../support/a-browser.ts";

const visit = aBrowser();
const ACCOUNT = "linked-phone:shop";

/** What the process that has the phone would write. */
function report(shop: Shop, linking: Linking) {
	const state = linking.state === "linked" ? "ok" : "unauthorized";
	const desk = { now: () => linking, hear: () => () => {}, wish: async () => {} };
	const channel = { name: "linked-phone", account: ACCOUNT, linking: desk } as const;
	return reportAccount(shop, { ...channel, health: () => ({ state, since: shop.now() }) });
}

test("the owner links the shop's phone by its code, is told that WhatsApp may block it, and ends the link", async () => {
	const { admin, page, enterAs } = await visit({}, { viewport: { width: 360, height: 740 } });
	await report(admin.shop, { state: "scan", qr: "2@first" });
	await enterAs((await admin.signedIn()).cookie);
	await page.goto("/channels");

	await page.getByText("нужно привязать телефон").waitFor();
	await page.getByText(/заблокировать номер в любой момент/).waitFor();
	const code = page.getByRole("img", { name: "Код для камеры телефона" }).locator("path");
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	const before = await code.getAttribute("d");
	await page.getByText("на связи").waitFor();
	await report(admin.shop, { state: "scan", qr: "2@second" });
	admin.tell({ topic: "account", id: ACCOUNT });
	await expect.poll(() => code.getAttribute("d")).not.toBe(before);

	await page.getByLabel("Или по номеру телефона магазина").fill("+7 999 000-00-01");
	await page.getByLabel("Или по номеру телефона магазина").press("Enter");
	await expect.poll(() => takeWish(admin.shop, { account: ACCOUNT })).toEqual({ wish: "code", phone: "79990000001" });
	await report(admin.shop, { state: "scan", qr: "2@second", code: "ABCD1234" });
	admin.tell({ topic: "account", id: ACCOUNT });
	await page.getByText("ABCD-1234").waitFor();

	await report(admin.shop, { state: "linked", number: "79990000001" });
	admin.tell({ topic: "account", id: ACCOUNT });
	await page.getByText("+79990000001").waitFor();
	await page.getByRole("button", { name: "Отвязать телефон" }).click();
	await page.getByText(/Бот замолчит/).waitFor();
	await page.getByRole("button", { name: "Отвязать телефон" }).click();
	await expect.poll(() => takeWish(admin.shop, { account: ACCOUNT })).toEqual({ wish: "log-out" });
});

test("the owner sees what advertising brings on a channel, switches it off with a second press, and on again", async () => {
	const { admin, page, enterAs } = await visit({}, { viewport: { width: 360, height: 740 } });
	const ada = await aCorrespondent(admin);
	const row = await aRow(admin, ada, { marketing: true, flow: "win-back" });
	await report(admin.shop, { state: "linked", number: "79990000001" });
	const settledAt = new Date(admin.shop.now().getTime() - 10 * 86_400_000);
	await admin.shop.db.outbox.update({ where: { id: row }, data: { state: "sent", settledAt } });
	await enterAs((await admin.signedIn()).cookie);
	await page.goto("/channels");

	await page.getByText(/Пока рано судить/).waitFor();
	await page.getByRole("button", { name: "Выключить рекламу здесь" }).click();
	await page.getByText(/перестанет уходить в этот канал/).waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	await page.getByRole("button", { name: "Выключить рекламу здесь" }).click();
	await page.getByText(/Реклама сюда выключена/).waitFor();
	await page.getByRole("button", { name: "Включить снова" }).click();
	await page.getByRole("button", { name: "Выключить рекламу здесь" }).waitFor();
	expect((await admin.shop.db.channelSwitch.findMany({ orderBy: { id: "asc" } })).map(({ state }) => state)).toEqual([
		"off",
		"on",
	]);
});
