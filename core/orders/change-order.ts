import type { Portion, Wish } from "#core/catalogue/allocate-stock.ts";
import { type FoundGoods, findGoods } from "#core/catalogue/find-goods.ts";
import { releaseStock } from "#core/catalogue/move-stock.ts";
import { outOfStock, reserveStock } from "#core/catalogue/reserve-stock.ts";
import { LOCK_STOCK } from "#core/catalogue/stock-sql.ts";
import { REFRESH_FIGURES } from "#core/customers/figures-sql.ts";
import type { Actor } from "#core/events.ts";
import { newId } from "#core/new-id.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { piecesOf } from "./create-order.ts";
import { deliveryFee } from "./delivery-fee.ts";
import type { Incentives } from "./incentives.ts";
import { lockOrder } from "./move-order.ts";
import { orderFact } from "./order-fact.ts";
import { type DeliveryKind, mayBeChanged, stateTitle } from "./order-states.ts";
import type { Destination } from "./quote-delivery.ts";
import { freeSlot, takeSlot } from "./take-slot.ts";

/** What an order shall be from now on: all of it, not only what differs. */
export type OrderTerms = {
	readonly lines: readonly Wish[];
	readonly delivery: DeliveryKind;
	/** For a courier. */
	readonly address?: Destination;
	readonly slotId?: string;
	readonly warehouseId?: string;
	readonly note?: string;
};

type Change = OrderTerms & {
	readonly orderId: string;
	/** The order as whoever changes it has seen it. */
	readonly changedAt: Date;
	readonly actor: Actor;
	readonly language: string;
};

/**
 * Changes an order that nobody has packed: what it held and holds no more goes back to the shelf, what is new is set aside,
 * all or nothing. What was ordered keeps its price, what is added costs what it costs now. Told twice it is changed once.
 * Locks go the same way round as when an order is made: customer, order, stock by id, slots by id.
 */
export async function changeOrder(shop: Shop, change: Change, incentives: Incentives): Promise<void> {
	await shop.atomically(async (inside) => {
		const order = await lockOrder(inside, change.orderId);
		const before = seenTerms(order);
		if (JSON.stringify(before) === JSON.stringify(seenWish(change))) return;
		refuseChange(order, change);
		const lines = await linesOf(inside, order, change);
		const sums = await sumsOf(inside, { order, change, lines, incentives });
		const slot = await moveSlot(inside, order.slotId, change);
		await inside.db.orderLine.deleteMany({ where: { orderId: order.id, variantId: { not: null } } });
		const changed = await inside.db.order.update({
			where: { id: order.id },
			data: {
				...sums,
				delivery: change.delivery,
				...newAddress(order, change),
				...(slot && { slotId: slot.id, dueFrom: slot.startsAt, dueTo: slot.endsAt }),
				warehouseId: change.warehouseId ?? null,
				note: change.note?.trim() || null,
				changedAt: inside.now(),
				lines: { create: lines.filter(({ variantId }) => variantId !== null) },
			},
		});
		if (change.delivery === "pickup") await inside.db.written(NO_ADDRESS, [order.id]);
		if (order.payment === "invoice" && changed.total !== order.total)
			await inside.later("bill-order", { orderId: order.id });
		await inside.db.written(REFRESH_FIGURES, [JSON.stringify([order.customerId])]);
		await tell(inside, change, { before: { ...before, total: order.total }, changed });
	});
}

type Reckoned = {
	readonly order: LockedOrder;
	readonly change: Change;
	readonly lines: readonly Line[];
	readonly incentives: Incentives;
};

/** What the goods cost now, what bringing them does, and what the order's coupon takes off. */
async function sumsOf(inside: Shop, { order, change, lines, incentives }: Reckoned) {
	const goodsTotal = lines.reduce((sum, line) => sum + line.sum, 0);
	const fee = await deliveryFee(inside, change, goodsTotal);
	const { customerId, currency, couponId } = order;
	const basis = { customerId, currency, goodsTotal, deliveryFee: fee, orderId: order.id };
	const reduction = couponId ? await incentives.reckon(inside, { couponId, ...basis }) : null;
	const discount = reduction?.discount ?? 0;
	return { goodsTotal, deliveryFee: fee, discount, total: goodsTotal + fee - discount };
}

/** To the audit what was and what is; to the diary, and so to the flow that tells the customer, the order. */
async function tell(
	shop: Shop,
	change: Change,
	{ before, changed }: { before: object; changed: Parameters<typeof orderFact>[0] & { customerId: string } },
): Promise<void> {
	const { actor } = change;
	const after = { ...seenWish(change), total: changed.total };
	await noteAudit(shop, { actor, act: "order.change", thing: `order:${changed.id}`, before, after });
	await shop.record({
		...{ name: "order.changed", customerId: changed.customerId, actor, stage: "checkout" },
		data: { order: orderFact(changed) },
	});
}

type LockedOrder = Awaited<ReturnType<typeof lockOrder>>;

function refuseChange(order: LockedOrder, { changedAt }: Change): void {
	if (!mayBeChanged(order.state))
		throw new Refusal("not-allowed", `Заказ № ${order.number} сейчас «${stateTitle(order, "ru")}», менять его поздно.`);
	if (order.paidAt) throw new Refusal("not-allowed", `Заказ № ${order.number} оплачен: отмените его и оформите новый.`);
	if (order.changedAt.getTime() !== changedAt.getTime())
		throw new Refusal("stale", `Заказ № ${order.number} изменили без вас, посмотрите ещё раз.`);
}

