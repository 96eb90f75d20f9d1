import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { LEFT, MOVED } from "#core/customers/customer-tables.ts";
import { erasePerson } from "#core/customers/erase-person.ts";
import { exportPerson } from "#core/customers/export-person.ts";
import { giveCode, giveLink } from "#core/customers/link-tokens.ts";
import { mergeCustomers } from "#core/customers/merge-customers.ts";
import { giveConsent, withdrawConsent } from "#core/customers/note-consent.ts";
import { recognise, type Shown } from "#core/customers/recognise.ts";
import { readUnclear, unmergeCustomers } from "#core/customers/unmerge-customers.ts";
import type { Shop } from "#core/shop.ts";
import { aProduct, aWarehouse } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("every table that belongs to a customer or a conversation is moved by a merge, or left for a reason", async () => {
	const { shop } = await aShop();
	const columns = await shop.db.written<{ name: string }>(OWNED, []);
	const known = new Set([...MOVED.map(({ table, column }) => `${table}.${column}`), ...Object.keys(LEFT)]);
	expect(columns.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
	expect([...known].filter((name) => !columns.some((column) => column.name === name))).toEqual([]);
});

test("two customers become one and are parted again: nothing of either stays with the other", async () => {
	const { shop, pass } = await aShop();
	const anna = await aPerson(shop, { name: "Анна", channel: "telegram", phone: "+79001112233" });
	pass(60_000);
	const other = await aPerson(shop, { name: "Аня", channel: "whatsapp", email: "anya@example.org" });
	await aWarehouse(shop, { id: "shop", title: "Магазин" });
	const cake = await aProduct(shop, { title: "Медовик", category: "cakes", price: 150_000, stock: { shop: 3 } });
	await aCart(shop, anna.id, cake.id, 2);
	await aCart(shop, other.id, cake.id, 2);
	const word = { purpose: "advertising", text: "Присылать?", actor: "customer" } as const;
	await withdrawConsent(shop, { ...word, customerId: other.id });
	pass(1000);
	await giveConsent(shop, { ...word, customerId: anna.id });
	for (const { id } of [anna, other])
		await shop.db.customerTag.create({ data: { customerId: id, tag: "торты", actor: "bot" } });
	await shop.db.conversation.update({
		where: { id: other.conversationId },
		data: { control: "human", holderId: "masha" },
	});
	await aLine(shop, other, "Здравствуйте");
	for (const { id } of [anna, other])
		await shop.db.flowEntry.create({
			data: { flow: "birthday", customerId: id, key: "2026", trigger: "date", firesAt: shop.now() },
		});
	const before = [await everythingOf(shop, anna), await everythingOf(shop, other)];

	const merged = await mergeCustomers(shop, {
		customerIds: [other.id, anna.id],
		proof: "code",
		actor: "customer",
		identityId: other.identityId,
		hereConversationId: other.conversationId,
	});

	expect(merged).toMatchObject({ keptId: anna.id, conversationId: anna.conversationId });
	const { db } = shop;
	expect(await db.customer.findUnique({ where: { id: anna.id } })).toMatchObject({
		firstName: "Анна",
		email: "anya@example.org",
		phone: "+79001112233",
	});
	expect(await db.conversation.findUnique({ where: { id: anna.conversationId } })).toMatchObject({
		control: "human",
		holderId: "masha",
		lastLine: "Здравствуйте",
	});
	expect(await db.cartLine.findMany({ where: { cart: { customerId: anna.id } } })).toMatchObject([{ qty: 3 }]);
	expect(await db.consent.findFirst({ where: { customerId: anna.id }, orderBy: { id: "desc" } })).toMatchObject({
		state: "withdrawn",
		textVersion: "linked",
	});
	expect(await db.flowEntry.count({ where: { state: "pending" } })).toBe(1);
	expect(await db.identity.count({ where: { customerId: anna.id } })).toBe(2);
	expect(await db.message.count({ where: { conversationId: other.conversationId } })).toBe(0);

	pass(1000);
	await aLine(shop, { ...other, conversationId: anna.conversationId }, "Это снова я");
	await db.ticket.create({ data: { customerId: anna.id, title: "Где заказ?", openedAt: shop.now() } });
	const linkId = merged?.linkId ?? "";
	const unclear = await readUnclear(shop, linkId);
	expect(unclear).toMatchObject([{ table: "ticket", what: "Где заказ?" }]);
	await unmergeCustomers(shop, { linkId, actor: "operator:masha", give: unclear });

	const ticket = await db.ticket.findFirst();
	expect(ticket?.customerId).toBe(other.id);
	await db.ticket.deleteMany();
	const news = await db.message.findMany({ where: { conversationId: other.conversationId }, orderBy: { id: "asc" } });
	expect(news.map(({ text }) => text)).toEqual(["Здравствуйте", "Это снова я"]);
	const thread = await db.conversation.findUniqueOrThrow({ where: { id: other.conversationId } });
	expect(thread).toMatchObject({ control: "human", lastLine: "Это снова я" });
	await db.message.delete({ where: { id: news[1]?.id ?? 0n } });
	const first = news[0]?.at ?? null;
	await db.conversation.update({
		where: { id: thread.id },
		data: { lastLine: "Здравствуйте", lastMessageAt: first, lastHeardAt: first },
	});
	await db.consent.deleteMany({ where: { textVersion: "linked", customerId: other.id } });
	await db.diary.deleteMany({ where: { name: { in: ["identity.linked", "control.changed"] } } });
	expect([await everythingOf(shop, anna), await everythingOf(shop, other)]).toEqual(before);
	await expect(unmergeCustomers(shop, { linkId, actor: "operator:masha", give: [] })).rejects.toMatchObject({
		code: "stale",
	});
});

test.each<[string, (shop: Shop, anna: Person) => Promise<Shown>, "linked" | "refused" | "nobody"]>([
	[
		"her code",
		async (shop, { id }) => ({ by: "code", token: (await giveCode(shop, { customerId: id })).token }),
		"linked",
	],
	[
		"her link",
		async (shop, { id }) => ({ by: "link", token: (await giveLink(shop, { customerId: id })).token }),
		"linked",
	],
	["a code that she has replaced", replacedCode, "refused"],
	["a code of nobody", async () => ({ by: "code", token: "2222-2222" }), "refused"],
	["the contact card of her own number", async () => ({ by: "own_contact", phone: "+79001112233" }), "linked"],
	["a number of nobody", async () => ({ by: "own_contact", phone: "+79009998877" }), "nobody"],
])("somebody in the other messenger who shows %s is %3$s", async (_, show, ended) => {
	const { shop } = await aShop();
	const anna = await aPerson(shop, { name: "Анна", channel: "telegram", proven: "+79001112233" });
	const other = await aPerson(shop, { name: "Аня", channel: "whatsapp" });
	const shown = await show(shop, anna);
	expect(await recognise(shop, shown, { ...other, customerId: other.id })).toMatchObject({ ended });
	expect(await shop.db.customerLink.count()).toBe(ended === "linked" ? 1 : 0);
	// The update that brought it comes a second time, or somebody else tries the same.
	const stranger = await aPerson(shop, { name: "Чужой", channel: "linked-phone" });
	if (shown.by !== "own_contact")
		expect(await recognise(shop, shown, { ...stranger, customerId: stranger.id })).toEqual({ ended: "refused" });
});

test("a code is worth nothing after ten minutes, from a second account of the same messenger, or after five guesses", async () => {
	const { shop, pass } = await aShop();
	const anna = await aPerson(shop, { name: "Анна", channel: "telegram" });
	const thief = await aPerson(shop, { name: "Вор", channel: "telegram" });
	const guesser = await aPerson(shop, { name: "Угадчик", channel: "whatsapp" });
	const show = async (token: string, { id, ...who }: Person) =>
		(await recognise(shop, { by: "code", token }, { ...who, customerId: id })).ended;

	expect(await show((await giveCode(shop, { customerId: anna.id })).token, thief)).toBe("refused");
	expect(await shop.db.linkSuggestion.findMany()).toMatchObject([{ ground: "contradicted", state: "open" }]);
	const late = await giveCode(shop, { customerId: anna.id });
	pass(10 * 60_000);
	for (const token of [late.token, "2222-2222", "2222-2223", "2222-2224", "2222-2225"])
		expect(await show(token, guesser)).toBe("refused");
	const good = await giveCode(shop, { customerId: anna.id });
	expect(await show(good.token, guesser)).toBe("refused");
	expect(await shop.db.customerLink.count()).toBe(0);
	pass(50 * 60_000 + 3_600_000);
	const fresh = await giveCode(shop, { customerId: anna.id });
	expect(await show(fresh.token, guesser)).toBe("linked");
});

test("open dialogs of both go on as one pile: what the customer is at stays on top, and a separation puts each back", async () => {
	const { shop, pass } = await aShop();
	const anna = await aPerson(shop, { name: "Анна", channel: "telegram" });
	pass(60_000);
	const other = await aPerson(shop, { name: "Аня", channel: "whatsapp" });
	const order = await aRun(shop, anna, "order", 1);
	const support = await aRun(shop, other, "support", 1);
	const search = await aRun(shop, other, "search-goods", 2);
	const before = await runsOf(shop);
	const linking = { proof: "code", actor: "customer", hereConversationId: other.conversationId } as const;

	const merged = await mergeCustomers(shop, { customerIds: [anna.id, other.id], ...linking });

	expect(await runsOf(shop)).toMatchObject([
		{ id: order, stack: 1, status: "paused", wakeAt: null, state: { stack: 1, status: "paused" } },
		{ id: support, stack: 2, status: "waiting_input", state: { stack: 2 } },
		{ id: search, stack: 3, status: "waiting_input", state: { stack: 3 } },
	]);
	await unmergeCustomers(shop, { linkId: merged?.linkId ?? "", actor: "operator:masha", give: [] });
	const [mine, ...theirs] = await runsOf(shop);
	expect(mine).toEqual(before[0]);
	// Places are an order and no more: theirs is as it was.
	expect(theirs).toMatchObject([
		{ id: support, customerId: other.id, status: "waiting_input", stack: 2 },
		{ id: search, customerId: other.id, status: "waiting_input", stack: 3 },
	]);
});

test("three who are shown to be one at the same moment end as one, each with one link, and nothing is lost", async () => {
	const { shop, pass } = await aShop();
	const people: Person[] = [];
	for (const channel of ["telegram", "whatsapp", "linked-phone"]) {
		people.push(await aPerson(shop, { name: channel, channel }));
		pass(1000);
	}
	const [first, second, third] = people;
	if (!first || !second || !third) throw new Error("There are three.");
	for (const person of people) await aLine(shop, person, "Здравствуйте");
	const by = { proof: "code", actor: "customer" } as const;

	await Promise.all([
		mergeCustomers(shop, { customerIds: [first.id, second.id], ...by }),
		mergeCustomers(shop, { customerIds: [second.id, first.id], ...by }),
		mergeCustomers(shop, { customerIds: [first.id, third.id], ...by }),
		mergeCustomers(shop, { customerIds: [third.id, first.id], ...by }),
	]);

	const { db } = shop;
	expect(await db.customer.findMany({ where: { mergedIntoId: null } })).toMatchObject([{ id: first.id }]);
	expect(await db.customerLink.count()).toBe(2);
	expect(await db.identity.count({ where: { customerId: first.id } })).toBe(3);
	expect(await db.message.count({ where: { conversationId: first.conversationId } })).toBe(3);
});

async function aRun(shop: Shop, { id: customerId, conversationId }: Person, flow: string, stack: number) {
	const id = randomUUID();
	const of = { flow, logic: "1", channel: "telegram", purpose: "service", status: "waiting_input" };
	const state = { id, stack, status: "waiting_input", wakeAt: "2026-03-11T00:00:00.000Z", wakeFor: "silence" };
	const wakeAt = new Date(state.wakeAt);
	await shop.db.flowRun.create({
		data: {
			id,
			...of,
			customerId,
			conversationId,
			stack,
			state,
			wakeAt,
			startedAt: new Date(shop.now().getTime() + flow.length),
		},
	});
	return id;
}

function runsOf(shop: Shop) {
	return shop.db.flowRun.findMany({ orderBy: { startedAt: "asc" } });
}

async function replacedCode(shop: Shop, { id }: Person): Promise<Shown> {
	const old = await giveCode(shop, { customerId: id });
	await giveCode(shop, { customerId: id });
	return { by: "code", token: old.token };
}

type Person = { id: string; conversationId: string; identityId: string; chatId: string };
type Wishes = { name: string; channel: string; phone?: string; email?: string; proven?: string };

async function aPerson(shop: Shop, { name, channel, phone, email, proven }: Wishes): Promise<Person> {
	const { db } = shop;
	const account = `${channel}:1`;
	const { id } = await db.customer.create({
		data: { firstName: name, phone: phone ?? null, email: email ?? null, createdAt: shop.now() },
	});
	const identity = await db.identity.create({
		data: { customerId: id, channel, account, nativeId: name, phone: proven ?? null, createdAt: shop.now() },
	});
	const conversation = await db.conversation.create({
		data: { customerId: id, controlSince: shop.now(), createdAt: shop.now() },
	});
	const chat = await db.chat.create({
		data: { account, nativeId: name, channel, identityId: identity.id, conversationId: conversation.id },
	});
	return { id, conversationId: conversation.id, identityId: identity.id, chatId: chat.id };
}

async function aCart(shop: Shop, customerId: string, variantId: string, qty: number) {
	await shop.db.cart.create({ data: { customerId, lines: { create: [{ variantId, qty }] } } });
}

async function aLine(shop: Shop, { chatId, conversationId }: Person, text: string) {
	const line = { conversationId, chatId, channel: "whatsapp", author: "customer", text, at: shop.now() };
	await shop.db.message.create({ data: { ...line, direction: "heard" } });
	await shop.db.conversation.update({
		where: { id: conversationId },
		data: { lastLine: text, lastMessageAt: shop.now(), lastHeardAt: shop.now() },
	});
}

/** All that is written of a person, without what counts changes. */
async function everythingOf(shop: Shop, { id, conversationId }: Person) {
	const rows: Record<string, unknown> = {};
	const owned = [...MOVED.map(({ table, column }) => `${table}.${column}`), ...Object.keys(LEFT), "customer.id"];
	for (const place of owned) {
		const [table = "", column = ""] = place.split(".");
		rows[place] = await shop.db.written(
			{
				name: `all-${place}`,
				text: `SELECT to_jsonb(x) - '{version,lease,proof,confidence}'::text[] AS row FROM ${table} x
					WHERE x.${column} = $1::uuid ORDER BY 1`,
			},
			[column === "conversation_id" ? conversationId : id],
		);
	}
	rows.lines = await shop.db.cartLine.findMany({ where: { cart: { customerId: id } } });
	// Made when the two were counted: a customer without orders has figures of nothing.
	delete rows["customer_figures.customer_id"];
	return rows;
}

const OWNED = {
	name: "owned-columns",
	text: `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name IN ('customer_id', 'conversation_id') ORDER BY 1`,
};

test("a person who asks for it gets all that we keep, and once erased nothing of them is found in any table", async () => {
	const { shop } = await aShop();
	const { db } = shop;
	const MARK = "Метка7391";
	const anna = await aPerson(shop, { name: MARK, channel: "telegram", proven: MARK, email: MARK });
	const absorbed = await aPerson(shop, { name: `${MARK}б`, channel: "whatsapp", phone: MARK });
	const other = await aPerson(shop, { name: "Борис", channel: "console" });
	const media = { sha256: "0", mime: "image/png", name: MARK, bytes: 1 };
	const own = await db.media.create({ data: { ...media, path: "aa/own.png" } });
	const shared = await db.media.create({ data: { ...media, path: "aa/shared.png" } });
	await db.media.create({ data: { ...media, name: "Борис", path: "aa/shared.png" } });
	await aLine(shop, absorbed, MARK);
	await db.message.updateMany({ data: { media: [{ media: own.id }, { media: shared.id }] } });
	await aLine(shop, other, "Здравствуйте");
	await db.order.create({
		data: {
			customerId: anna.id,
			conversationId: anna.conversationId,
			currency: "RUB",
			total: 100,
			goodsTotal: 100,
			delivery: "pickup",
			note: MARK,
			address: { text: MARK },
			changes: { create: { to: "placed", actor: "customer", reason: MARK } },
		},
	});
	await db.feedback.create({ data: { customerId: anna.id, kind: "nps", comment: MARK } });
	await db.inbox.create({
		data: {
			account: "telegram:1",
			key: "1",
			channel: "telegram",
			chat: MARK,
			lane: MARK,
			raw: Buffer.from(MARK),
			heard: { text: MARK },
		},
	});
	await mergeCustomers(shop, { customerIds: [anna.id, absorbed.id], proof: "code", actor: "customer" });
	const owner = { customerId: anna.id, actor: "operator:owner" } as const;

	const file = await exportPerson(shop, owner);
	expect(file.tables).toMatchObject({
		message: [{ text: MARK }],
		identity: [{ native_id: MARK }, { native_id: `${MARK}б` }],
		shop_order: [{ note: MARK }],
		feedback: [{ comment: MARK }],
	});
	expect(file.media).toHaveLength(2);

	const removed: string[] = [];
	await erasePerson(shop, { ...owner, removeFile: async (path) => void removed.push(path) });

	expect(removed).toEqual(["aa/own.png"]);
	const tables = await db.written<{ name: string }>(TABLES, []);
	const found: string[] = [];
	for (const { name } of tables) {
		const text = `SELECT 1 FROM "${name}" x WHERE x::text LIKE '%${MARK}%' LIMIT 1`;
		if ((await db.written({ name: `scan-${name}`, text }, [])).length > 0) found.push(name);
	}
	expect(tables.length).toBeGreaterThan(50);
	expect(found).toEqual([]);
	expect(await db.order.findMany()).toMatchObject([{ total: 100, note: null, address: null }]);
	expect(await db.message.findMany()).toMatchObject([{ text: "Здравствуйте" }]);
	const audit = await db.audit.findMany({ orderBy: { id: "asc" } });
	expect(audit.map(({ act }) => act)).toEqual(["customers.export", "customers.erase"]);
	await expect(exportPerson(shop, { ...owner, customerId: absorbed.id })).resolves.toMatchObject({ media: [] });
});

const TABLES = {
	name: "all-tables",
	text: "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
};
