import { findGoods } from "#core/catalogue/find-goods.ts";
import type { Goods } from "#core/catalogue/goods.ts";
import type { Shop } from "#core/shop.ts";

/** Goods on the shelf. Sums in kopecks; `stock` lies in the warehouse `shop` unless told warehouse by warehouse. */
export async function aProduct(
	shop: Shop,
	{
		title = "Медовик",
		variant = "",
		price = 150_000,
		stock = 10,
		category = "cakes",
		sku,
		description = "",
		tags = [],
		photo = null,
	}: {
		title?: string;
		variant?: string;
		price?: number;
		stock?: number | Readonly<Record<string, number>>;
		category?: string;
		sku?: string;
		description?: string;
		tags?: readonly string[];
		photo?: string | null;
	} = {},
): Promise<Goods> {
	await aCategory(shop, { id: category });
	const { id } = await shop.db.variant.create({
		data: {
			sku: sku ?? `T-${++lastArticle}`,
			title: variant,
			price,
			currency: "RUB",
			product: {
				create: {
					title,
					description,
					tags: [...tags],
					photo,
					category: { connect: { id: category } },
					createdAt: shop.now(),
				},
			},
		},
	});
	const shelves = typeof stock === "number" ? { shop: stock } : stock;
	for (const [warehouseId, onHand] of Object.entries(shelves)) {
		await aWarehouse(shop, { id: warehouseId });
		await shop.db.stock.create({ data: { variantId: id, warehouseId, onHand, countedAt: shop.now() } });
	}
	const [goods] = await findGoods(shop, { ids: [id], language: "ru" });
	if (!goods) throw new Error("the goods just made are not there");
	return goods;
}

/** A shelf; one that is there already stays as it is. */
export async function aCategory(
	shop: Shop,
	{ id = "cakes", title = CATEGORY_TITLES[id] ?? id }: { id?: string; title?: string } = {},
) {
	return shop.db.category.upsert({ where: { id }, create: { id, title }, update: {} });
}

/** A place where goods lie; one that is there already stays as it is. */
export async function aWarehouse(
	shop: Shop,
	{
		id = "shop",
		title = id,
		pickup = true,
		position = 0,
	}: { id?: string; title?: string; pickup?: boolean; position?: number } = {},
) {
	return shop.db.warehouse.upsert({
		where: { id },
		create: { id, title, pickup, position, address: "Мира, 5" },
		update: {},
	});
}

/** A person, with the thread that everyone has who was ever heard, and the consents named. */
export async function aCustomer(
	shop: Shop,
	{
		consents = [],
		...profile
	}: {
		firstName?: string;
		lastName?: string;
		phone?: string;
		email?: string;
		birthday?: Date;
		zone?: string;
		language?: string;
		city?: string;
		consents?: readonly ("advertising" | "processing")[];
	} = {},
): Promise<{ id: string; conversationId: string }> {
	const { id, conversation } = await shop.db.customer.create({
		data: { firstName: "Анна", ...profile, createdAt: shop.now(), conversation: { create: { createdAt: shop.now() } } },
		include: { conversation: true },
	});
	for (const purpose of consents)
		await shop.db.consent.create({
			data: {
				customerId: id,
				purpose,
				state: "given",
				text: "Да, присылайте",
				textVersion: "test",
				actor: "customer",
				at: shop.now(),
			},
		});
	if (!conversation) throw new Error("the conversation just made is not there");
	return { id, conversationId: conversation.id };
}

/** An open cart with these goods in it. */
export async function aCart(
	shop: Shop,
	{ customerId, lines }: { customerId: string; lines: readonly { goods: Goods; qty: number }[] },
): Promise<{ id: string }> {
	return shop.db.cart.create({
		data: {
			customerId,
			createdAt: shop.now(),
			changedAt: shop.now(),
			lines: { create: lines.map(({ goods, qty }) => ({ variantId: goods.id, qty, addedAt: shop.now() })) },
		},
	});
}

let lastArticle = 0;

const CATEGORY_TITLES: Readonly<Record<string, string>> = { cakes: "Торты", pies: "Пироги", dairy: "Молочное" };
