import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	type Browser,
	type BrowserContext,
	type BrowserContextOptions,
	type ConsoleMessage,
	chromium,
	type Page,
} from "playwright-core";
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
	/** Somebody else at a browser of their own. */
	another(cookie: string): Promise<Page>;
};

/** Built once for all test files of a worker. */
let pages: Promise<string> | undefined;

async function buildPages(): Promise<string> {
	// `npm test` has built them a moment ago; whoever runs one file by hand has just changed a screen.
	if (process.env.BUILT_PAGES) return process.env.BUILT_PAGES;
	const folder = await mkdtemp(join(tmpdir(), "prilavok-web-"));
	await build({ configFile: "admin/vite.config.ts", build: { outDir: folder }, logLevel: "error" });
	return folder;
}

/** Builds the pages and opens Chromium for one test file; gives how to visit. A machine without Chromium fails, and says why. */
export function aBrowser(): (
	parts?: Partial<ServerParts>,
	context?: BrowserContextOptions & { today?: string; flows?: Record<string, string> },
) => Promise<Visit> {
	let browser: Browser | undefined;
	let webFolder = "";

	beforeAll(async () => {
		if (!existsSync(CHROMIUM))
			throw new Error(`These tests need a real browser at ${CHROMIUM}: apt-get install chromium.`);
		pages ??= buildPages();
		[browser, webFolder] = await Promise.all([chromium.launch({ executablePath: CHROMIUM, args: ARGS }), pages]);
	});
	afterAll(() => browser?.close());

	return async (parts = {}, { today = new Date().toISOString(), flows = {}, ...looks } = {}) => {
		if (!browser) throw new Error("The browser is opened before the tests.");
		const admin = await anAdmin({ webFolder, ...parts }, { today, flows, origin: "http://127.0.0.1" });
		const origin = await admin.server.listen({ port: 0, host: "127.0.0.1" });
		const opened: BrowserContext[] = [];
		const said: string[] = [];
		const first = await open(browser);
		onTestFinished(async () => {
			for (const context of opened) await context.close();
			expect(said, "the browser's console").toEqual([]);
			expect(admin.faults).toEqual([]);
		});
		return {
			admin,
			page: first.page,
			origin,
			enterAs: first.enterAs,
			async another(cookie) {
				const { page, enterAs } = await open(browser);
				await enterAs(cookie);
				return page;
			},
		};

		async function open(window: Browser | undefined) {
			if (!window) throw new Error("The browser is open while tests run.");
			const context = await window.newContext({ baseURL: origin, locale: "ru-RU", ...looks });
			opened.push(context);
			const page = await context.newPage();
			// A machine with other work to do is slow, not wrong.
			page.setDefaultTimeout(30_000);
			page.on("console", (line) => {
				if (line.type() === "error" && !isCourseOfThings(line)) said.push(`${line.text()} ${line.location().url}`);
			});
			page.on("pageerror", (error) => said.push(String(error)));
			return {
				page,
				async enterAs(cookie: string) {
					const cookies = cookie.split("; ").map((pair) => {
						const [name = "", value = ""] = pair.split(/=(.*)/s);
						return { name, value, url: origin };
					});
					await context.addCookies(cookies);
				},
			};
		}
	};
}

/** What the browser writes down by itself: nobody is signed in yet, a colleague was faster, the network is gone, a customer was forgotten while their card was asked for. */
function isCourseOfThings(line: ConsoleMessage): boolean {
	if (/status of (401|409)|INTERNET_DISCONNECTED/.test(line.text())) return true;
	return /status of 404/.test(line.text()) && /\/api\/customers\/[0-9a-f-]{36}/.test(line.location().url);
}

/** For the eyes of whoever changes a screen: `SHOTS=/tmp/shots npx vitest run test/admin/web/inbox.test.ts`. */
export async function shot(page: Page, name: string): Promise<void> {
	if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) });
}
