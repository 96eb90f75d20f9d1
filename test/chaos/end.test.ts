import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startTelegramStandin } from "#test/standins/telegram/server.ts";
import { aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";
import { bundleProgram } from "./bundle-program.ts";
import { chaosSettings, TOKEN } from "./settings.ts";
import { openShopProcess } from "./shop-process.ts";
import { judge } from "./verdict.ts";
import { letIn } from "./visitors.ts";

test("bots and worker, each a process of its own, serve a dialog, and each ends within twenty seconds of being asked to", {
	timeout: 300_000,
}, async () => {
	const { shop, url } = await aShop({ today: new Date().toISOString() });
	const standin = await startTelegramStandin({ tokens: [TOKEN] });
	const folder = await mkdtemp(join(tmpdir(), "prilavok-end-"));
	const bundle = bundleProgram();
	const settings = chaosSettings({ url, root: standin.root, folder });
	const [bots, worker] = ["bots", "worker"].map((SERVICES) => openShopProcess(bundle, { ...settings, SERVICES }));
	if (!bots || !worker) throw new Error("Both were just opened.");
	onTestFinished(async () => {
		await Promise.all([bots.kill(), worker.kill()]);
		await standin.close();
		bundle.remove();
		await rm(folder, { recursive: true, force: true });
	});
	await aProduct(shop, { title: "Медовик", stock: 100 });
	const buyers = [1, 2, 3].map((n) => standin.addCustomer({ name: `Покупатель ${n}`, language: "ru" }).id);
	for (const one of [bots, worker]) one.begin();

	const visitors = letIn(standin, { buyers, orders: 2, atOnce: 3, talkers: [], remarks: 0, product: "Медовик" });
	await Promise.race([visitors.done, bots.death, worker.death]);
	// Still being said while both are asked to end: it waits for the next process, here or in the messenger.
	for (const person of buyers) standin.act({ person }, { do: "write", text: "/order" });
	const asked = performance.now();
	const codes = await Promise.all([bots.end(), worker.end()]);
	const seconds = (performance.now() - asked) / 1000;

	expect(codes).toEqual([0, 0]);
	expect(seconds).toBeLessThan(20);
	expect([...bots.complaints(), ...worker.complaints()]).toEqual([]);
	const orders = await shop.db.order.findMany({ select: { number: true }, orderBy: { number: "asc" } });
	const told = buyers.flatMap((person) => visitors.told(person)).sort((one, other) => one - other);
	expect([orders.length, told]).toEqual([6, orders.map(({ number }) => number)]);

	const next = openShopProcess(bundle, settings);
	onTestFinished(() => next.kill());
	next.begin();
	const shown = () =>
		standin.journal.sights.filter((sight) => sight.kind === "message" && sight.text === "Что положить?");
	await standin.journal.until(
		() => (shown().length === 9 ? true : undefined),
		30_000,
		() => `${shown().length} of 9 asked`,
	);
	expect(await next.end()).toBe(0);
	expect(await judge(shop, standin)).toMatchObject({ lostUpdates: [], doubledUpdates: [], unseen: [], repeats: 0 });
});
