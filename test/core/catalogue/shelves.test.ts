import { expect, test } from "vitest";
import { allocateStock } from "#core/catalogue/allocate-stock.ts";
import { browseCategory } from "#core/catalogue/browse-category.ts";
import { changePrice } from "#core/catalogue/change-price.ts";
import { noteProductView } from "#core/catalogue/note-view.ts";
import { readStock } from "#core/catalogue/read-stock.ts";
import { similarGoods } from "#core/catalogue/similar-goods.ts";
import { interestedCustomers } from "#core/orders/interested-customers.ts";
import { aCategory, aCustomer, aProduct, aWarehouse } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("a shelf shows what can be had in it and in those below it, and nothing that is sold out or put away", async () => {
	const { shop } = await aShop();
	await aCategory(shop, { id: "sweet", title: "Сладкое" });
	const cake = await aProduct(shop, { title: "Медовик", category: "cakes" });
	await shop.db.category.update({ where: { id: "cakes" }, data: { parentId: "sweet" } });
	const jam = await aProduct(shop, { title: "Варенье", category: "sweet" });
	await aProduct(shop, { title: "Наполеон", stock: 0, category: "cakes" });
	const hidden = await aProduct(shop, { title: "Рыжик", category: "cakes" });
	await shop.db.product.update({ where: { id: hidden.productId }, data: { active: false } });
	await aWarehouse(shop, { id: "closed" });
	await aProduct(shop, { title: "Эклер", category: "cakes", stock: { closed: 5 } });
	await shop.db.warehouse.update({ where: { id: "closed" }, data: { active: false } });

	const seen = async (category: string) =>
		(await browseCategory(shop, { category, language: "ru" })).map(({ id }) => id);

	expect((await seen("sweet")).sort()).toEqual([cake.id, jam.id].sort());
	expect(await seen("cakes")).toEqual([cake.id]);
	expect(await seen("nowhere")).toEqual([]);
});

test("a price drop is told with the price of before; a rise is not, and takes the old price away", async () => {
	const { shop, diary } = await aShop();
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000 });
	const { id: customerId } = await aCustomer(shop);
	await noteProductView(shop, { customerId, variantId: cake.id, language: "ru" });

	await changePrice(shop, { variantId: cake.id, price: 120_000 });
	expect(await shop.db.variant.findUnique({ where: { id: cake.id } })).toMatchObject({
		price: 120_000,
		oldPrice: 150_000,
	});
	await changePrice(shop, { variantId: cake.id, price: 160_000 });

	expect(await shop.db.variant.findUnique({ where: { id: cake.id } })).toMatchObject({ oldPrice: null });
	const drops = (await diary()).filter(({ name }) => name === "product.price_dropped");
	expect(drops).toMatchObject([{ customerId: null, data: { product: { title: "Медовик", price: 120_000 } } }]);
	expect(await interestedCustomers(shop, cake.id)).toEqual([customerId]);
});

test("stock is shown place by place, with the age of the count and how soon more can be had", async () => {
	const { shop, pass } = await aShop();
	const honey = await aProduct(shop, { stock: { shop: 2, cellar: 5 } });
	await shop.db.leadTime.create({ data: { variantId: honey.id, warehouseId: "cellar", days: 3 } });
	pass(5 * 3_600_000);

	expect(await readStock(shop, honey.id)).toMatchObject([
		{ free: 2, ageHours: 5, leadDays: null },
		{ free: 5, ageHours: 5, leadDays: 3 },
	]);
});

test("in place of what is sold out the nearest is offered: the same shelf, then the nearest price", async () => {
	const { shop } = await aShop();
	const wanted = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 0 });
	const near = await aProduct(shop, { title: "Наполеон", price: 170_000 });
	const dear = await aProduct(shop, { title: "Свадебный", price: 900_000 });
	await aProduct(shop, { title: "Хлеб", category: "bakery" });

	const offered = await similarGoods(shop, { variantId: wanted.id, language: "ru" });

	expect(offered.map(({ id }) => id)).toEqual([near.id, dear.id]);
});

test("an order is packed in as few places as possible, first where the customer fetches it", () => {
	const shelves = [
		{ variantId: "a", warehouseId: "shop", free: 2, position: 0 },
		{ variantId: "a", warehouseId: "cellar", free: 5, position: 1 },
	];
	const take = (qty: number, first?: string) => allocateStock([{ variantId: "a", qty }], shelves, first);

	expect(take(2)).toEqual({ enough: true, portions: [{ variantId: "a", warehouseId: "shop", qty: 2 }] });
	expect(take(2, "cellar")).toEqual({ enough: true, portions: [{ variantId: "a", warehouseId: "cellar", qty: 2 }] });
	expect(take(3)).toEqual({ enough: true, portions: [{ variantId: "a", warehouseId: "cellar", qty: 3 }] });
	expect(take(7)).toMatchObject({ portions: [{ qty: 2 }, { qty: 5 }] });
	expect(take(8)).toEqual({ enough: false, left: [{ variantId: "a", left: 7 }] });
});
