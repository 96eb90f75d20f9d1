import { expect, test } from "vitest";
import { listCustomers } from "#core/customers/list-customers.ts";
import { parsePhone } from "#core/customers/parse-phone.ts";
import { readCustomerCard } from "#core/customers/read-customer-card.ts";
import { addTag, removeTag } from "#core/customers/tag-customer.ts";
import { aCart, aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("a customer is found by the name with a typo, by a part of the phone, and by the number of an order", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop);
	const anna = await aCustomer(shop, { firstName: "Анна", lastName: "Ковалёва", phone: "+79001234567" });
	const egor = await aCustomer(shop, { firstName: "Егор", lastName: "Белов", phone: "+79112223344" });
	const order = await anOrder(shop, { customerId: egor.id, lines: [{ goods: cake, qty: 1 }] });
	const found = async (search: string) => (await listCustomers(shop, { search })).items.map(({ id }) => id);

	for (const search of ["ковалева", "Кавалёва", "анна", "ко", "4567", "8 (900) 123-45-67", "+7 900 123 45 67"])
		expect([search, await found(search)]).toEqual([search, [anna.id]]);
	for (const search of [`№ ${order.number}`, `${order.number}`, "егор белов"])
		expect([search, await found(search)]).toEqual([search, [egor.id]]);
	for (const search of ["%", "' OR 1=1 --", "Пугачёва"]) expect([search, await found(search)]).toEqual([search, []]);
});

test("a long list is read page by page, and nobody is shown twice or left out", async () => {
	const { shop } = await aShop();
	const ids = [];
	for (let count = 0; count < 7; count++) ids.push((await aCustomer(shop)).id);

	const shown: string[] = [];
	let after: string | undefined;
	do {
		const page = await listCustomers(shop, { limit: 3, after });
		shown.push(...page.items.map(({ id }) => id));
		after = page.next ?? undefined;
	} while (after);

	expect(shown).toEqual(ids.sort().reverse());
});

test("the card tells all that the shop knows", async () => {
	const { shop } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000 });
	const { id, conversationId } = await aCustomer(shop, { phone: "+79001234567", consents: ["advertising"] });
	const { number } = await anOrder(shop, { customerId: id, lines: [{ goods: cake, qty: 2 }], state: "delivered" });
	await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 1 }] });
	await addTag(shop, { customerId: id, tag: "постоянный", actor: "operator:test" });

	expect(await readCustomerCard(shop, id)).toMatchObject({
		profile: { firstName: "Анна", phone: "+79001234567" },
		conversation: { id: conversationId },
		agreesTo: ["advertising"],
		tags: ["постоянный"],
		figures: { ordersCount: 1, ordersTotal: 300_000n, favourite: "Медовик" },
		cart: { count: 1, total: 150_000, lines: [{ title: "Медовик", qty: 1, sum: 150_000 }] },
		orders: [{ number, state: "delivered", lines: [{ qty: 2 }] }],
		timeline: [
			{ name: "tag.added" },
			{ name: "order.paid" },
			{ name: "order.delivered" },
			{},
			{},
			{},
			{ name: "order.created" },
		],
	});
});

test("a tag put on twice is one tag and one line of the diary", async () => {
	const { shop, diary } = await aShop();
	const { id: customerId } = await aCustomer(shop);
	const tagging = { customerId, tag: " постоянный ", actor: "bot" } as const;

	await addTag(shop, tagging);
	await addTag(shop, tagging);
	await removeTag(shop, tagging);
	await removeTag(shop, tagging);

	expect((await diary()).map(({ name, data }) => [name, data])).toEqual([
		["tag.added", { tag: "постоянный" }],
		["tag.removed", { tag: "постоянный" }],
	]);
});

test.each([
	["8 900 123-45-67", "+79001234567"],
	["+7 (900) 123 45 67", "+79001234567"],
	["+49 30 901820", "+4930901820"],
	["12", undefined],
	["позвоните мне", undefined],
	["9".repeat(5000), undefined],
])("the phone «%s» is %s", (written, phone) => {
	expect(parsePhone(written, "RU")).toBe(phone);
});
