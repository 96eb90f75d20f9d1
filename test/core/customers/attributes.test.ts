import { expect, test } from "vitest";
import { setAttribute } from "#core/customers/set-attribute.ts";
import { aCustomer } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("a trait is noted with where it comes from, changed, and forgotten; what is no trait is refused", async () => {
	const { shop } = await aShop();
	const { id: customerId } = await aCustomer(shop);
	const note = (value: unknown) => setAttribute(shop, { customerId, name: "аллергия", value, sort: "said" });

	await note("орехи");
	await note(["орехи", "мёд"]);
	expect(await shop.db.customerAttribute.findMany()).toMatchObject([
		{ name: "аллергия", value: ["орехи", "мёд"], sort: "said" },
	]);
	await expect(note({ __proto__: 1 })).rejects.toMatchObject({ code: "invalid" });
	await note(null);
	expect(await shop.db.customerAttribute.findMany()).toEqual([]);
});
