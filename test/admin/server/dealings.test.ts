import { expect, test } from "vitest";
import { answerCards } from "#admin/contract/answer-cards.ts";
import { counterCard, sale } from "#admin/contract/counter.ts";
import { orderDesk, orderMade, orderQuote } from "#admin/contract/order-editor.ts";
import { unmetList } from "#admin/contract/unmet-demand.ts";
import { noteDemand } from "#core/catalogue/note-demand.ts";
import { receiveStock } from "#core/catalogue/receive-stock.ts";
import { giveCounterCode } from "#core/orders/counter-visits.ts";
import { aCart, aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aChat } from "../support/a-line.ts";
import { anAdmin } from "../support/an-admin.ts";

const HOUR = 3_600_000;

test("an operator answers with a card: a fresh number goes out, an old one is promised to be looked at, once for one press", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const anna = await aCustomer(shop, { language: "ru" });
	await aChat(shop, anna.conversationId);
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 3 });
	await aProduct(shop, { title: "Наполеон", price: 140_000, stock: 2 });
	const operator = await admin.signedIn("operator");
	const ask = async () =>
		answerCards.parse(
			(
				await operator.get(`/api/answer-cards?q=${encodeURIComponent("мед")}&conversation=${anna.conversationId}`)
			).json(),
		).items;

	expect(await ask()).toMatchObject([
		{
			title: "Медовик",
			answer: "have",
			text: expect.stringContaining("Есть: shop — 3 шт"),
			substitutes: [{ title: "Наполеон" }],
		},
	]);
	admin.pass(25 * HOUR);
	expect(await ask()).toMatchObject([{ answer: "check", shelves: [{ stale: true, ageHours: 25 }] }]);
	const press = () =>
		operator.post(`/api/conversations/${anna.conversationId}/answer-cards`, { variantId: cake.id, key: "press-0001" });
	expect([(await press()).status, (await press()).status]).toEqual([204, 204]);

	expect(await admin.said()).toEqual([expect.stringContaining("Наличие уточним и сразу напишем.")]);
	expect(await admin.said()).not.toEqual([expect.stringContaining("3 шт")]);
	expect(await shop.db.customerPromise.findMany()).toMatchObject([
		{
			ownerId: operator.id,
			state: "open",
			text: "Уточнить наличие: Медовик",
			dueAt: new Date(shop.now().getTime() + 2 * HOUR),
		},
	]);
	expect(await shop.db.unmetDemand.findMany()).toMatchObject([
		{ customerId: anna.id, variantId: cake.id, source: "card" },
	]);
	expect(await shop.db.conversation.findFirst()).toMatchObject({ control: "human", holderId: operator.id });
});

test("an order is made in the thread and changed there: one press is one order, and who changed what is kept", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const anna = await aCustomer(shop);
	await aChat(shop, anna.conversationId);
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 3 });
	await aCart(shop, { customerId: anna.id, lines: [{ goods: cake, qty: 1 }] });
	const operator = await admin.signedIn("operator");
	const thread = `/api/conversations/${anna.conversationId}`;
	const desk = orderDesk.parse((await operator.get(`${thread}/order-desk`)).json());
	expect(desk).toMatchObject({ order: null, lines: [{ title: "Медовик", qty: 1, stock: 3 }] });

	const terms = { lines: [{ variantId: cake.id, qty: 2 }], delivery: "courier", address: "Лесная, 5", note: "к шести" };
	const quote = orderQuote.parse((await operator.post(`${thread}/order-quote`, terms)).json());
	expect(quote).toMatchObject({ goodsTotal: { minor: 300_000 }, problems: [] });
	const short = { ...terms, lines: [{ variantId: cake.id, qty: 9 }] };
	expect(orderQuote.parse((await operator.post(`${thread}/order-quote`, short)).json()).problems).toEqual([
		"«Медовик»: осталось 3 шт.",
	]);

	const press = () => operator.post(`${thread}/orders`, { ...terms, key: "press-0001", cart: desk.cart });
	const [first, second] = await Promise.all([press(), press()]);
	const made = orderMade.parse(first.json());
	expect(second.json()).toEqual(made);
	expect(await shop.db.order.findMany()).toMatchObject([
		{ number: made.number, source: "operator", total: quote.total.minor, note: "к шести", state: "placed" },
	]);
	expect(await shop.db.cart.findMany()).toMatchObject([{ state: "ordered" }]);

	const now = orderDesk.parse((await operator.get(`${thread}/order-desk?order=${made.id}`)).json());
	const change = {
		...terms,
		address: "Мира, 7",
		lines: [{ variantId: cake.id, qty: 1 }],
		changedAt: now.order?.changedAt,
	};
	expect((await operator.put(`/api/orders/${made.id}/terms`, change)).status).toBe(204);
	expect(await shop.db.order.findMany()).toMatchObject([{ goodsTotal: 150_000, address: { text: "Мира, 7" } }]);
	expect(await shop.db.audit.findMany({ where: { act: "order.change" } })).toMatchObject([
		{ actor: `operator:${operator.id}`, before: { address: "Лесная, 5" }, after: { address: "Мира, 7" } },
	]);
	const told = await shop.db.errand.findMany({ where: { name: "tell-flows" } });
	expect(told.map(({ payload }) => Object(payload).name)).toEqual(
		expect.arrayContaining(["order.created", "order.changed"]),
	);
});

