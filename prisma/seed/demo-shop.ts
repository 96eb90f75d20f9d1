import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { saveShopFacts } from "#core/catalogue/shop-facts.ts";
import { type Dice, seeded } from "#core/chance.ts";
import { REFRESH_FIGURES } from "#core/customers/figures-sql.ts";
import { holdsStock } from "#core/orders/order-states.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { DEMO_FACTS } from "./demo-facts.ts";
import { DEMO_SHELVES } from "./demo-goods.ts";
import { idAt } from "./demo-ids.ts";
import { type DemoAccounts, drawChats } from "./draw-chats.ts";
import { drawDemand } from "./draw-demand.ts";
import { type DemoOrder, type DemoVariant, drawOrders } from "./draw-orders.ts";
import { drawOutcomes } from "./draw-outcomes.ts";
import { consentsOf, type DemoPerson, drawPerson } from "./draw-people.ts";
import { drawPicture } from "./draw-picture.ts";
import { insertRows } from "./insert-rows.ts";

const PEOPLE = 300;
const YEAR = 365 * 86_400_000;

/** What was put into the database. */
export type DemoCounts = { readonly products: number; readonly customers: number; readonly orders: number };

/**
 * Fills an empty database with a village shop: goods with pictures, two warehouses, past customers, and a year of orders
 * that ends now; where `accounts` names the demo's bots, some of the people have chats there. The same moment gives the same
 * shop. Refuses where there is anything of a real shop already.
 */
export async function seedDemo(
	shop: Shop,
	{ now = shop.now(), mediaFolder, accounts = {} }: { now?: Date; mediaFolder: string; accounts?: DemoAccounts },
): Promise<DemoCounts> {
	const [goods, people] = await Promise.all([shop.db.product.count(), shop.db.customer.count()]);
	if (goods + people > 0)
		throw new Refusal("not-allowed", "The database holds a shop already, so the demo is not put into it.");
	await drawPictures(mediaFolder);
	return shop.atomically(async (inside) => {
		const dice = seeded("Прилавок у Марины");
		await saveShopFacts(inside, DEMO_FACTS);
		const variants = await stockShelves(inside, dice, now);
		const persons = Array.from({ length: PEOPLE }, () => drawPerson(dice, now)).sort(
			(one, other) => Number(one.row.createdAt) - Number(other.row.createdAt),
		);
		await meetPeople(inside, persons);
		const orders = persons
			.flatMap((person) => drawOrders(dice, person, variants, now))
			.sort((one, other) => one.row.createdAt.getTime() - other.row.createdAt.getTime());
		await writeOrders(inside, dice, orders);
		// Dice of its own: why people buy changes nothing of what they bought.
		await explainOrders(inside, orders);
		await writeChats(inside, drawChats(seeded("Чаты"), { persons, variants, accounts, now }));
		await fillStock(inside, dice, { variants, orders, now });
		const missed = drawDemand(seeded("Чего не хватило"), persons, variants, now);
		await insertRows(inside, "unmet_demand", missed);
		await inside.db.written(REFRESH_FIGURES, [JSON.stringify(persons.map(({ row }) => row.id))]);
		return {
			products: DEMO_SHELVES.flatMap((shelf) => shelf.goods).length,
			customers: persons.length,
			orders: orders.length,
		};
	});
}

async function drawPictures(mediaFolder: string): Promise<void> {
	await mkdir(join(mediaFolder, "catalogue"), { recursive: true });
	for (const { id, goods } of DEMO_SHELVES) {
		await writeFile(join(mediaFolder, `catalogue/${id}.png`), drawPicture(id, 0.5));
		for (const place of goods.keys())
			await writeFile(join(mediaFolder, photoOf(id, place)), drawPicture(id, place / goods.length));
	}
}

function photoOf(category: string, place: number): string {
	return `catalogue/${category}-${place + 1}.png`;
}

async function stockShelves(shop: Shop, dice: Dice, now: Date): Promise<(DemoVariant & { size: string })[]> {
	const opened = new Date(now.getTime() - YEAR);
	const variants: (DemoVariant & {
		productId: string;
		size: string;
		unit: string;
		position: number;
		leadDays: number;
	})[] = [];
	await shop.db.category.createMany({
		data: DEMO_SHELVES.map(({ id, title, en }, position) => ({
			id,
			title,
			titles: { en },
			position,
			photo: `catalogue/${id}.png`,
		})),
	});
	const products = DEMO_SHELVES.flatMap(({ id: categoryId, goods }) =>
		goods.map(({ title, en, about, tags = [], sizes, unit = "шт.", demand, leadDays }, position) => {
			// A few things are new, so that there is something to show.
			const createdAt = position === goods.length - 1 ? new Date(now.getTime() - dice.int(2, 20) * 86_400_000) : opened;
			const id = idAt(createdAt, dice);
			for (const [place, [size, roubles]] of sizes.entries())
				variants.push({
					id: idAt(createdAt, dice),
					productId: id,
					sku: skuOf(categoryId, position, place),
					title: size ? `${title}, ${size}` : title,
					size,
					unit,
					position: place,
					price: roubles * 100,
					demand,
					leadDays,
				});
			return {
				id,
				categoryId,
				title,
				titles: { en },
				description: about,
				tags: [...tags],
				photo: photoOf(categoryId, position),
				position,
				createdAt,
			};
		}),
	);
	await shop.db.product.createMany({ data: products });
	await shop.db.variant.createMany({
		data: variants.map(({ id, productId, sku, size, unit, position, price }) => ({
			id,
			productId,
			sku,
			title: size,
			unit,
			position,
			price,
			cost: Math.round(price * 0.62),
			currency: "RUB",
		})),
	});
	await shop.db.warehouse.createMany({
		data: [
			{ id: "shop", title: "Магазин", address: DEMO_FACTS.address, pickup: true, position: 0 },
			{ id: "cellar", title: "Погреб", address: "Луговое, Полевая 2", pickup: false, position: 1 },
		],
	});
	await shop.db.leadTime.createMany({
		data: variants.map(({ id, leadDays }) => ({ variantId: id, warehouseId: "shop", days: leadDays })),
	});
	return variants;
}

