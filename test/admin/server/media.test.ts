import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { anAdmin } from "../support/an-admin.ts";

async function aFolder() {
	const admin = await anAdmin();
	const outside = join(admin.mediaFolder, "..", `secret-${Date.now()}.txt`);
	await mkdir(join(admin.mediaFolder, "goods"));
	await writeFile(join(admin.mediaFolder, "goods", "cake.png"), "a picture");
	await writeFile(join(admin.mediaFolder, "page.html"), "<script>alert(1)</script>");
	await writeFile(join(admin.mediaFolder, "drawing.svg"), "<svg onload='alert(1)'/>");
	await writeFile(outside, "a secret");
	await symlink(outside, join(admin.mediaFolder, "link.png"));
	return { ...admin, outside };
}

test("a picture of the shop is shown, by its path and by its id", async () => {
	const { signedIn, shop } = await aFolder();
	const file = { sha256: "x", mime: "image/png", name: "cake.png", bytes: 9, path: "goods/cake.png" };
	const { id } = await shop.db.media.create({ data: file });
	const operator = await signedIn("operator");

	for (const asked of ["goods/cake.png", id])
		expect(await operator.get(`/api/media/${asked}`)).toMatchObject({ status: 200, body: "a picture" });
});

test.each(["page.html", "drawing.svg"])("%s from a customer is handed out as a file, never run", async (name) => {
	const { server, signedIn } = await aFolder();
	const { cookie } = await signedIn();

	const { headers } = await server.inject({ url: `/api/media/${name}`, headers: { cookie } });

	expect(headers).toMatchObject({
		"content-type": "application/octet-stream",
		"content-disposition": "attachment",
		"x-content-type-options": "nosniff",
	});
});

test.each([
	["a way up", () => "../{secret}"],
	["a hidden way up", () => "..%2F{secret}"],
	["a twice hidden way up", () => "..%252F{secret}"],
	["a way up from within", () => "goods/..%2F..%2F{secret}"],
	["a backslash", () => "..%5C{secret}"],
	["an absolute path", () => "%2Fetc%2Fpasswd"],
	["another absolute path", () => "/etc/passwd"],
	["a link that leads out", () => "link.png"],
	["a zero byte", () => "goods%2Fcake.png%00.txt"],
	["the folder itself", () => "goods"],
	["nothing", () => ""],
])("%s leads out of no folder", async (_what, way) => {
	const { signedIn, outside, faults } = await aFolder();

	const answer = await (await signedIn()).get(
		`/api/media/${way().replace("{secret}", outside.split("/").at(-1) ?? "")}`,
	);

	expect([400, 404]).toContain(answer.status);
	expect(answer.body).not.toMatch(/a secret|root:/);
	expect(faults).toEqual([]);
});

test("an id whose stored path leads out is refused like any other", async () => {
	const { signedIn, shop, outside } = await aFolder();
	const file = { sha256: "x", mime: "image/png", name: "cake.png", bytes: 9, path: outside };
	const { id } = await shop.db.media.create({ data: file });

	expect((await (await signedIn()).get(`/api/media/${id}`)).status).toBe(404);
});
