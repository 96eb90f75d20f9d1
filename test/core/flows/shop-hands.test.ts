import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { receiveStock } from "#core/catalogue/receive-stock.ts";
import { saveShopFacts } from "#core/catalogue/shop-facts.ts";
import type { Who } from "#core/flows/hands.ts";
import { shopActions } from "#core/flows/shop-actions.ts";
import { shopFunctions } from "#core/flows/shop-functions.ts";
import { shopHands } from "#core/flows/shop-hands.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import type { Value } from "#core/flows/types.ts";
import { aCart, aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aShop, type TestShop } from "#test/support/shop.ts";

const hands = shopHands({
	zone: "Europe/Moscow",
	currency: "RUB",
	country: "RU",
	book: () => ({
		offers: new Map([
			[
				"cart-rescue",
				{
					offer: "cart-rescue",
					title: "Спасение корзины",
					budget: "500 per month",
					limits: { per_customer: "1 per 30 days" },
					pick: [
						{ if: "customer.orders_count >= 1 and bought(cart.items[0].product) >= 1", give: { gift: "открытка" } },
						{ if: "cart.total >= 1000", give: { discount: "10%" } },
					],
					valid: "48h",
				},
			],
		]),
		segments: new Map([["rich", { segment: "rich", title: "Щедрые", if: "cart.total > 2000" }]]),
		settings: { defaults: { working_hours: { "mon-fri": "09:00-21:00", "sat-sun": "10:00-20:00" } } },
	}),
});

test("every function and action that files may name is registered, under the contract that files are checked against", () => {
	const reads = Object.entries(shopVocabulary.functions).flatMap(([name, { cost }]) => (cost === "read" ? [name] : []));
	expect(Object.keys(shopFunctions).sort()).toEqual(reads.sort());
	const kinds = Object.entries(shopVocabulary.actions).map(([name, { effect, where }]) => [name, { effect, where }]);
	expect(kinds.map(([name]) => [name, hands.kind(String(name))])).toEqual(kinds);
	expect([...shopActions.keys()].sort()).toEqual(kinds.map(([name]) => name).sort());
});

test("a whole order through the hands: shelf, cart, quote, slot, order, and then «где мой заказ»", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 4, photo: "catalogue/cakes.png" });
	await aProduct(shop, { title: "Наполеон", stock: 0 });
	const { who, act } = await aDialog({ shop });

	expect(await hands.read(shop, who, "products_in", ["cakes"])).toMatchObject([
		{ id: cake.id, title: "Медовик", price: 1500, stock: 4, photo: "catalogue/cakes.png" },
	]);
	await act("cart.add", { product: cake.id, qty: 2 });
	expect((await hands.roots(shop, who)).cart).toMatchObject({
		count: 2,
		total: 3000,
		items: [{ title: "Медовик", qty: 2, sum: 3000, photo: "catalogue/cakes.png" }],
	});
	const address = { text: "Ленина 10", location: null };
	expect(await act("delivery.quote", { address, total: 2000 })).toMatchObject({ available: true, price: 250 });
	expect(await act("delivery.quote", { address: { text: "на луне" } })).toMatchObject({ available: false });
	const slots = await hands.read(shop, who, "delivery_slots", ["courier"]);
	expect(slots).toMatchObject([
		{ title: "сегодня 16–18" },
		{ title: "сегодня 18–20" },
		{ title: "завтра 10–12" },
		...Array(9).fill({}),
	]);
	const [slot] = Array.isArray(slots) ? slots : [];

	const order = await act("order.create", { delivery: "courier", address, slot: slot.id, note: null });

	expect(order).toMatchObject({
		number: "1001",
		status: "placed",
		total: 3000,
		delivery_price: 0,
		slot: { title: "сегодня 16–18" },
	});
	expect(await act("ticket.find", { phone: null })).toMatchObject({ id: "1001", status: "принят" });
	const { customer, cart } = await hands.roots(shop, who);
	expect(customer).toMatchObject({
		orders_count: 1,
		orders_total: 3000,
		last_order: { number: "1001" },
		favourite: { id: cake.id },
	});
	expect(cart).toMatchObject({ count: 0, items: [] });
});

test("consent is asked, given and taken back: the ledger keeps the words, and the roots show the last word", async () => {
	const { shop, pass } = await aShop();
	const { who } = await aDialog({ shop });
	const words = "Присылать вам новинки и скидки?";
	const agrees = async () => Reflect.get(Object((await hands.roots(shop, who)).customer.consent), "advertising");

	expect(await agrees()).toBe(false);
	await hands.save(shop, who, { field: "customer.consent.advertising", value: true, words, answer: "Да" });
	expect(await agrees()).toBe(true);
	pass(1000);
	await hands.save(shop, who, { field: "customer.consent.advertising", value: false, words: "стоп" });

	expect(await agrees()).toBe(false);
	expect(await shop.db.consent.findMany({ orderBy: { id: "asc" } })).toMatchObject([
		{ state: "given", text: words, answer: "Да", textVersion: expect.stringMatching(/^[0-9a-f]{16}$/) },
		{ state: "withdrawn", text: "стоп" },
	]);
});

