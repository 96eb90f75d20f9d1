import { expect, test } from "vitest";
import { mergeCustomers } from "#core/customers/merge-customers.ts";
import { suggestLink } from "#core/customers/suggest-link.ts";
import { undoImport } from "#core/customers/undo-import.ts";
import { aCorrespondent } from "#test/support/outbox.ts";
import { aTakenFile } from "#test/support/taken-file.ts";
import { aBrowser, shot } from "../support/a-browser.ts";
import { PASSWORD, type TestAdmin } from "../support/an-admin.ts";

const visit = aBrowser();

async function someone(admin: TestAdmin, firstName: string, account: string) {
	const { customerId, identityId } = await aCorrespondent(admin);
	await admin.shop.db.customer.update({ where: { id: customerId }, data: { firstName, lastName: "Иванова" } });
	await admin.shop.db.identity.update({ where: { id: identityId }, data: { account } });
	admin.pass(1000);
	return customerId;
}

test("an owner sees why two are one, separates them, and forgets a person with the password, on a phone", async () => {
	const { admin, page, enterAs } = await visit({}, { viewport: { width: 360, height: 740 } });
	const anna = await someone(admin, "Анна", "telegram:1");
	const anya = await someone(admin, "Аня", "whatsapp:1");
	const vera = await someone(admin, "Вера", "whatsapp:2");
	const today = new Date().toISOString().slice(5, 10);
	await admin.shop.db.customer.update({ where: { id: anna }, data: { birthday: new Date(`1988-${today}`) } });
	await mergeCustomers(admin.shop, { customerIds: [anna, anya], proof: "code", actor: "customer" });
	await suggestLink(admin.shop, { customerIds: [anna, vera], ground: "same_phone" });
	await enterAs((await admin.signedIn()).cookie);
	await page.goto("/customers");

	await page.getByText("Возможно, это один человек · 1").click();
	await page.getByRole("link", { name: "Анна Иванова", exact: true }).first().click();
	await page.getByText("Было двумя клиентами").waitFor();
	await page.getByText("Поздравить с днём рождения").waitFor();
	await shot(page, "next-step");
	await page.getByText(/назвал\(а\) одноразовый код · 99 %/).waitFor();
	await page.getByRole("button", { name: "Это разные люди" }).click();
	await page.getByText(/Всё вернётся к прежним хозяевам/).waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	await page.getByRole("button", { name: "Разделить" }).click();
	await page.getByText("Было двумя клиентами").waitFor({ state: "detached" });
	await page.getByRole("button", { name: "Разные люди" }).click();
	await page.getByText(/Возможно, это один человек/).waitFor({ state: "detached" });

	await page.getByRole("button", { name: "Забыть этого человека" }).click();
	await page.getByText(/Вернуть будет нельзя/).waitFor();
	expect(await page.getByRole("button", { name: "Забыть навсегда" }).isDisabled()).toBe(true);
	await page.getByRole("button", { name: "Отмена" }).click();
	await page.getByRole("button", { name: "Выгрузить всё, что мы храним" }).click();
	await page.getByLabel("Ваш пароль ещё раз").fill(PASSWORD);
	const [file] = await Promise.all([
		page.waitForEvent("download"),
		page.getByRole("button", { name: "Скачать файл" }).click(),
	]);
	expect(file.suggestedFilename()).toBe(`customer-${anna}.json`);
	await page.getByText("Файл скачан.").waitFor();
	await page.getByRole("button", { name: "Отмена" }).click();
	await page.getByRole("button", { name: "Забыть этого человека" }).click();
	await page.getByLabel("Ваш пароль ещё раз").fill(PASSWORD);
	await page.getByRole("button", { name: "Забыть навсегда" }).click();
	await page.waitForURL("**/customers");
	expect(await admin.shop.db.customer.findUnique({ where: { id: anna } })).toMatchObject({ firstName: null });
});

test("whoever leads takes a wrong file back, and reads first what will stay, on a phone", async () => {
	const { admin, page, enterAs } = await visit({}, { viewport: { width: 360, height: 740 } });
	await enterAs((await admin.signedIn("lead")).cookie);
	const importId = await aTakenFile(admin.shop, ["Глеб", "Дина"]);
	await admin.shop.db.customer.updateMany({ where: { firstName: "Дина" }, data: { note: "Перезвонить" } });
	await page.goto("/import/customers");
	await page.getByRole("button", { name: "Вернуть как было: people.csv" }).click();
	await page.getByText("Удалим клиентов, которых создал файл: 1").waitFor();
	await page.getByText("Что останется и почему").click();
	await page.getByText("изменено после загрузки").waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	await shot(page, "undo-import");
	await page.getByRole("button", { name: "Вернуть", exact: true }).click();
	await page.getByText("возвращаю").waitFor();
	await undoImport(admin.shop, { importId, actor: "operator:olga" });
	await page.getByText("Удалены клиенты, которых создал файл: 1").waitFor();
	await shot(page, "undo-import-done");
	await page.getByRole("button", { name: "Закрыть" }).click();
	await page.getByText("возвращено", { exact: true }).waitFor();
	expect(await admin.shop.db.customer.count({ where: { source: "import" } })).toBe(1);
});