type Line = {
	readonly id: string;
	readonly variantId: string | null;
	readonly sku: string | null;
	readonly title: string;
	readonly qty: number;
	readonly price: number;
	readonly sum: number;
	readonly warehouseId: string | null;
};

/** The order's lines from now on; gifts, and imported goods that we do not know, stay as they are. */
async function linesOf(shop: Shop, order: LockedOrder, change: Change): Promise<Line[]> {
	const wanted = new Map(piecesOf(change.lines).map(({ variantId, qty }) => [variantId, qty]));
	const held = order.lines.filter(({ variantId }) => variantId !== null);
	const ids = [...new Set([...wanted.keys(), ...held.flatMap(({ variantId }) => variantId ?? [])])];
	await shop.db.written(LOCK_STOCK, [JSON.stringify(ids)]);
	const { kept, released } = divide(held, wanted);
	const more = [...wanted].flatMap(([variantId, qty]) => {
		const has = kept.filter((line) => line.variantId === variantId).reduce((sum, line) => sum + line.qty, 0);
		return qty > has ? [{ variantId, qty: qty - has }] : [];
	});
	const added = await addedLines(shop, more, change);
	await releaseStock(shop, released);
	const others = order.lines.filter(({ variantId }) => variantId === null);
	return [...kept, ...added, ...others].map(({ id, variantId, sku, title, qty, price, warehouseId }) => {
		// Rows of goods are written anew.
		return { id: variantId ? newId(shop.now()) : id, variantId, sku, title, qty, price, sum: qty * price, warehouseId };
	});
}

/** What stays of what the order holds, and what goes back to which shelf. */
function divide(held: LockedOrder["lines"], wanted: ReadonlyMap<string, number>) {
	const left = new Map(wanted);
	const released: Portion[] = [];
	const kept = held.flatMap((line) => {
		const { variantId, warehouseId, qty } = line;
		if (!variantId) return [];
		const stays = Math.min(qty, left.get(variantId) ?? 0);
		left.set(variantId, (left.get(variantId) ?? 0) - stays);
		if (qty > stays && warehouseId) released.push({ variantId, warehouseId, qty: qty - stays });
		return stays > 0 ? [{ ...line, qty: stays }] : [];
	});
	return { kept, released };
}

async function addedLines(shop: Shop, wishes: readonly Wish[], { language, warehouseId }: Change) {
	if (wishes.length === 0) return [];
	const goods = await findGoods(shop, { ids: wishes.map(({ variantId }) => variantId), language });
	if (goods.length < wishes.length) throw new Refusal("not-found", "Такого товара нет.");
	const gone = goods.filter(({ active }) => !active).map(({ id }) => ({ variantId: id, left: 0 }));
	if (gone.length > 0) throw await outOfStock(shop, gone, language);
	const first = warehouseId ? { first: warehouseId } : {};
	const portions = await reserveStock(shop, { wishes, language, ...first });
	return portions.map((portion) => ({ id: "", ...portion, ...named(goods, portion.variantId) }));
}

function named(goods: readonly FoundGoods[], variantId: string) {
	const found = goods.find(({ id }) => id === variantId);
	if (!found) throw new Error(`the goods are gone between two lines: ${variantId}`);
	return { sku: found.sku, title: found.title, price: found.price };
}

/** Gives one place back and takes another, the smaller id first: two who swap their times do not wait for each other. */
async function moveSlot(shop: Shop, before: string | null, { slotId, delivery, language }: Change) {
	if ((slotId ?? null) === before) return null;
	if (!slotId) {
		if (before) await freeSlot(shop, before);
		return { id: null, startsAt: null, endsAt: null };
	}
	if (before && before < slotId) await freeSlot(shop, before);
	const taken = await takeSlot(shop, { id: slotId, delivery, language });
	if (before && before > slotId) await freeSlot(shop, before);
	return taken;
}

/** Terms in the form in which two of them are compared and the audit shows them. */
function seenTerms(order: LockedOrder) {
	const lines = order.lines.flatMap(({ variantId, qty }) => (variantId ? [{ variantId, qty }] : []));
	return terms({
		lines,
		delivery: order.delivery,
		address: addressText(order.address),
		slotId: order.slotId,
		warehouseId: order.warehouseId,
		note: order.note,
	});
}

function seenWish({ lines, delivery, address, slotId, warehouseId, note }: Change) {
	return terms({ lines, delivery, address: address?.text, slotId, warehouseId, note });
}

function terms(given: {
	lines: readonly Wish[];
	delivery: string;
	address: string | null | undefined;
	slotId: string | null | undefined;
	warehouseId: string | null | undefined;
	note: string | null | undefined;
}) {
	return {
		lines: piecesOf(given.lines).sort((one, other) => (one.variantId < other.variantId ? -1 : 1)),
		delivery: given.delivery,
		address: given.delivery === "courier" ? (given.address ?? null) : null,
		slotId: given.slotId ?? null,
		warehouseId: given.warehouseId ?? null,
		note: given.note?.trim() || null,
	};
}

/** The same words keep the point on the map that the phone sent with them. */
function newAddress(order: LockedOrder, { delivery, address }: Change) {
	return delivery === "courier" && address && addressText(order.address) !== address.text ? { address } : {};
}

function addressText(stored: unknown): string | null {
	if (typeof stored !== "object" || stored === null || !("text" in stored)) return null;
	return typeof stored.text === "string" ? stored.text : null;
}

const NO_ADDRESS = { name: "order-no-address", text: "UPDATE shop_order SET address = NULL WHERE id = $1::uuid" };