function skuOf(categoryId: string, position: number, place: number): string {
	const sku = `${categoryId.slice(0, 3).toUpperCase()}-${String(position + 1).padStart(2, "0")}`;
	return place > 0 ? `${sku}-${place + 1}` : sku;
}

async function meetPeople(shop: Shop, persons: readonly DemoPerson[]): Promise<void> {
	const versionOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
	await insertRows(
		shop,
		"customer",
		persons.map(({ row }) => row),
	);
	await insertRows(
		shop,
		"consent",
		persons.flatMap((person) => consentsOf(person, versionOf)),
	);
}

async function writeOrders(shop: Shop, dice: Dice, orders: readonly DemoOrder[]): Promise<void> {
	await insertRows(
		shop,
		"shop_order",
		orders.map(({ row }, place) => ({ ...row, number: FIRST_NUMBER + place })),
	);
	await shop.db.written(NUMBER_ON, [FIRST_NUMBER + orders.length]);
	await insertRows(
		shop,
		"order_line",
		orders.flatMap(({ row, lines }) =>
			lines.map((line) => ({ ...line, id: idAt(row.createdAt, dice), orderId: row.id, warehouseId: "shop" })),
		),
	);
	await insertRows(
		shop,
		"order_change",
		orders.flatMap(({ row, path }) =>
			path.map(({ to, at }, place) => ({
				orderId: row.id,
				from: path[place - 1]?.to ?? null,
				to,
				actor: place === 0 ? "operator:demo" : "system",
				reason: to === "cancelled" ? row.reason : null,
				at,
			})),
		),
	);
	await insertRows(shop, "diary", orders.flatMap(diaryOf));
}

async function writeChats(
	shop: Shop,
	{ identities, conversations, chats, carts }: ReturnType<typeof drawChats>,
): Promise<void> {
	await insertRows(shop, "identity", identities);
	await insertRows(shop, "conversation", conversations);
	await insertRows(shop, "chat", chats);
	await insertRows(shop, "diary", carts);
}

async function explainOrders(shop: Shop, orders: readonly DemoOrder[]): Promise<void> {
	const outcomes = drawOutcomes(seeded("Почему"), orders);
	const firstId = 1;
	await insertRows(
		shop,
		"outcome",
		outcomes.map((outcome, place) => ({ ...outcome, id: firstId + place })),
	);
	await shop.db.written(OUTCOMES_ON, [firstId + outcomes.length]);
	await shop.db.written(REASONS_OF_ORDERS, []);
}

/** History tells flows nothing: they were not there. So it is written past `record`. */
function diaryOf({ row, path }: DemoOrder, place: number) {
	const order = { id: row.id, number: String(FIRST_NUMBER + place), total: row.total, currency: row.currency };
	return path.flatMap(({ to, at }) => {
		const entry = { customerId: row.customerId, actor: "system", at, data: { order: { ...order, state: to } } };
		if (to === "placed") return [{ ...entry, name: "order.created", stage: "checkout" }];
		const moved = { ...entry, name: `order.${to}`, stage: to === "delivered" ? "delivered" : "paid" };
		return to === "delivered" ? [moved, { ...entry, name: "order.paid", stage: "paid" }] : [moved];
	});
}

/** What lies there: a few days' demand, and what is set aside for orders under way. */
async function fillStock(
	shop: Shop,
	dice: Dice,
	{ variants, orders, now }: { variants: readonly DemoVariant[]; orders: readonly DemoOrder[]; now: Date },
): Promise<void> {
	const reserved = new Map<string, number>();
	for (const { row, lines } of orders)
		if (holdsStock(row.state))
			for (const { variantId, qty } of lines) reserved.set(variantId, (reserved.get(variantId) ?? 0) + qty);
	const counted = () => new Date(now.getTime() - dice.int(1, 48) * 3_600_000);
	await shop.db.stock.createMany({
		data: variants.flatMap(({ id, demand }) => {
			const aside = reserved.get(id) ?? 0;
			// Two or three things are always just sold out.
			const onShelf = dice.chance(0.04) ? 0 : Math.max(1, Math.round(demand * (1 + dice.next() * 2)));
			const shelf = {
				variantId: id,
				warehouseId: "shop",
				onHand: onShelf + aside,
				reserved: aside,
				countedAt: counted(),
			};
			const below = {
				variantId: id,
				warehouseId: "cellar",
				onHand: onShelf === 0 ? 0 : demand * dice.int(1, 4),
				countedAt: counted(),
			};
			return [{ ...shelf }, { ...below, reserved: 0 }];
		}),
	});
}

const OUTCOMES_ON = { name: "outcomes-on", text: "SELECT setval('outcome_id_seq', $1::int, false)" };
const REASONS_OF_ORDERS = {
	name: "reasons-of-orders",
	text: "UPDATE shop_order o SET reason = u.reason FROM outcome u WHERE u.order_id = o.id AND u.standing",
};
const FIRST_NUMBER = 1001;
const NUMBER_ON = { name: "number-on", text: "SELECT setval('shop_order_number_seq', $1::int, false)" };
