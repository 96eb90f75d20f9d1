import { expect, test } from "vitest";
import { aBrowser } from "../support/a-browser.ts";
import { aWalkedFlow } from "../support/a-walked-flow.ts";

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
