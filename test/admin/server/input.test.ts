import { expect, test } from "vitest";
import { aCustomer } from "#test/support/goods.ts";
import { anAdmin } from "../support/an-admin.ts";

const NOBODY = "0190a0a0-0000-7000-8000-000000000000";
const key = "key-of-one-press";

test.each([
	"/api/conversations?view=everything",
	"/api/conversations?after=1'%20OR%20'1'='1",
	"/api/conversations?limit=0",
	"/api/conversations?limit=100000",
	"/api/conversations?veiw=mine",
	"/api/conversations/not-an-id",
	`/api/conversations/${NOBODY}?before=abc`,
	`/api/conversations/${NOBODY}?before=99999999999999999999`,
	"/api/customers?search=%00",
	`/api/customers?search=${"x".repeat(201)}`,
	"/api/customers/1",
	"/api/orders?after=-1",
	"/api/orders?after=99999999999999",
	"/api/orders?state=lost",
	"/api/flows/%00/runs",
	"/api/flows/..%2F..%2Fetc/runs",
	"/api/flows/order/runs?status=%27",
	"/api/runs/1",
])("an address that makes no sense is refused, and nothing breaks: %s", async (url) => {
	const { signedIn, faults } = await anAdmin();
	const answer = await (await signedIn()).get(url);

	expect([answer.status, faults]).toEqual([400, []]);
	expect(answer.json()).toMatchObject({ code: "invalid" });
});

test("what is not there is said to be missing", async () => {
	const { signedIn, faults } = await anAdmin();
	const owner = await signedIn();

	for (const url of [`conversations/${NOBODY}`, `customers/${NOBODY}`, `runs/${NOBODY}`])
		expect([url, (await owner.get(`/api/${url}`)).status]).toEqual([url, 404]);
	expect((await owner.post("/api/dead-letters/7/replay")).status).toBe(404);
	expect((await owner.post(`/api/orders/${NOBODY}/state`, { to: "confirmed" })).status).toBe(404);
	expect(faults).toEqual([]);
});

test.each([
	["a field that nobody asked for", JSON.stringify({ text: "Здравствуйте", key, role: "owner" })],
	["a poisoned prototype", `{"text":"a","key":"${key}","__proto__":{"role":"owner"}}`],
	["a poisoned constructor", `{"text":"a","key":"${key}","constructor":{"prototype":{"role":"owner"}}}`],
	["no text", JSON.stringify({ key })],
	["only spaces", JSON.stringify({ text: "  \n ", key })],
	["a number for a text", JSON.stringify({ text: 7, key })],
	["a text without end", JSON.stringify({ text: "я".repeat(4001), key })],
	["a zero byte", JSON.stringify({ text: "a\0b", key })],
	["half a character", `{"text":"a\\ud83d","key":"${key}"}`],
	["no JSON", "{"],
	["a list", "[]"],
	["nothing", ""],
])("a reply that holds %s is not sent to the customer", async (_what, body) => {
	const { shop, signedIn, said, faults } = await anAdmin();
	const { conversationId } = await aCustomer(shop);

	const answer = await (await signedIn()).post(`/api/conversations/${conversationId}/replies`, body);

	expect([answer.status, await said(), faults]).toEqual([400, [], []]);
});

test("a body of megabytes is not read to its end", async () => {
	const { shop, signedIn, said } = await anAdmin();
	const { conversationId } = await aCustomer(shop);
	const body = JSON.stringify({ text: "a".repeat(2_000_000), key });

	const answer = await (await signedIn()).post(`/api/conversations/${conversationId}/replies`, body);

	expect([answer.status, await said()]).toEqual([413, []]);
});

test("a fault of ours is written down, and the browser learns nothing of it", async () => {
	const { shop, signedIn, faults } = await anAdmin({
		preferredChannel: async () => {
			throw new Error("the password of the database is swordfish");
		},
	});
	const { id } = await aCustomer(shop);
	const broken = await (await signedIn()).get(`/api/customers/${id}`);

	expect(broken.status).toBe(500);
	expect(broken.body).not.toContain("swordfish");
	expect(faults).toEqual([expect.stringContaining("swordfish")]);
});
