import { z } from "zod";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** Where a trait comes from: said by the customer, seen in what they did, computed, or brought by an import. */
export type AttributeSort = "said" | "done" | "computed" | "import";

const attributeValue = z.union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(200)).max(100)]);

/** Notes a trait beyond the fixed fields («аллергия: орехи»). Null forgets it. */
export async function setAttribute(
	shop: Shop,
	{ customerId, name, value, sort }: { customerId: string; name: string; value: unknown; sort: AttributeSort },
): Promise<void> {
	if (value === null) {
		await shop.db.customerAttribute.deleteMany({ where: { customerId, name } });
		return;
	}
	const parsed = attributeValue.safeParse(value);
	if (!parsed.success) throw new Refusal("invalid", `${name} takes a text, a number, yes or no, or a list of texts.`);
	const noted = { value: parsed.data, sort, at: shop.now() };
	await shop.db.customerAttribute.upsert({
		where: { customerId_name: { customerId, name } },
		create: { customerId, name, ...noted },
		update: noted,
	});
}
