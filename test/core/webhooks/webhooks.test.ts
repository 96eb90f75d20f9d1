import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openPost } from "#core/platform/post-outside.ts";
import { addWebhook } from "#core/webhooks/add-webhook.ts";
import { type Post, type Posted, webhookWork } from "#core/webhooks/deliver-webhooks.ts";
import { isPublicAddress } from "#core/webhooks/public-address.ts";
import { rotateWebhookSecret } from "#core/webhooks/rotate-webhook-secret.ts";
import { settleDelivery } from "#core/webhooks/settle-delivery.ts";
import { switchWebhook } from "#core/webhooks/switch-webhook.ts";
import { aCustomer } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

type Letter = Parameters<Post>[1];
const OK: Posted = { outcome: "answered", status: 200, text: "ok", tookMs: 1 };
const ACTOR = "operator:owner";

/** A shop with one address that is told of tags, and what arrives there. */
async function aListener(answer: (n: number) => Posted = () => OK) {
	const open = await aShop();
	const { id: customerId } = await aCustomer(open.shop);
	const webhook = await addWebhook(open.shop, { url: "https://erp.test/in", events: ["tag.added"], actor: ACTOR });
	const letters: Letter[] = [];
	const gone: string[] = [];
	const post: Post = async (_url, letter) => {
		letters.push(letter);
		return answer(letters.length);
	};
	const tag = (name: string, shop = open.shop) =>
		shop.record({ name: "tag.added", customerId, actor: "system", data: { tag: name } });
	const work = webhookWork({ shop: open.shop, post, gaveUp: (id) => gone.push(id) });
	const arrived = () => letters.map(({ body }) => JSON.parse(body).data.facts.tag as string);
	return { ...open, ...webhook, letters, arrived, gone, tag, work, customerId };
}

function isSignedBy(secret: string, { headers, body }: Letter): boolean {
	const key = Buffer.from(secret.slice("whsec_".length), "base64");
	const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
	const mac = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
	return (headers["webhook-signature"] ?? "").split(" ").includes(mac);
}

test("what happens after a subscription is told once, in order, signed over id, time and body", async () => {
	const { shop, tag, work, arrived, letters, secret, customerId } = await aListener();
	await tag("постоянная");
	await shop.record({ name: "tag.removed", customerId, actor: "system", data: { tag: "постоянная" } });
	await tag("сладкоежка");

	await work();
	await work();

	expect(arrived()).toEqual(["постоянная", "сладкоежка"]);
	const [first] = letters;
	if (!first) throw new Error("nothing arrived");
	expect(JSON.parse(first.body)).toMatchObject({ type: "tag.added", data: { customerId, actor: "system" } });
	expect(first.headers["webhook-id"]).toMatch(/^diary_\d+$/);
	expect(first.headers["webhook-timestamp"]).toBe(String(Math.floor(shop.now().getTime() / 1000)));
	expect(isSignedBy(secret, first)).toBe(true);
});

test("an entry that its transaction committed later than its neighbour is not passed over", async () => {
	const { shop, database, tag, work, arrived } = await aListener();
	let commit = () => {};
	const slow = shop.atomically(async (inside) => {
		// The id is drawn here, before the neighbour's.
		await inside.atomically((deeper) => tag("медленная", deeper));
		await new Promise<void>((done) => {
			commit = done;
			void database.pool
				.query("SELECT 1")
				.then(() => tag("быстрая"))
				.then(work)
				.then(() => done());
		});
	});
	await slow;
	expect(arrived()).toEqual(["быстрая"]);

	await work();

	expect(arrived()).toEqual(["быстрая", "медленная"]);
	commit();
});

test("an address that fails is tried again ever later and holds up what follows; after three days it is switched off", async () => {
	let answer: Posted = { outcome: "answered", status: 503, text: "busy", tookMs: 1 };
	const { shop, tag, work, arrived, pass, gone, id } = await aListener(() => answer);
	await tag("первая");
	await tag("вторая");

	await work();
	await work();
	expect(arrived()).toEqual(["первая"]);
	pass(5_000);
	await work();
	expect(arrived()).toEqual(["первая", "первая"]);
	answer = OK;
	pass(30_000);
	await work();
	expect(arrived().slice(2)).toEqual(["первая", "вторая"]);

	answer = { outcome: "failed", reason: "connect ECONNREFUSED", tookMs: 1 };
	await tag("третья");
	const before = arrived().length;
	for (let hour = 0; hour < 100; hour += 1) {
		await work();
		pass(3_600_000);
	}
	expect(arrived().length - before).toBeLessThan(16);
	expect(gone).toEqual([id]);
	expect(await shop.db.webhook.findUnique({ where: { id } })).toMatchObject({ state: "failed" });
	expect(await shop.db.audit.findFirst({ where: { act: "webhook.give-up" } })).not.toBeNull();

	answer = OK;
	await switchWebhook(shop, { id, state: "on", actor: ACTOR });
	await work();
	expect(arrived().at(-1)).toBe("третья");
});