test("what was asked for and not sold is on the buyer's list; a sale takes it off, and whoever asked is told when it is back", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const [anna, boris, vera] = [
		await aCustomer(shop),
		await aCustomer(shop, { firstName: "Борис" }),
		await aCustomer(shop),
	];
	const cake = await aProduct(shop, { title: "Медовик", variant: "2 кг", stock: 0 });
	const pie = await aProduct(shop, { title: "Пирог с вишней", stock: 5 });
	for (const one of [anna, boris])
		await noteDemand(shop, { customerId: one.id, variantId: cake.id, words: "медовик", source: "question" });
	await noteDemand(shop, { customerId: anna.id, variantId: cake.id, words: "медовик!", source: "question" });
	await noteDemand(shop, { customerId: anna.id, words: '=HYPERLINK("http://x")', source: "search" });
	await noteDemand(shop, { customerId: vera.id, words: "вишня", source: "search" });
	await anOrder(shop, { customerId: vera.id, lines: [{ goods: pie, qty: 1 }] });
	const lead = await admin.signedIn("lead");
	const list = async () => unmetList.parse((await lead.get("/api/unmet-demand?days=28")).json()).items;

	expect(await list()).toMatchObject([
		{
			title: "Медовик, 2 кг",
			size: "2 кг",
			customers: 2,
			times: 3,
			fresh: 2,
			untold: 2,
			words: ["медовик!", "медовик"],
		},
		{ variantId: null, customers: 1 },
	]);
	const sheet = (await lead.get("/api/unmet-demand.csv?days=28")).body;
	expect(sheet).toContain("Медовик, 2 кг");
	expect(sheet).not.toMatch(/(^|,|")=HYPERLINK/m);

	expect((await lead.post("/api/unmet-demand/subscriptions", { variantId: cake.id })).json()).toEqual({
		subscribed: 2,
	});
	expect((await list())[0]).toMatchObject({ untold: 0 });
	await receiveStock(shop, { variantId: cake.id, warehouseId: "shop", qty: 4 });
	const told = (await admin.diary()).filter(({ name }) => name === "product.back_in_stock");
	expect(told.map(({ customerId }) => customerId).sort()).toEqual([anna.id, boris.id].sort());
	expect(await shop.db.unmetDemand.count({ where: { variantId: cake.id, toldAt: null } })).toBe(0);
});

test("a code opens one card at the counter, without phone or thread, and the visit is sold once, with its reason", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const anna = await aCustomer(shop, { firstName: "Анна", phone: "+79001234567" });
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 9 });
	await anOrder(shop, { customerId: anna.id, lines: [{ goods: cake, qty: 1 }], state: "delivered" });
	await aCart(shop, { customerId: anna.id, lines: [{ goods: cake, qty: 5 }] });
	const cashier = await admin.signedIn("cashier");
	const open = (code: string) => cashier.post("/api/counter/visits", { code });
	const { code: old } = await giveCounterCode(shop, { customerId: anna.id });
	const { code } = await giveCounterCode(shop, { customerId: anna.id });
	if (old !== code) expect((await open(old)).status).toBe(404);

	const opened = await open(code);
	const card = counterCard.parse(opened.json());
	expect(card).toMatchObject({
		name: "Анна",
		orders: [{ titles: "Медовик", total: { minor: 150_000 } }],
		offers: [],
	});
	expect(opened.body).not.toContain("9001234567");
	expect((await open(code)).status).toBe(404);
	const stranger = await admin.signedIn("cashier");
	expect((await stranger.get(`/api/counter/visits/${card.visit}`)).status).toBe(404);
	expect((await cashier.get(`/api/counter/visits/${card.visit}`)).json()).toEqual(card);

	const sell = (sold: object) =>
		cashier.post(`/api/counter/visits/${card.visit}/sale`, { lines: [{ variantId: cake.id, qty: 2 }], ...sold });
	expect((await sell({ reason: "other", note: "?" })).status).toBe(400);
	const [first, second] = await Promise.all([sell({ reason: "own_wish" }), sell({ reason: "own_wish" })]);
	expect(second.json()).toEqual(first.json());
	const { number, total } = sale.parse(first.json());
	expect(total.minor).toBe(300_000);
	expect(await shop.db.order.findMany({ where: { channel: "counter" } })).toMatchObject([
		{ number, state: "delivered", paidAt: shop.now(), reason: "own_wish" },
	]);
	expect(await shop.db.outcome.findMany({ where: { source: "operator" } })).toMatchObject([
		{ result: "won", reason: "own_wish", actor: `operator:${cashier.id}` },
	]);
	expect(await shop.db.stock.findMany()).toMatchObject([{ onHand: 9 - 1 - 2, reserved: 0 }]);
	// Their own cart is still theirs.
	expect(await shop.db.cart.findMany({ where: { state: "open" }, include: { lines: true } })).toMatchObject([
		{ lines: [{ qty: 5 }] },
	]);

	const late = await giveCounterCode(shop, { customerId: anna.id });
	admin.pass(5 * 60_000 + 1);
	expect((await open(late.code)).status).toBe(404);
});