test("what a customer tells of themselves is kept, and what makes no sense is refused", async () => {
	const { shop } = await aShop();
	const { who } = await aDialog({ shop });
	const save = (field: string, value: Value) => hands.save(shop, who, { field: `customer.${field}`, value, words: "" });

	await save("phone", "8 900 123-45-67");
	await save("birthday", "1990-03-10");
	await save("likes", ["cakes"]);
	await save("last_address", { id: "x", text: "Ленина 10", location: { id: "l", lat: 55.7, lon: 37.6 } });
	await save("last_address", "Садовая 3");
	await save("last_address", "ленина  10");

	expect((await hands.roots(shop, who)).customer).toMatchObject({
		phone: "+79001234567",
		birthday: "1990-03-10",
		likes: ["cakes"],
		last_address: { text: "ленина  10" },
		addresses: [{ text: "ленина  10" }, { text: "Садовая 3" }],
	});
	await expect(save("phone", "12")).rejects.toMatchObject({ code: "invalid" });
	await expect(save("birthday", "2026-02-30")).rejects.toMatchObject({ code: "invalid" });
});

test("an incentive: the first row that fits and can be paid; the same run gets the same; the order redeems it", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { price: 200_000, stock: 20 });
	const { who, act } = await aDialog({ shop });
	await aCart(shop, { customerId: who.customerId, lines: [{ goods: cake, qty: 2 }] });
	const run = randomUUID();
	const ask = (by: Who, runId: string) => hands.offer(shop, by, { offer: "cart-rescue", run: runId, key: "k" });

	const held = await ask(who, run);
	const again = await ask(who, run);
	const another = await ask(who, randomUUID());

	expect(held).toMatchObject({ offer: { title: "скидка 10 %", amount: 400 }, row: "row 2: скидка 10 %" });
	expect(again?.offer).toMatchObject({ code: held?.offer.code });
	expect(another).toBeNull();
	expect((await hands.roots(shop, who)).cart).toMatchObject({ total: 3600, discount: 400, code: held?.offer.code });
	expect(await shop.db.offerBudget.findMany()).toMatchObject([{ period: "2026-03", left: 10_000n }]);

	const { who: next } = await aDialog({ shop });
	await aCart(shop, { customerId: next.customerId, lines: [{ goods: cake, qty: 2 }] });
	expect(await ask(next, randomUUID())).toBeNull();

	expect(await act("order.create", { delivery: "pickup" })).toMatchObject({ total: 3600 });
	expect(await shop.db.coupon.findMany()).toMatchObject([{ state: "redeemed" }]);
});

test("a condition may ask what was bought: the second order gets the gift, and the parcel holds it", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { price: 200_000, stock: 20 });
	const { who, act } = await aDialog({ shop });
	await anOrder(shop, { customerId: who.customerId, lines: [{ goods: cake, qty: 1 }], state: "delivered" });
	await aCart(shop, { customerId: who.customerId, lines: [{ goods: cake, qty: 1 }] });

	expect(await hands.read(shop, who, "bought", [cake.id, { days: 90, seconds: 0 }])).toBe(1);
	expect(await hands.read(shop, who, "in_segment", ["rich"])).toBe(false);
	expect(await hands.offer(shop, who, { offer: "cart-rescue", run: randomUUID(), key: "k" })).toMatchObject({
		offer: { title: "открытка" },
	});

	expect(await act("order.create", { delivery: "pickup" })).toMatchObject({
		total: 2000,
		items: expect.arrayContaining([expect.objectContaining({ title: "открытка", sum: 0 })]),
	});
});

