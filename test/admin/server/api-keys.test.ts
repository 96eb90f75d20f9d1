import { expect, test } from "vitest";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { anAdmin, HOST, type TestAdmin } from "../support/an-admin.ts";

async function aKey(admin: TestAdmin, ...scopes: string[]) {
	const owner = await admin.signedIn();
	const made = (await owner.post("/api/api-keys", { title: "Склад", scopes })).json() as { key: string };
	const ask = (url: string, method: "GET" | "POST" | "PUT" = "GET", payload?: object, key = made.key) =>
		admin.server.inject({
			...{ url, method, headers: { host: HOST, authorization: `Bearer ${key}` }, remoteAddress: "10.8.8.8" },
			...(payload && { payload }),
		});
	return { owner, ask, key: made.key };
}

test("a program with a key does what its scopes say and nothing else, by the same routes as the web", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const { owner, ask, key } = await aKey(admin, "read:orders", "write:orders");
	const { id: customerId } = await aCustomer(shop, { lastName: "+79990001122" });
	const order = await anOrder(shop, { customerId, lines: [{ goods: await aProduct(shop), qty: 1 }] });

	const listed = (await ask("/api/orders")).json<{ items: { id: string; customer: { name: string } }[] }>();
	expect(listed.items).toMatchObject([{ id: order.id, customer: { name: "Анна +7…22" } }]);
	expect((await ask(`/api/orders/${order.id}/state`, "POST", { to: "confirmed" })).statusCode).toBe(204);
	expect(await shop.db.order.findUnique({ where: { id: order.id } })).toMatchObject({ state: "confirmed" });

	for (const url of ["/api/customers", "/api/session", "/api/sessions", "/api/api-keys", "/api/live", "/api/members"])
		expect([url, (await ask(url)).statusCode]).toEqual([url, 403]);
	const reader = await aKey(admin, "read:conversations");
	expect((await reader.ask("/api/conversations")).statusCode).toBe(200);
	// For people reading is enough here; by a key it would bind a stranger's Telegram as the owner.
	expect((await reader.ask("/api/desk/codes", "POST", { opens: "member" })).statusCode).toBe(403);
	expect(JSON.stringify(await shop.db.apiKey.findMany())).not.toContain(key.slice(8));
	const { items } = (await owner.get("/api/api-keys")).json() as { items: { id: string; start: string }[] };
	const mine = items.find(({ start }) => start === key.slice(0, 8));
	expect(mine).toMatchObject({ title: "Склад", lastUsedAt: shop.now().toISOString() });

	expect((await owner.remove(`/api/api-keys/${mine?.id}`)).status).toBe(204);
	expect((await ask("/api/orders")).statusCode).toBe(401);
	const deeds = await shop.db.audit.findMany({ where: { act: { startsWith: "api-key" } }, orderBy: { id: "asc" } });
	expect(deeds.map(({ act }) => act)).toEqual(["api-key.make", "api-key.make", "api-key.revoke"]);
});

test("who tries keys is stopped after twenty, and a true key is not slowed down by them", async () => {
	const admin = await anAdmin();
	const { ask } = await aKey(admin, "read:orders");
	const guess = async (n: number) => (await ask("/api/orders", "GET", undefined, `prk_guess${n}`)).statusCode;

	const statuses: number[] = [];
	for (let n = 0; n < 22; n += 1) statuses.push(await guess(n));

	expect(statuses.filter((status) => status === 401)).toHaveLength(20);
	expect(statuses.slice(20)).toEqual([429, 429]);
	expect(
		(
			await admin.server.inject({
				url: "/api/orders",
				headers: { host: HOST, authorization: "Bearer prk_elsewhere" },
				remoteAddress: "10.8.8.9",
			})
		).statusCode,
	).toBe(401);
});

test("the API's page stands behind sign-in, needs no inline script, and tells every route with its scope and its refusals", async () => {
	const admin = await anAdmin();
	const { owner, ask } = await aKey(admin, "read:orders");

	expect((await admin.server.inject({ url: "/api/docs/", headers: { host: HOST } })).statusCode).toBe(401);
	const page = await ask("/api/docs/");
	expect(page.statusCode).toBe(200);
	expect(page.headers["content-security-policy"]).toMatch(/script-src 'self'(;|$)/);
	expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=/);
	for (const [, src] of page.body.matchAll(/(?:src|href)="([^"]+)"/g))
		expect((await ask(new URL(src ?? "", "http://x/api/docs/").pathname)).statusCode, src).toBe(200);

	type Operation = { summary: string; responses: Record<string, { content?: Record<string, { schema: object }> }> };
	const document = (await owner.get("/api/openapi.json")).json() as {
		openapi: string;
		paths: Record<string, Record<string, Operation>>;
	};
	expect(admin.faults).toEqual([]);
	const orders = document.paths["/api/orders"]?.get;
	expect(orders?.summary).toBe("scope read:orders or write:orders");
	expect(orders?.responses["200"]?.content?.["application/json"]?.schema).toMatchObject({
		properties: { items: { type: "array" } },
	});
	expect(orders?.responses.default?.content?.["application/json"]?.schema).toMatchObject({
		required: ["code", "message"],
	});
	expect(document.paths["/api/api-keys"]?.post?.summary).toBe("for people who are signed in");
	expect(Object.keys(document.paths)).not.toContain("/api/auth/*");
});

test("a program that was away hears from the stream what it missed, masked", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const { key } = await aKey(admin, "read:events");
	const { id: customerId } = await aCustomer(shop);
	for (const tag of ["раз", "звоните 8 999 555-01-42"])
		await shop.record({ name: "tag.added", customerId, actor: "system", data: { tag } });
	const [first] = await shop.db.diary.findMany({ orderBy: { id: "asc" } });
	const origin = await admin.server.listen({ port: 0, host: "127.0.0.1" });
	const hear = (lastId: string) =>
		fetch(`${origin}/api/events`, { headers: { authorization: `Bearer ${key}`, "last-event-id": lastId } });

	const stream = await hear(String(first?.id));

	expect(stream.headers.get("content-type")).toBe("text/event-stream");
	let heard = "";
	const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
	while (reader && !heard.includes("still here")) heard += (await reader.read()).value ?? "";
	expect(heard).toContain("event: tag.added");
	expect(heard).not.toContain("раз");
	expect(heard).toContain("звоните 8 …42");
	expect(heard).toMatch(/^id: \d+$/m);
	await reader?.cancel();
});
