import { expect, onTestFinished, test } from "vitest";
import { openDemoMessengers } from "#test/standins/demo/open-demo.ts";
import { aBrowser } from "../support/a-browser.ts";
import { aDemo } from "../support/a-demo.ts";

const visit = aBrowser();

async function aMessenger() {
	const messenger = await openDemoMessengers({
		botName: "Лавка",
		startsAt: new Date(),
		names: { telegram: ["Анна"], whatsapp: [] },
	});
	onTestFinished(() => messenger.close());
	/** What the bot says, by the messenger's own API. */
	async function say(text: string, more: object = {}) {
		const [phone] = messenger.phones.list();
		const answer = await fetch(`${messenger.telegram.apiRoot}/bot${messenger.telegram.token}/sendMessage`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ chat_id: Number(phone?.id), text, parse_mode: "HTML", ...more }),
		});
		expect(answer.status).toBe(200);
	}
	return { messenger, say };
}

test("a visitor chats from a phone on a phone: starts, writes, reads the answer as it comes, presses a button", async () => {
	const { messenger, say } = await aMessenger();
	const { page } = await visit(
		{ demo: aDemo({ phones: messenger.phones }) },
		{ viewport: { width: 360, height: 740 } },
	);

	await page.goto("/try");
	await page.getByRole("button", { name: "Начать" }).click();
	await page.getByLabel("Сообщение", { exact: true }).fill("Есть медовик?");
	await page.getByLabel("Сообщение", { exact: true }).press("Enter");
	await page.getByRole("log").getByText("Есть медовик?").waitFor();

	const inline_keyboard = [
		[{ text: "В корзину", callback_data: "token-1" }],
		[{ text: "В корзину", callback_data: "token-2" }],
	];
	await say("<b>Медовик</b> &lt;свежий&gt;", { reply_markup: { inline_keyboard } });
	await page.getByText("<свежий>").waitFor();
	expect(await page.locator(".bubble strong").innerText()).toBe("Медовик");
	await page.getByRole("button", { name: "В корзину" }).last().click();

	await expect
		.poll(async () => {
			const answer = await fetch(`${messenger.telegram.apiRoot}/bot${messenger.telegram.token}/getUpdates`);
			return JSON.stringify(await answer.json());
		})
		.toContain("token-2");
	const [root, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
	expect(root).toBe(width);
});

test("a visitor chats from a WhatsApp phone: writes first, reads bold words, picks a row of a list", async () => {
	const messenger = await openDemoMessengers({
		botName: "Лавка",
		startsAt: new Date(),
		names: { telegram: [], whatsapp: ["Игорь"] },
	});
	onTestFinished(() => messenger.close());
	const { apiRoot, token, phoneId } = messenger.whatsapp;
	const { page } = await visit(
		{ demo: aDemo({ phones: messenger.phones }) },
		{ viewport: { width: 360, height: 740 } },
	);

	await page.goto("/try");
	const phone = page.getByRole("region", { name: "Игорь" });
	await phone.getByLabel("Сообщение", { exact: true }).fill("Есть медовик?");
	await phone.getByLabel("Сообщение", { exact: true }).press("Enter");
	await phone.getByRole("log").getByText("Есть медовик?").waitFor();
	const rows = [
		{ id: "a", title: "Медовик" },
		{ id: "b", title: "Хлеб ржаной на закваске…", description: "Хлеб ржаной на закваске — 120 ₽" },
	];
	const action = { button: "Выбрать", sections: [{ rows }] };
	const [{ id = "" } = {}] = messenger.phones.list();
	const sent = await fetch(`${apiRoot}/${phoneId}/messages`, {
		method: "POST",
		headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
		body: JSON.stringify({
			messaging_product: "whatsapp",
			to: id.replace("whatsapp-", ""),
			type: "interactive",
			interactive: { type: "list", body: { text: "*Выберите* товар" }, action },
		}),
	});
	expect(sent.status).toBe(200);
	await phone.getByText("Выберите", { exact: true }).waitFor();
	expect(await phone.locator(".bubble strong").innerText()).toBe("Выберите");
	await phone.getByRole("button", { name: "Хлеб ржаной на закваске — 120 ₽" }).click();

	await phone.locator(".from-customer").getByText("Хлеб ржаной на закваске…").waitFor();
	const [root, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
	expect(root).toBe(width);
});

test("a visitor moves the shop's clock till morning, in the shop's own time", async () => {
	const demo = aDemo();
	const { page } = await visit({ demo }, { timezoneId: "Asia/Tokyo" });

	await page.goto("/try");
	await page.getByText("14:00").waitFor();
	await page.getByRole("button", { name: "до утра" }).click();

	await page.getByText("10:30").waitFor();
	expect(demo.clock.shiftedMinutes()).toBe(20.5 * 60);
});

test("somebody else gets a phone, blocks the bot, and lets it in again", async () => {
	const { messenger } = await aMessenger();
	const { page } = await visit({ demo: aDemo({ phones: messenger.phones }) });

	await page.goto("/try");
	await page.getByLabel("Как зовут покупателя?").fill("Вера");
	await page.getByLabel("Как зовут покупателя?").press("Enter");
	const phone = page.getByRole("region", { name: "Вера" });
	await phone.getByRole("button", { name: "Начать" }).click();
	await phone.getByText("/start").waitFor();
	await phone.getByLabel("Меню").click();
	await phone.getByRole("button", { name: "Заблокировать бота" }).click();
	await phone.getByRole("button", { name: /Бот заблокирован/ }).click();

	await phone.getByLabel("Сообщение", { exact: true }).waitFor();
	expect(messenger.phones.list().find(({ name }) => name === "Вера")).toMatchObject({ started: true, blocked: false });
});
