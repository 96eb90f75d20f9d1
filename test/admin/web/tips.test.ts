import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { aCustomer } from "#test/support/goods.ts";
import { aBrowser, shot } from "../support/a-browser.ts";
import { seriousFindings } from "../support/serious-findings.ts";

const visit = aBrowser();
const VIP = readFileSync("flows/tips/vip-wrote.yaml", "utf8");
const PHONE = { width: 360, height: 740 };

test("a tip is read on a phone, edited and refused for a reason; a lead switches on what has switched itself off", async () => {
	const { admin, page, enterAs } = await visit({}, { viewport: PHONE, flows: { "tips/vip-wrote.yaml": VIP } });
	const { shop } = admin;
	const anna = await aCustomer(shop, { firstName: "Анна" });
	const shown = { conversationId: anna.conversationId, team: "support", shownAt: shop.now() };
	const words = { tip: "order-late", title: "Заказ опаздывает", evidence: "Заказ № 7 ещё в пути.", draft: "Задержка!" };
	await shop.db.tip.create({ data: { ...shown, ...words, cause: "late 7" } });
	await shop.db.tipSwitch.create({ data: { tip: "vip-wrote", isOff: true, at: shop.now() } });
	await enterAs((await admin.signedIn("lead")).cookie);

	await page.goto("/tips");
	await page.getByText("Заказ № 7 ещё в пути.").waitFor();
	expect(await page.getByLabel("Что отправить").inputValue()).toBe("Задержка!");
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await page.getByText("выключилась сама").waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	await shot(page, "tips");
	await page.getByRole("button", { name: "Включить снова" }).click();
	await page.getByText("выключилась сама").waitFor({ state: "detached" });
	await page.getByRole("button", { name: "Неверно…" }).click();
	await page.getByRole("button", { name: "Не вовремя" }).click();
	await page.getByText("Сейчас подсказывать нечего.").waitFor();

	expect(await shop.db.tip.findFirst()).toMatchObject({ state: "wrong", reason: "not-now" });
	expect(await shop.db.tipSwitch.findFirst()).toMatchObject({ isOff: false });
});
