import { expect, test } from "vitest";
import { health } from "#admin/contract/health.ts";
import { forgetOtherDesks } from "#core/delivery/report-account.ts";
import { aCorrespondent } from "#test/support/outbox.ts";
import { aLine } from "../support/a-line.ts";
import { anAdmin, type TestAdmin } from "../support/an-admin.ts";

async function look(admin: TestAdmin, role: "owner" | "observer" = "owner") {
	return health.parse((await (await admin.signedIn(role)).get("/api/health")).json());
}

test("a shop where nothing waits is well", async () => {
	const admin = await anAdmin();

	expect(await look(admin)).toMatchObject({ verdict: "ok", deadLetters: [], unknown: [], bell: "postgres" });
});

test("a message that could not be answered is a worry until it is tried again", async () => {
	const admin = await anAdmin();
	const letter = { account: "telegram:1", key: "1", channel: "telegram", chat: "77", lane: "telegram:1 77" };
	const state = { state: "dead" as const, tries: 5, error: "no such flow", raw: Buffer.from("{}"), heard: {} };
	const { id } = await admin.shop.db.inbox.create({ data: { ...letter, ...state, receivedAt: admin.shop.now() } });
	const owner = await admin.signedIn();

	expect(await look(admin)).toMatchObject({
		verdict: "worry",
		deadLetters: [{ id: String(id), tries: 5, error: "no such flow" }],
	});
	expect((await owner.post(`/api/dead-letters/${id}/replay`)).status).toBe(204);

	expect(await look(admin)).toMatchObject({ verdict: "ok", deadLetters: [] });
	expect(await admin.shop.db.inbox.findUnique({ where: { id } })).toMatchObject({ state: "waiting", tries: 0 });
	expect((await owner.post(`/api/dead-letters/${id}/replay`)).status).toBe(404);
});

test("a message that may or may not have arrived is shown with its customer and its words", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const person = await aCorrespondent(admin);
	await shop.db.customer.update({ where: { id: person.customerId }, data: { phone: "+79001234567" } });
	const { customerId, conversationId, chatId } = person;
	const said = { direction: "said", author: "bot", text: "Ваш заказ собран" } as const;
	const messageId = await aLine(shop, { conversationId, ...said });
	await shop.db.outbox.create({
		data: {
			...{ messageId, customerId, conversationId, chatId },
			...{ account: "telegram:1", purpose: "service", priority: 2, intent: "x", content: {}, due: shop.now() },
			...{ state: "unknown", reason: "timeout" },
		},
	});

	expect(await look(admin)).toMatchObject({
		verdict: "worry",
		unknown: [{ conversationId, text: "Ваш заказ собран", reason: "timeout", customer: "+79001234567" }],
	});
	expect((await look(admin, "observer")).unknown).toMatchObject([{ customer: "+7…67" }]);
});

test("a queue that stands for a quarter of an hour is broken", async () => {
	const admin = await anAdmin();
	const letter = { account: "telegram:1", key: "1", channel: "telegram", chat: "77", lane: "telegram:1 77" };
	await admin.shop.db.inbox.create({
		data: { ...letter, raw: Buffer.from("{}"), heard: {}, receivedAt: admin.shop.now() },
	});
	admin.pass(15 * 60_000);

	const { verdict, queues } = await look(admin);

	expect(verdict).toBe("broken");
	expect(queues).toContainEqual({ name: "inbox", waiting: 1, oldestSeconds: 900 });
});

test("a desk whose bot is kept from hearing is told of with what Telegram said; one that was the desk once is forgotten", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const desk = (id: string) => ({
		id,
		channel: "desk",
		health: "conflict",
		healthDetail: "two pollers",
		healthAt: shop.now(),
	});
	await shop.db.account.createMany({ data: [desk("desk:1"), desk("desk:2")] });
	await forgetOtherDesks(shop, { but: "desk:2" });

	expect(await look(admin)).toMatchObject({
		verdict: "broken",
		accounts: [{ id: "desk:2", state: "conflict", detail: "two pollers", since: shop.now().toISOString() }],
	});

	await shop.db.account.updateMany({ data: { health: "ok" } });
	const group = { chatId: "-5", boundBy: "lena", boundAt: shop.now(), trouble: "Forbidden: bot was kicked" };
	await shop.db.deskGroup.create({ data: { account: "desk:2", ...group } });
	expect(await look(admin)).toMatchObject({ accounts: [{ state: "down", detail: "Forbidden: bot was kicked" }] });
});

test("an account whose token was taken away is broken", async () => {
	const admin = await anAdmin();
	await admin.shop.db.account.create({
		data: { id: "telegram:1", channel: "telegram", health: "unauthorized", healthAt: admin.shop.now() },
	});

	expect(await look(admin)).toMatchObject({ verdict: "broken", accounts: [{ state: "unauthorized" }] });
});

test("whoever watches the process learns whether it lives, and whether it is ready, without an account", async () => {
	const bell = () => "postgres";
	const ready = async () => ({ ok: false, why: "the database is away" }) as const;
	const { server } = await anAdmin({ machinery: { ready, bell, flowProblems: () => 0 } });

	const alive = await server.inject("/health");
	const notReady = await server.inject("/ready");

	expect([alive.statusCode, alive.json()]).toEqual([200, { status: "ok" }]);
	expect([notReady.statusCode, notReady.json()]).toEqual([503, { status: "not ready", why: "the database is away" }]);
});

test("probes are never throttled, and browsers that ask without end are", async () => {
	const { server } = await anAdmin();
	const many = async (url: string) => {
		const statuses = new Set<number>();
		for (let n = 0; n < 620; n += 1) statuses.add((await server.inject(url)).statusCode);
		return [...statuses];
	};

	expect(await many("/health")).toEqual([200]);
	expect(await many("/api/session")).toEqual([401, 429]);
});
