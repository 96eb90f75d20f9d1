import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds of weight on the page as it is. */
export async function seriousFindings(page: Page): Promise<string[]> {
	await page.evaluate(axeSource);
	return page.evaluate(async () => {
		const axe = Reflect.get(window, "axe");
		const { violations } = await axe.run(document, { resultTypes: ["violations"] });
		return violations
			.filter(({ impact }: { impact: string }) => impact === "serious" || impact === "critical")
			.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
	});
}