test("what she usually takes at lunch is what half of her lunches held; what she likes is what others buy of it", async () => {
	const { shop } = await aShop({ today: "2026-03-10T11:00:00+03:00" });
	const soup = await aProduct(shop, { title: "Борщ", price: 20_000, stock: 5 });
	const pie = await aProduct(shop, { title: "Пирожок", price: 7_000, stock: 9, category: "pies" });
	const cake = await aProduct(shop, { title: "Медовик", stock: 3 });
	const { who } = await aDialog({ shop });
	const { customerId } = who;
	const lunch = async (at: string, lines: readonly { goods: typeof soup; qty: number }[]) => {
		const { id } = await anOrder(shop, { customerId, lines });
		await shop.db.order.update({ where: { id }, data: { dueFrom: new Date(at) } });
	};
	await lunch("2026-03-04T12:15:00+03:00", [{ goods: soup, qty: 1 }]);
	await lunch("2026-03-05T12:15:00+03:00", [
		{ goods: soup, qty: 1 },
		{ goods: pie, qty: 2 },
	]);
	await lunch("2026-03-05T19:00:00+03:00", [{ goods: cake, qty: 1 }]);
	expect(await hands.read(shop, who, "usual_order", ["11:00-14:00"])).toEqual([]);
	await lunch("2026-03-06T13:59:00+03:00", [{ goods: pie, qty: 4 }]);

	expect(await hands.read(shop, who, "usual_order", ["11:00-14:00"])).toMatchObject([
		{ title: "Пирожок", qty: 2, sum: 140 },
		{ title: "Борщ", qty: 1, sum: 200 },
	]);
	expect(await hands.read(shop, who, "liked_goods", [])).toEqual([]);
	await shop.db.customer.update({ where: { id: customerId }, data: { likes: ["cakes"] } });
	expect(await hands.read(shop, who, "liked_goods", [])).toMatchObject([{ title: "Борщ" }, { title: "Медовик" }]);
});

test("goods that come back are told once to whoever asked", async () => {
	const { shop, diary } = await aShop();
	const pie = await aProduct(shop, { title: "Пирог", stock: 0 });
	const { who, act } = await aDialog({ shop });

	await act("stock.subscribe", { product: pie.id });
	await act("stock.subscribe", { product: { id: pie.id, title: "Пирог" } });
	await receiveStock(shop, { variantId: pie.id, warehouseId: "shop", qty: 5 });
	await receiveStock(shop, { variantId: pie.id, warehouseId: "shop", qty: 5 });

	expect(await diary()).toMatchObject([
		{ name: "product.back_in_stock", customerId: who.customerId, data: { product: { title: "Пирог" } } },
	]);
});

test("an input that is nonsense is refused in words, never an accident", async () => {
	const { shop } = await aShop();
	const { act } = await aDialog({ shop });
	for (const input of [
		{ product: "'; DROP TABLE variant" },
		{ product: randomUUID(), qty: 1.5 },
		{ product: randomUUID() },
		{},
	])
		await expect(act("cart.add", input)).rejects.toMatchObject({ name: "Refusal" });
	for (const input of [{ delivery: "drone" }, { delivery: "courier" }, { delivery: "pickup", slot: randomUUID() }])
		await expect(act("order.create", input)).rejects.toMatchObject({ name: "Refusal" });
});

test("the counter is open on weekdays from nine, on weekends from ten, at the shop's clock", async () => {
	for (const [at, open] of [
		["2026-03-10T09:00:00+03:00", true],
		["2026-03-10T08:59:00+03:00", false],
		["2026-03-10T21:00:00+03:00", false],
		["2026-03-14T09:30:00+03:00", false],
		["2026-03-15T10:00:00+03:00", true],
	] as const)
		expect([at, hands.open("support", new Date(at))]).toEqual([at, open]);
});

test("the shop's own facts and its shelves are seen in the customer's language", async () => {
	const { shop } = await aShop();
	await saveShopFacts(shop, { name: "Прилавок у Марины", address: "Мира, 5", phone: "+79990001122" });
	const honey = await aProduct(shop, { title: "Мёд", category: "honey" });
	await shop.db.category.update({ where: { id: "honey" }, data: { titles: { en: "Honey" } } });
	await shop.db.product.update({ where: { id: honey.productId }, data: { titles: { en: "Linden honey" } } });
	const { who } = await aDialog({ shop });

	const roots = await hands.roots(shop, { ...who, language: "en" });

	expect(roots.shop).toMatchObject({ name: "Прилавок у Марины", address: "Мира, 5", open: true });
	expect(roots.catalogue).toMatchObject({
		categories: [{ id: "honey", title: "Honey", count: 1 }],
		new_products: [{ title: "Linden honey" }],
	});
});

async function aDialog({ shop }: Pick<TestShop, "shop">) {
	const { id, conversationId } = await aCustomer(shop);
	const who: Who = { customerId: id, conversationId, channel: "telegram", zone: "Europe/Moscow", language: "ru" };
	let calls = 0;
	const act = async (name: string, input: Record<string, Value>) => {
		const result = await hands.act(shop, who, { name, input, key: `${id}/${name}/${++calls}`, run: randomUUID() });
		if (result.ended !== "done") throw new Error(`${name} ended ${result.ended}`);
		return result.result;
	};
	return { who, act };
}
