import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { aCustomer, anOrder, aProduct, aWarehouse } from "#test/support/goods.ts";
import { aBrowser, shot } from "../support/a-browser.ts";
import { seriousFindings } from "../support/serious-findings.ts";

const visit = aBrowser();
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

/** Looks at a screen as a phone shows it and as a desk does: nothing is wider than the phone, nobody is shut out. */
async function look(page: Page, name: string): Promise<void> {
	await shot(page, `${name}-desk`);
	expect(await seriousFindings(page), name).toEqual([]);
	await page.setViewportSize(PHONE);
	await page.emulateMedia({ colorScheme: "dark" });
	expect(await seriousFindings(page), `${name}, dark, on a phone`).toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(PHONE.width);
	await shot(page, `${name}-phone`);
	await page.setViewportSize(DESK);
	await page.emulateMedia({ colorScheme: "light" });
}

/** A shop with two cakes, two people who ordered one of them, and a lead at the screen. */
async function aLeadAtWork() {
	const { admin, page, enterAs } = await visit({}, { viewport: DESK });
	const { shop } = admin;
	await aWarehouse(shop, { id: "shop", title: "Мира, 5" });
	await aWarehouse(shop, { id: "store", title: "Склад", pickup: false, position: 1 });
	const cake = await aProduct(shop, { title: "Медовик", sku: "CAKE-1", stock: { shop: 9, store: 20 } });
	await aProduct(shop, { title: "Наполеон", sku: "CAKE-2", stock: 0 });
	const anna = await aCustomer(shop, { firstName: "Анна", lastName: "Петрова", phone: "+79001234567" });
	const boris = await aCustomer(shop, { firstName: "Борис" });
	const orders = [];
	for (const { id } of [anna, boris])
		orders.push(await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] }));
	await enterAs((await admin.signedIn("lead")).cookie);
	return { page, shop, cake, orders };
}

test("a lead reads the day, drags an order on, moves a handful, takes it back, and prints what is to be packed", async () => {
	const { page, shop, orders } = await aLeadAtWork();

	await page.goto("/");
	await page.locator('a[href^="/reports/orders"]').first().waitFor();
	await look(page, "today");

	await page.goto("/orders");
	const [placed, confirmed] = [
		page.getByRole("region", { name: "Новый" }),
		page.getByRole("region", { name: "Подтверждён" }),
	];
	await placed.getByText(`№ ${orders[0]?.number}`).dragTo(confirmed);
	await confirmed.getByText(`№ ${orders[0]?.number}`).waitFor();
	await look(page, "board");
	await page.getByRole("button", { name: "Таблица" }).click();
	await page.getByLabel("Отметить все").check();
	await page.getByRole("button", { name: "→ Подтверждён" }).click();
	await page.getByText("Готово: 2").waitFor();
	await page.getByRole("button", { name: "Вернуть как было" }).click();
	await page.getByText("Возвращено: 2").waitFor();
	expect(await shop.db.order.count({ where: { state: "placed" } })).toBe(2);
	await look(page, "table");
	await page.getByRole("searchbox").fill("Петрова");
	await page.getByRole("link", { name: "Борис" }).waitFor({ state: "detached" });
	await page.getByRole("button", { name: "К сборке" }).click();
	await page.getByText("☐ Медовик × 1").waitFor();
	await look(page, "packing");
});

test("a lead prices a cake, tags a person, closes a day, and takes in a price list and a history", async () => {
	const { page, shop, cake } = await aLeadAtWork();

	await page.goto("/catalogue");
	await page.getByRole("button", { name: /Медовик/ }).click();
	await page.getByLabel("Новая цена").fill("1200");
	await page.getByText("сценарии смогут написать об этом людям: 2").waitFor();
	await page.getByRole("form", { name: "Цена" }).getByRole("button", { name: "Сохранить" }).click();
	await page.getByRole("form", { name: "Цена" }).getByText("Сохранено").waitFor();
	expect(await shop.db.variant.findUnique({ where: { id: cake.id } })).toMatchObject({ price: 120_000 });
	await look(page, "goods");
	await page.keyboard.press("Escape");
	await look(page, "catalogue");

	await page.goto("/customers");
	await page.getByLabel("Анна Петрова").check();
	await page.getByRole("combobox", { name: "Метка клиента" }).fill("vip");
	await page.getByRole("button", { name: "Поставить метку" }).click();
	await page.getByText("«vip» поставлена: 1").waitFor();
	await page.getByText("Фильтры").click();
	await page.getByLabel("Метки").selectOption("vip");
	await page.getByRole("link", { name: "Борис" }).waitFor({ state: "detached" });
	await look(page, "customers");
	await page.getByRole("button", { name: "Вернуть как было" }).click();
	await page.getByText("«vip» снята: 1").waitFor();
	expect(await shop.db.customerTag.count()).toBe(0);

	await page.goto("/delivery-slots");
	await page.getByRole("button", { name: "Закрыть день" }).last().click();
	await page.getByRole("button", { name: "Открыть день" }).waitFor();
	expect(await shop.db.deliverySlot.count({ where: { capacity: 0 } })).toBeGreaterThan(0);
	await look(page, "slots");

	await page.goto("/import/price-list");
	const buffer = Buffer.from("sku,price,stock:store\nCAKE-2,990,7\nNO-SUCH,1,\n");
	await page.getByLabel("Выберите файл").setInputFiles({ name: "prices.csv", mimeType: "text/csv", buffer });
	await page.getByRole("button", { name: "Применить (2)" }).waitFor();
	await look(page, "price-list");
	await page.getByRole("button", { name: "Применить (2)" }).click();
	await page.getByText("Изменено: 2").waitFor();

	await page.goto("/import/orders");
	await page.getByLabel("Выберите файл").setInputFiles({
		name: "history.csv",
		mimeType: "text/csv",
		buffer: Buffer.from("invoice,date,qty,price,title,customer\n1,2025-01-02,2,10,Торт,7\n2,2025-01-03,x,10,Торт,7\n"),
	});
	await page.getByText("подойдут: 1").waitFor();
	await look(page, "import");
	await page.getByRole("button", { name: "Загрузить строки (1)" }).click();
	await page.getByRole("heading", { name: "Загружено" }).waitFor();
	expect(await shop.db.order.count({ where: { source: "import" } })).toBe(1);
});
