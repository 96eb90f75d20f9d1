import { findGoods } from "#core/catalogue/find-goods.ts";
import type { Goods } from "#core/catalogue/goods.ts";
import { incentives } from "#core/offers/incentives.ts";
import { type Confirmation, createOrder } from "#core/orders/create-order.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import { type OrderState, resultOf } from "#core/orders/order-states.ts";
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

/** What a customer who fetches the order and pays there confirms. */
export function aConfirmation(customerId: string, differently: Partial<Confirmation> = {}): Confirmation {
	return {
		customerId,
		key: `confirmation ${++lastConfirmation}`,
		delivery: "pickup",
		payment: "on_receipt",
		source: "flow",
		actor: "customer",
		language: "ru",
		...differently,
	};
}

/** An order of these goods, made as a customer makes it and then led to the state named. */
export async function anOrder(
	shop: Shop,
	{
		customerId,
		lines,
		state = "placed",
		...differently
	}: {
		customerId: string;
		lines: readonly { goods: Goods; qty: number }[];
		state?: OrderState;
	} & Partial<Confirmation>,
): Promise<{ id: string; number: number }> {
	await aCart(shop, { customerId, lines });
	const order = await createOrder(shop, aConfirmation(customerId, differently), incentives);
	const carried = differently.delivery === "courier";
	for (const next of WAY_TO[state] ?? [])
		await moveOrder(
			shop,
			{
				orderId: order.id,
				to: next === "shipped" && !carried ? "ready" : next,
				actor: "operator:test",
				...(resultOf(next) === "lost" && { reason: "changed_mind" }),
			},
			incentives,
		);
	return order;
}

const WAY_TO: Readonly<Record<OrderState, readonly OrderState[]>> = {
	placed: [],
	confirmed: ["confirmed"],
	packed: ["confirmed", "packed"],
	shipped: ["confirmed", "packed", "shipped"],
	ready: ["confirmed", "packed", "shipped"],
	delivered: ["confirmed", "packed", "shipped", "delivered"],
	cancelled: ["cancelled"],
	returned: ["confirmed", "packed", "shipped", "delivered", "returned"],
};

let lastArticle = 0;
let lastConfirmation = 0;

const CATEGORY_TITLES: Readonly<Record<string, string>> = { cakes: "Торты", pies: "Пироги", dairy: "Молочное" };
