import { expect, test } from "vitest";
import { bold, linked, plain, styled } from "#bots/desk/html.ts";
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

/** Which of the addresses show the number, and how many answer at all. */
async function readAll(addresses: readonly string[], get: (url: string) => Promise<{ status: number; body: string }>) {
	const answers: { url: string; status: number; shows: boolean }[] = [];
	for (const url of addresses) {
		const { status, body } = await get(url);
		answers.push({ url, status, shows: showsNumber({ body }) });
	}
	return {
		shown: answers.filter(({ shows }) => shows).map(({ url }) => url),
		answered: answers.filter(({ status }) => status === 200).length,
	};
}

test("a phone is shown by no address of the API to who may not call: not to a marketer, not to a narrow key", async () => {
	const admin = await anAdmin();
	const told = await aToldNumber(admin);
	const addresses = addressesOf(admin, told);
	const owner = await admin.signedIn();
	const scopes = ["read:customers", "read:orders", "read:conversations", "read:flows"];
	const { key } = (await owner.post("/api/api-keys", { title: "Табло", scopes })).json() as { key: string };
	const byKey = (url: string) =>
		admin.server
			.inject({ url, headers: { host: HOST, authorization: `Bearer ${key}` }, remoteAddress: "10.9.9.9" })
			.then(({ statusCode: status, body }) => ({ status, body }));
	const { get: byMarketer } = await admin.signedIn("marketer");

	const [marketer, program] = [await readAll(addresses, byMarketer), await readAll(addresses, byKey)];

	expect({ marketer: marketer.shown, program: program.shown }).toEqual({ marketer: [], program: [] });
	expect(marketer.answered + program.answered, "addresses that answered").toBeGreaterThan(40);
	// The test would see it: to the owner the same addresses show it.
	const open = await Promise.all(addresses.map(async (url) => ({ url, seen: showsNumber(await owner.get(url)) })));
	expect(open.filter(({ seen }) => seen).length).toBeGreaterThan(6);
	expect(admin.faults).toEqual([]);
});

test("a name that is a script leaves the API and the desk as data that no browser takes for a page", async () => {
	const admin = await anAdmin();
	const evil = `<img src=x onerror="document.title='owned'">`;
	const { id } = await aCustomer(admin.shop, { firstName: evil });
	await anOrder(admin.shop, {
		customerId: id,
		lines: [{ goods: await aProduct(admin.shop), qty: 1 }],
		note: `=${evil}`,
	});
	const { cookie } = await admin.signedIn();
	const read = (url: string) => admin.server.inject({ url, headers: { host: HOST, cookie } });

	const [card, sheet] = [await read(`/api/customers/${id}`), await read("/api/orders.csv")];

	expect(card.json()).toMatchObject({ firstName: evil });
	expect(card.headers["content-type"]).toMatch(/^application\/json/);
	expect(sheet.body).toContain("<img src=x");
	expect(sheet.body).not.toMatch(/(^|[;,"])=<img/m);
	expect(sheet.headers).toMatchObject({
		"content-type": expect.stringMatching(/^text\/csv/),
		"content-disposition": expect.stringMatching(/^attachment/),
	});
	for (const { headers } of [card, sheet]) {
		expect(headers["x-content-type-options"]).toBe("nosniff");
		expect(headers["content-security-policy"]).toMatch(/script-src 'self'(;|$)/);
		expect(headers["content-security-policy"]).not.toContain("unsafe");
	}
	for (const drawn of [plain(evil), styled(`*${evil}*`), bold(evil), linked(evil, `https://x/"${evil}`)])
		expect(drawn.replace(/<\/?(?:a href="[^"<>]*"|a|b)>/g, "")).not.toMatch(/[<>]/);
});
