import { expect, test } from "vitest";
import { noteDemand } from "#core/catalogue/note-demand.ts";
import { giveCounterCode } from "#core/orders/counter-visits.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aBrowser } from "../support/a-browser.ts";

const visit = aBrowser();
const PHONE = { width: 360, height: 740 };

test("a cashier types six digits, proposes what the card says and sells in one tap; the buyer sees what was missing", async () => {
	const { admin, page, enterAs } = await visit({}, { viewport: PHONE });
	const { shop } = admin;
	const cake = await aProduct(shop, { title: "Медовик", variant: "2 кг", price: 150_000, stock: 9 });
	const pie = await aProduct(shop, { title: "Пирог с вишней", price: 60_000, stock: 4 });
	const gone = await aProduct(shop, { title: "Наполеон", stock: 0 });
	const anna = await aCustomer(shop, { firstName: "Анна", lastName: "Петрова", phone: "+79001234567" });
	const boris = await aCustomer(shop, { firstName: "Борис" });
	await anOrder(shop, { customerId: anna.id, lines: [{ goods: cake, qty: 1 }], state: "delivered" });
	await anOrder(shop, { customerId: boris.id, lines: [{ goods: pie, qty: 1 }], state: "delivered" });
	for (const { id } of [anna, boris])
		await noteDemand(shop, { customerId: id, variantId: gone.id, words: "наполеон есть?", source: "question" });
	const { code } = await giveCounterCode(shop, { customerId: anna.id });
	await enterAs((await admin.signedIn("cashier")).cookie);

	await page.goto("/counter");
	await page.getByLabel("Код клиента").pressSequentially(code);
	await page.getByRole("heading", { name: "Анна Петрова" }).waitFor();
	expect(await page.getByText("900").count()).toBe(0);
	await page.getByRole("button", { name: /Медовик/ }).click();
	await page.getByLabel("Больше: Медовик, 2 кг").click();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await page
		.getByRole("group", { name: /Почему купили/ })
		.getByRole("button", { name: "Came by themselves" })
		.click();
	await page.getByText(/№ \d+ · .* · продано/).waitFor();
	expect(await shop.db.order.findFirst({ where: { channel: "counter" } })).toMatchObject({
		total: 300_000,
		state: "delivered",
	});

	await enterAs((await admin.signedIn("lead")).cookie);
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.goto("/unmet-demand");
	await page.getByText("2 клиентов спрашивали").waitFor();
	await page.getByRole("button", { name: "Сообщить, когда появится (2)" }).click();
	await page.getByText("все узнают, когда появится").waitFor();
	expect(await shop.db.stockWait.count()).toBe(2);
	await page.setViewportSize(PHONE);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
});