test("while a secret is being changed both sign, a delivery can be had again, and one that is never taken can be skipped", async () => {
	let answer = OK;
	const { shop, tag, work, arrived, letters, secret, pass, id } = await aListener(() => answer);
	const fresh = await rotateWebhookSecret(shop, { id, actor: ACTOR });
	await tag("раз");
	await work();
	expect(letters.map((letter) => [isSignedBy(secret, letter), isSignedBy(fresh, letter)])).toEqual([[true, true]]);

	const [delivery] = await shop.db.webhookDelivery.findMany();
	await settleDelivery(shop, { id: delivery?.id ?? "", webhookId: id, wish: "again", actor: ACTOR });
	pass(25 * 3_600_000);
	await work();
	expect(arrived()).toEqual(["раз", "раз"]);
	expect(letters[1]?.headers["webhook-id"]).toBe(letters[0]?.headers["webhook-id"]);
	expect(letters.map((letter) => isSignedBy(secret, letter))).toEqual([true, false]);

	answer = { outcome: "answered", status: 422, text: "no such tag", tookMs: 1 };
	await tag("ядовитая");
	await tag("хорошая");
	await work();
	answer = OK;
	const stuck = await shop.db.webhookDelivery.findFirst({ where: { state: "waiting" }, orderBy: { diaryId: "asc" } });
	expect(stuck).toMatchObject({ attempts: 1, status: 422, answer: "no such tag" });
	await settleDelivery(shop, { id: stuck?.id ?? "", webhookId: id, wish: "skip", actor: ACTOR });
	await work();
	expect(arrived().slice(2)).toEqual(["ядовитая", "хорошая"]);
});

test.each([
	["8.8.8.8", true],
	["127.0.0.1", false],
	["10.1.2.3", false],
	["172.31.255.255", false],
	["192.168.0.1", false],
	["169.254.169.254", false],
	["100.64.0.1", false],
	["0.0.0.0", false],
	["2a02:6b8::1", true],
	["::1", false],
	["::ffff:127.0.0.1", false],
	["64:ff9b::7f00:1", false],
	["2002:7f00:1::", false],
	["fd00::1", false],
	["fe80::1", false],
	["not an address", false],
])("%s is on the internet: %s", (address, expected) => {
	expect(isPublicAddress(address)).toBe(expected);
});

test("nothing of ours is called: by number, by a name that leads there, by a name that changes its mind, by a redirect", async () => {
	let calls = 0;
	const inner = createServer((request, answer) => {
		calls += 1;
		if (request.url === "/moved") answer.writeHead(302, { location: "/secret" }).end();
		else answer.end("secret".repeat(200));
	});
	await new Promise<void>((done) => inner.listen(0, "127.0.0.1", done));
	onTestFinished(() => void inner.close());
	const { port } = inner.address() as AddressInfo;
	const letter = { headers: {}, body: "{}" };
	let asked = 0;
	const lookup = ((_name: string, _options: object, done: (error: null, found: object[]) => void) => {
		asked += 1;
		done(null, [{ address: "127.0.0.1", family: 4 }]);
	}) as unknown as typeof import("node:dns").lookup;

	const strict = openPost({ allowPrivate: false, lookup });
	for (const url of [`https://127.0.0.1:${port}/`, `https://[::1]:${port}/`, `http://erp.test:${port}/`])
		expect(await strict.post(url, letter)).toMatchObject({ outcome: "failed" });
	expect(asked).toBe(0);
	expect(await strict.post(`https://rebinding.test:${port}/`, letter)).toMatchObject({
		outcome: "failed",
		reason: expect.stringContaining("no public address"),
	});
	expect(asked, "one look, and the connection's own").toBe(1);
	expect(calls).toBe(0);

	const open = openPost({ allowPrivate: true });
	onTestFinished(async () => void (await Promise.all([strict.close(), open.close()])));
	expect(await open.post(`http://127.0.0.1:${port}/moved`, letter)).toMatchObject({ status: 302 });
	const answered = await open.post(`http://127.0.0.1:${port}/`, letter);
	expect(answered).toMatchObject({ outcome: "answered", status: 200 });
	expect("text" in answered && answered.text.length).toBe(500);
	expect(calls).toBe(2);
});
