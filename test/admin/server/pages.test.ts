import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { anAdmin } from "../support/an-admin.ts";

async function aWebFolder() {
	const webFolder = await mkdtemp(join(tmpdir(), "prilavok-web-"));
	onTestFinished(() => rm(webFolder, { recursive: true, force: true }));
	await mkdir(join(webFolder, "assets"));
	await writeFile(join(webFolder, "index.html"), "<!doctype html><title>Прилавок</title>");
	await writeFile(join(webFolder, "icon.svg"), "<svg/>");
	await writeFile(join(webFolder, "assets", "app-1a2b.js"), "start()");
	return webFolder;
}

test("every screen's address gives the page, with a policy that lets no foreign script run", async () => {
	const { server } = await anAdmin({ webFolder: await aWebFolder() });

	for (const url of ["/", "/orders", "/try", "/customers/0190a0a0-0000-7000-8000-000000000000"]) {
		const { statusCode, headers, body } = await server.inject(url);
		expect([url, statusCode, headers["content-type"]]).toEqual([url, 200, "text/html; charset=utf-8"]);
		expect(body).toContain("Прилавок");
		const policy = String(headers["content-security-policy"]);
		expect(policy).toContain("script-src 'self'");
		expect(policy).toContain("object-src 'none'");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
		expect(headers["x-content-type-options"]).toBe("nosniff");
	}
});

test("built files are kept by the browser, the page itself is asked for anew", async () => {
	const { server } = await anAdmin({ webFolder: await aWebFolder() });

	const [script, icon, page] = await Promise.all(
		["/assets/app-1a2b.js", "/icon.svg", "/"].map((url) => server.inject(url)),
	);

	expect(script?.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
	expect(script?.headers["content-type"]).toContain("javascript");
	expect(icon?.headers["content-type"]).toContain("image/svg+xml");
	expect(page?.headers["cache-control"]).toBe("public, max-age=0");
});

test.each([
	"/assets/../../package.json",
	"/assets/%2e%2e/%2e%2e/package.json",
	"/assets/missing.js",
	"/api/nothing",
])("%s is no file of the page's", async (url) => {
	const { server, faults } = await anAdmin({ webFolder: await aWebFolder() });

	const answer = await server.inject(url);

	expect(answer.body).not.toContain("prilavok");
	expect(answer.statusCode === 404 || answer.body.includes("<title>")).toBe(true);
	expect(faults).toEqual([]);
});

test("a badly written address is refused, and nothing breaks", async () => {
	const { server, faults } = await anAdmin({ webFolder: await aWebFolder() });

	expect((await server.inject("/%E0%A4%A")).statusCode).toBe(400);
	expect(faults).toEqual([]);
});

test("before the pages are built the address says how to build them", async () => {
	const { server } = await anAdmin();

	expect((await server.inject("/")).body).toContain("npm start");
});
