import { expect, test } from "vitest";
import { pickupPoints } from "#core/orders/pickup-points.ts";
import { aWarehouse } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("an order is fetched where the shop hands orders out, and not from a store or a closed place", async () => {
	const { shop } = await aShop();
	await aWarehouse(shop, { id: "shop", title: "Магазин", pickup: true });
	await aWarehouse(shop, { id: "cellar", pickup: false });
	await aWarehouse(shop, { id: "old", pickup: true });
	await shop.db.warehouse.update({ where: { id: "old" }, data: { active: false } });

	expect(await pickupPoints(shop)).toEqual([{ id: "shop", title: "Магазин", address: "Мира, 5" }]);
});
