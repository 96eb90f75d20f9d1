import { expect, test } from "vitest";
import type { Shop } from "#core/shop.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aBrowser } from "../support/a-browser.ts";
import type { TestAdmin } from "../support/an-admin.ts";

const visit = aBrowser();
const HOUR = 3_600_000;

/** Two days of a shop: orders, fourteen talks with the bot, of which five went to Olga, and scores. */
async function aShopWithPast({ shop, pass }: TestAdmin) {
	await shop.db.member.create({ data: { id: "olga", name: "Ольга", email: "olga@shop.test", role: "operator" } });
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 90 });
	for (let n = 0; n < 14; n++) {
		const customer = await aCustomer(shop, { firstName: `Клиент ${n + 1}` });
		const talk = talkOf(shop, customer);
		await talk.line(0, "customer", "заказать");
		await talk.line(0, "bot", "Сколько штук?");
		if (n % 3 === 0) await talk.withOlga(n);
		if (n % 2 === 0) await anOrder(shop, { customerId: customer.id, lines: [{ goods: cake, qty: 1 }] });
		pass(2 * HOUR);
	}
	pass(26 * HOUR);
}

/** Minutes count from now. */
function talkOf(shop: Shop, { id: customerId, conversationId }: { id: string; conversationId: string }) {
	const at = (minutes: number) => new Date(shop.now().getTime() + minutes * 60_000);
	const line = (minutes: number, author: string, text: string) =>
		shop.db.message.create({
			data: {
				...{ conversationId, channel: "telegram", text, author, at: at(minutes), createdAt: at(minutes) },
				...{ direction: author === "customer" ? ("heard" as const) : ("said" as const), status: "delivered" },
				flow: author === "bot" ? "order" : null,
			},
		});
	const control = (
		minutes: number,
		data: { from: string; to: string; holder?: string; team?: string; reason?: string },
	) =>
		shop.db.diary.create({
			data: {
				...{ name: "control.changed", conversationId, customerId, actor: "system", at: at(minutes) },
				...(data.to === "asked" && { flow: "order", step: "qty" }),
				data: { cause: "handoff", ...data },
			},
		});
	return {
		line,
		/** She comes the later, the later in the day it is, and answers a minute after that. */
		async withOlga(n: number) {
			await control(1, { from: "bot", to: "asked", team: "support", reason: n % 2 ? "phrase" : "handoff" });
			await control(2 + n, { from: "asked", to: "human", holder: "olga" });
			await line(3 + n, "operator:olga", "Помогу");
			await line(5 + n, "customer", "а доставка?");
			await line(9 + n, "operator:olga", "Завтра");
			await control(20 + n, { from: "human", to: "bot" });
			await shop.db.feedback.create({ data: { customerId, kind: "csat", score: n === 3 ? 2 : 5, at: at(30) } });
		},
	};
}

test("on the first day everything says that there is nothing; then a marketer sees where the bot loses people, and the people", async () => {
	const { admin, page, enterAs } = await visit({}, { viewport: { width: 1280, height: 900 } });
	await enterAs((await admin.signedIn("marketer")).cookie);
	await page.goto("/reports");
	const heat = page.getByRole("region", { name: "Где зовут человека" });
	await heat.getByText("нет данных").waitFor();

	await aShopWithPast(admin);
	await page.goto("/reports?days=28");
	await heat.getByRole("row", { name: /qty/ }).getByText("5", { exact: true }).waitFor();
	await page.getByText(/скорее всего от 16 до 61 %/).waitFor();
	await page.setViewportSize({ width: 360, height: 740 });
	const response = page.getByRole("region", { name: "Как быстро отвечаем" });
	// 2, 5, 8, 11 and 14 min after the call.
	await response
		.getByRole("row", { name: /Первый ответ/ })
		.getByText("8 мин")
		.first()
		.waitFor();
	await response.getByLabel("Что считаем").nth(1).click();
	await response.getByText(/который мессенджер принял/).waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

	await response.getByRole("link", { name: "Первый ответ" }).click();
	const rows = page.locator(".rows").getByRole("listitem");
	await rows.first().getByText("Клиент 13").waitFor();
	expect(await rows.count()).toBe(5);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
