import { expect, test } from "vitest";
import { aCart, aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aLine } from "../support/a-line.ts";
import { type Answer, anAdmin, HOST, type TestAdmin } from "../support/an-admin.ts";

/** In whatever way it is written: nobody may find these digits in a row. */
const DIGITS = "79995550142";
const WRITTEN = ["+79995550142", "8 (999) 555-01-42", "+7 999 555 01 42"] as const;

/** A customer whose number stands wherever a number may stand. */
async function aToldNumber({ shop }: TestAdmin) {
	const [plain, local, spaced] = WRITTEN;
	const cake = await aProduct(shop);
	const person = await aCustomer(shop, { phone: plain, lastName: spaced });
	const { id: customerId, conversationId } = person;
	await shop.db.customer.update({
		where: { id: customerId },
		data: { addresses: [{ text: `Лесная, 5, тел. ${local}` }], likes: [spaced], source: plain },
	});
	const account = { channel: "whatsapp", account: "whatsapp:1" };
	await shop.db.identity.create({ data: { ...account, customerId, nativeId: DIGITS, username: plain } });
	await aLine(shop, { ...person, channel: "whatsapp", text: `Звоните ${local}` });
	await aLine(shop, { ...person, direction: "said", author: "note:x", kind: "note", text: `Её номер ${spaced}` });
	await shop.db.conversation.update({
		where: { id: conversationId },
		data: { control: "asked", askNote: `Перезвонить на ${local}`, unansweredSince: shop.now() },
	});
	const { id: orderId } = await anOrder(shop, {
		customerId,
		lines: [{ goods: cake, qty: 1 }],
		note: `Домофон не работает, ${local}`,
	});
	await aCart(shop, { customerId, lines: [{ goods: cake, qty: 1 }] });
	const search = { words: plain, found: 0 };
	await shop.record({ name: "search.made", customerId, actor: "customer", data: search });
	const letter = { account: "whatsapp:1", key: "1", channel: "whatsapp", chat: DIGITS, lane: "x", tries: 5 };
	const dead = { state: "dead" as const, error: `no chat ${plain}`, raw: Buffer.from("{}"), heard: {} };
	await shop.db.inbox.create({ data: { ...letter, ...dead, receivedAt: shop.now() } });
	return { customerId, conversationId, orderId };
}

/** Every address that may be read, with the ids of the told number in it. */
function addressesOf(
	{ server }: TestAdmin,
	{ customerId, conversationId, orderId }: Awaited<ReturnType<typeof aToldNumber>>,
): string[] {
	const idOf = (url: string) =>
		url.startsWith("/api/customers") ? customerId : url.startsWith("/api/orders") ? orderId : conversationId;
	const urls = server.guarded
		.filter(({ method, act }) => method === "GET" && act !== "anybody")
		.map(({ url }) => url.replace(/:(id|customer|conversation|order)\b/, idOf(url)).replace(/:\w+/g, "order"))
		.filter((url) => !/\*|^\/api\/(?:docs|live|events|openapi)/.test(url));
	const searches = ["/api/search?q=999", "/api/customers?search=999", "/api/customers?search=79995550142"];
	return [...urls, ...searches];
}

const showsNumber = ({ body }: Pick<Answer, "body">) => body.replace(/[\s()+.‑-]/g, "").includes(DIGITS.slice(1));

test("a phone is shown by no address of the API to who may not call: not to a marketer, not to a narrow key", async () => {
	const admin = await anAdmin();
	const told = await aToldNumber(admin);
	const addresses = addressesOf(admin, told);
	const owner = await admin.signedIn();
	const scopes = ["read:customers", "read:orders", "read:conversations", "read:flows"];
	const { key } = (await owner.post("/api/api-keys", { title: "Табло", scopes })).json() as { key: string };
	const byKey = (url: string) =>
		admin.server.inject({ url, headers: { host: HOST, authorization: `Bearer ${key}` }, remoteAddress: "10.9.9.9" });
	const readers = {
		marketer: (await admin.signedIn("marketer")).get,
		key: byKey,
	};

	const shown: string[] = [];
	let read = 0;
	for (const [who, get] of Object.entries(readers))
		for (const url of addresses) {
			const answer = await get(url);
			const { body } = answer;
			if (("status" in answer ? answer.status : answer.statusCode) === 200) read += 1;
			if (showsNumber({ body })) shown.push(`${who} ${url}`);
		}

	expect(shown).toEqual([]);
	expect(read, "addresses that answered").toBeGreaterThan(40);
	// The test would see it: to the owner the same addresses show it.
	const open = await Promise.all(addresses.map(async (url) => ({ url, seen: showsNumber(await owner.get(url)) })));
	expect(open.filter(({ seen }) => seen).length).toBeGreaterThan(6);
	expect(admin.faults).toEqual([]);
});

test("a name that is a script, and messages with one, leave the API as data that no browser takes for a page", async () => {
	const admin = await anAdmin();
	const evil = `<img src=x onerror="document.title='owned'">`;
	const { id } = await aCustomer(admin.shop, { firstName: evil });
	const owner = await admin.signedIn();

	const answer = await admin.server.inject({
		url: `/api/customers/${id}`,
		headers: { host: HOST, cookie: owner.cookie },
	});

	expect(answer.json()).toMatchObject({ firstName: evil });
	expect(answer.headers).toMatchObject({
		"content-type": expect.stringMatching(/^application\/json/),
		"x-content-type-options": "nosniff",
	});
	const policy = String(answer.headers["content-security-policy"]);
	expect(policy).toMatch(/script-src 'self'(;|$)/);
	expect(policy).not.toContain("unsafe");
});
