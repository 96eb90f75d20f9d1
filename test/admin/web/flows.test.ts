import { expect, test } from "vitest";
import { aBrowser } from "../support/a-browser.ts";
import { aWalk, aWalkedFlow } from "../support/a-walked-flow.ts";

const visit = aBrowser();

test("a marketer opens the abandoned cart, sees numbers at its steps, presses one, and sees the person and the line", async () => {
	const { admin, page, enterAs } = await visit();
	const { anna } = await aWalkedFlow(admin);
	await enterAs((await admin.signedIn("marketer")).cookie);

	await page.goto("/flows/abandoned-cart");
	const question = page.getByRole("button", { name: /^Выбор ‹first_name›, мы отложили/ });
	await question.getByText("дальше 1 · ушли 1 · здесь 1").waitFor();
	await question.focus();
	await page.keyboard.press("Enter");

	const place = page.getByRole("complementary", { name: "Выбор" });
	await place.getByText("flows/abandoned-cart.flow.yaml:50").waitFor();
	expect(await place.locator(".source .here").textContent()).toContain("- id: first_touch");
	await place.getByRole("button", { name: "здесь 1" }).click();
	await place.getByRole("link", { name: "Борис" }).waitFor({ state: "detached" });
	await place.getByRole("link", { name: "Анна" }).click();
	await page.waitForURL(`**/conversations/${anna.conversationId}`);

	await page.getByRole("button", { name: /first_touch/ }).click();
	const why = page.getByRole("complementary", { name: "След" });
	await why.getByText("abandoned-cart.flow.yaml:50").waitFor();
	expect(await why.locator("[aria-current=step]").textContent()).toContain("Анна, мы отложили");
	await why.getByRole("button", { name: "Закрыть" }).press("Escape");
	await why.waitFor({ state: "detached" });
});

test("the trace says in the reader's words what held a message, and until when by the shop's clock", async () => {
	const { admin, page, enterAs } = await visit();
	const { anna } = await aWalkedFlow(admin);
	const held = ["first_touch", "held", "waits_hours until 2026-03-11T07:00:00.000Z"] as const;
	const runId = await aWalk(admin.shop, { who: anna, lines: [held], status: "held" });
	await enterAs((await admin.signedIn("marketer")).cookie);

	await page.goto(`/runs/${runId}`);

	await page.getByText(/тихие часы → 11 мар\.(?: 2026 г\.)?, 10:00/).waitFor();
});

test("a marketer rehearses a flow over the last week, on a phone too, and takes the whole as a file", async () => {
	const { admin, page, enterAs } = await visit();
	await aWalkedFlow(admin);
	await enterAs((await admin.signedIn("marketer")).cookie);

	await page.goto("/flows/abandoned-cart/rehearsal");
	await page.getByLabel("Период").selectOption("7");
	await page.getByRole("button", { name: "Отрепетировать" }).click();
	await page.getByText("Получили бы").waitFor();

	const file = page.getByRole("link", { name: "Всё файлом JSON" });
	expect(await file.getAttribute("href")).toBe("/api/flows/abandoned-cart/rehearsal/file");
	await page.setViewportSize({ width: 360, height: 700 });
	expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
});
