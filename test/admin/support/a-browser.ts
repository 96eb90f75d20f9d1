import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import type { ServerParts } from "#admin/server/server.ts";
import { anAdmin, type TestAdmin } from "./an-admin.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** A page in a real browser on a back office that listens. */
export type Visit = {
	readonly admin: TestAdmin;
	readonly page: Page;
	readonly origin: string;
	/** Puts somebody's session into the browser. */
	enterAs(cookie: string): Promise<void>;
};

/** Builds the pages and opens Chromium for one test file; gives how to visit. A machine without Chromium fails, and says why. */
export function aBrowser(): (
	parts?: Partial<ServerParts>,
	context?: BrowserContextOptions & { today?: string },
) => Promise<Visit> {
	let browser: Browser | undefined;
	let webFolder = "";

	beforeAll(async () => {
		if (!existsSync(CHROMIUM))
			throw new Error(`These tests need a real browser at ${CHROMIUM}: apt-get install chromium.`);
		webFolder = await mkdtemp(join(tmpdir(), "prilavok-web-"));
		const out = { build: { outDir: webFolder }, logLevel: "error" as const };
		[browser] = await Promise.all([
			chromium.launch({ executablePath: CHROMIUM, args: ARGS }),
			build({ configFile: "admin/vite.config.ts", ...out }),
		]);
	});
	afterAll(async () => {
		await browser?.close();
		await rm(webFolder, { recursive: true, force: true });
	});

	return async (parts = {}, { today = new Date().toISOString(), ...looks } = {}) => {
		if (!browser) throw new Error("The browser is opened before the tests.");
		const admin = await anAdmin({ webFolder, ...parts }, { today, origin: "http://127.0.0.1" });
		const origin = await admin.server.listen({ port: 0, host: "127.0.0.1" });
		const context = await browser.newContext({ baseURL: origin, locale: "ru-RU", ...looks });
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		const said: string[] = [];
		page.on("console", (line) => {
			// The question who is signed in is answered "nobody" before anybody is: the browser writes that down by itself.
			if (line.type() === "error" && !line.text().includes("status of 401")) said.push(line.text());
		});
		page.on("pageerror", (error) => said.push(String(error)));
		onTestFinished(async () => {
			await context.close();
			expect(said, "the browser's console").toEqual([]);
			expect(admin.faults).toEqual([]);
		});
		return {
			admin,
			page,
			origin,
			async enterAs(cookie) {
				const cookies = cookie.split("; ").map((pair) => {
					const [name = "", value = ""] = pair.split(/=(.*)/s);
					return { name, value, url: origin };
				});
				await context.addCookies(cookies);
			},
		};
	};
}
