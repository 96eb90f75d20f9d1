import { z } from "zod";
import {
	movedOrders,
	type OrderFilterView,
	type OrderView,
	orderChoices,
	orderFilter,
	orderMove,
	orderMoves,
	orderPage,
	orderQuery,
	orderSteps,
} from "#admin/contract/orders.ts";
import { inLanguage } from "#core/in-language.ts";
import { toMajor } from "#core/money.ts";
import { noteAudit } from "#core/note-audit.ts";
import { eachOrder } from "#core/orders/each-order.ts";
import { listOrders } from "#core/orders/list-orders.ts";
import type { Move } from "#core/orders/move-order.ts";
import { isLate, type OrderFilter } from "#core/orders/order-filter.ts";
import { nextStates, resultOf, stateTitle } from "#core/orders/order-states.ts";
import { namedReason } from "#core/orders/reasons.ts";
import { stepBack } from "#core/orders/step-back.ts";
import type { Shop } from "#core/shop.ts";
import { valuesInUse } from "#core/values-in-use.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";
import { memberNames } from "./member-names.ts";
import { sendSheet } from "./send-sheet.ts";
import type { Server, ServerParts } from "./server.ts";
import { dayOfShop } from "./shop-days.ts";

/** `moveOrder` of core/orders with the shop's incentives; built in main.ts. */
export type MoveOrder = (move: Move) => Promise<void>;

/** Rows of one export: more is a matter for the terminal. */
const MOST_EXPORTED = 20_000;

/** The orders: the board and the table, a handful moved at once, the list as a file. */
export function orderRoutes(server: Server, { shop, moveOrder, flowBook, shopFacts }: ServerParts): void {
	const reasonsOf = () => flowBook().settings.reasons;
	const present = async (asker: Asker) => {
		const titles = new Map(reasonsOf().map(({ id, title }) => [id, title]));
		const [names, warehouses] = await Promise.all([memberNames(shop), shop.db.warehouse.findMany()]);
		const places = new Map(warehouses.map(({ id, title }) => [id, title]));
		const reader = { asker, names, titles, places, now: shop.now() };
		return (row: Row) => presentOrder(row, reader);
	};

	server.get(
		"/api/orders",
		{ config: { act: "read-orders" }, schema: { querystring: orderQuery, response: { 200: orderPage } } },
		async (request) => {
			const { after, limit, ...filter } = request.query;
			const { items, next } = await listOrders(shop, { ...meant(filter, shopFacts.zone), after, limit });
			return { items: items.map(await present(askerOfRoute(request))), next };
		},
	);

	server.get(
		"/api/order-choices",
		{ config: { act: "read-orders" }, schema: { response: { 200: orderChoices } } },
		async (request) => {
			const [channels, warehouses, tags] = await Promise.all([
				valuesInUse(shop, "order-channels"),
				shop.db.warehouse.findMany({ where: { active: true }, orderBy: { position: "asc" } }),
				askerOfRoute(request).can("read-customers") ? valuesInUse(shop, "tags") : [],
			]);
			return {
				channels,
				warehouses: warehouses.map(({ id, title }) => ({ id, title })),
				tags,
			};
		},
	);

	server.get(
		"/api/orders.csv",
		{ config: { act: "lead-team" }, schema: { querystring: orderFilter, response: { 200: z.string() } } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const rows = await allOf(shop, meant(request.query, shopFacts.zone));
			await noteAudit(shop, {
				actor: `operator:${asker.id}`,
				act: "orders.export",
				thing: "orders",
				after: { ...request.query, rows: rows.length },
			});
			return sendSheet(answer, "orders", inLanguage(asker.language, HEADERS), rows.map(sheetRow(asker)));
		},
	);

	server.post(
		"/api/orders/:id/state",
		{
			config: { act: "move-orders" },
			schema: { params: z.strictObject({ id: z.uuid() }), body: orderMove, response: { 204: z.null() } },
		},
		async (request, answer) => {
			await moveOrder({ orderId: request.params.id, ...move(request.body, askerOfRoute(request)) });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/order-states",
		{ config: { act: "move-orders" }, schema: { body: orderMoves, response: { 200: movedOrders } } },
		async (request) => {
			const { ids, ...wanted } = request.body;
			const how = move(wanted, askerOfRoute(request));
			return mutable(await eachOrder(shop, ids, (orderId) => moveOrder({ orderId, ...how })));
		},
	);

	server.post(
		"/api/order-steps-back",
		{ config: { act: "move-orders" }, schema: { body: orderSteps, response: { 200: movedOrders } } },
		async (request) => {
			const { id, language } = askerOfRoute(request);
			const by = { actor: `operator:${id}`, language } as const;
			return mutable(await eachOrder(shop, request.body.ids, (orderId) => stepBack(shop, { orderId, ...by })));
		},
	);

	/** A step of staff; giving an order up names a reason of the list. */
	function move({ to, reason, note }: z.infer<typeof orderMove>, asker: Asker): Omit<Move, "orderId"> {
		if (reason || resultOf(to) === "lost") namedReason(reasonsOf(), { reason, note, kind: resultOf(to) ?? "lost" });
		const by = { actor: `operator:${asker.id}`, language: asker.language } as const;
		return { to, ...by, ...(reason && { reason }), ...(note && { note }) };
	}
}

/** The filter with the shop's days as instants. */
function meant({ from, until, due, slot, warehouse, ...as }: OrderFilterView, zone: string): OrderFilter {
	return {
		...as,
		from: dayOfShop(from, zone),
		until: dayOfShop(until, zone, 1),
		dueFrom: dayOfShop(due, zone),
		dueUntil: dayOfShop(due, zone, 1),
		slotId: slot,
		warehouseId: warehouse,
	};
}

async function allOf(shop: Shop, filter: OrderFilter): Promise<Row[]> {
	const rows: Row[] = [];
	let after: string | undefined;
	do {
		const { items, next } = await listOrders(shop, { ...filter, after, limit: 500 });
		rows.push(...items);
		after = next ?? undefined;
	} while (after !== undefined && rows.length < MOST_EXPORTED);
	return rows;
}

const HEADERS = {
	ru: [
		...[
			"Номер",
			"Создан",
			"Состояние",
			"Клиент",
			"Сумма",
			"Валюта",
			"Оплачен",
			"Доставка",
			"Адрес",
			"К какому времени",
		],
		...["Канал", "Состав", "Заметка"],
	],
	en: [
		...["Number", "Made", "State", "Customer", "Total", "Currency", "Paid", "Delivery", "Address", "Due"],
		...["Channel", "Goods", "Note"],
	],
};

function sheetRow(asker: Asker): (row: Row) => (string | number)[] {
	return (row) => [
		...[row.number, row.createdAt.toISOString(), stateTitle(row, asker.language), nameFor(asker, row.customer)],
		...[toMajor({ minor: row.total, currency: row.currency }), row.currency, row.paidAt?.toISOString() ?? ""],
		...[
			row.delivery,
			maskPhones(address.safeParse(row.address).data?.text ?? "", asker),
			row.dueFrom?.toISOString() ?? "",
		],
		...[row.channel ?? "", row.lines.map(({ title, qty }) => `${title} × ${qty}`).join("; ")],
		maskPhones(row.note ?? "", asker),
	];
}

/** The contract's lists are not read-only. */
function mutable({ done, refused }: Awaited<ReturnType<typeof eachOrder>>) {
	return { done: [...done], refused: [...refused] };
}

type Row = Awaited<ReturnType<typeof listOrders>>["items"][number];

const address = z.object({ text: z.string() });

type Reader = {
	readonly asker: Asker;
	readonly names: ReadonlyMap<string, string>;
	/** Of reasons, as their file calls them. */
	readonly titles: ReadonlyMap<string, string>;
	/** Of warehouses. */
	readonly places: ReadonlyMap<string, string>;
	readonly now: Date;
};

function presentOrder(row: Row, { asker, names, titles, places, now }: Reader): OrderView {
	const money = (minor: number) => ({ minor, currency: row.currency });
	return {
		id: row.id,
		number: row.number,
		state: row.state,
		next: [...nextStates(row)],
		customer: { id: row.customer.id, name: nameFor(asker, row.customer) },
		conversationId: row.conversationId,
		total: money(row.total),
		goodsTotal: money(row.goodsTotal),
		deliveryFee: money(row.deliveryFee),
		discount: money(row.discount),
		delivery: row.delivery,
		address: address.safeParse(row.address).data?.text ?? null,
		dueFrom: row.dueFrom?.toISOString() ?? null,
		dueTo: row.dueTo?.toISOString() ?? null,
		payment: row.payment,
		paidAt: row.paidAt?.toISOString() ?? null,
		note: row.note,
		channel: row.channel,
		warehouse: row.warehouseId,
		slotId: row.slotId,
		tags: row.customer.tags.map(({ tag }) => tag),
		late: isLate(row, now),
		createdAt: row.createdAt.toISOString(),
		lines: row.lines.map((line) => ({
			title: line.title,
			qty: line.qty,
			sum: money(line.sum),
			warehouse: line.warehouseId && (places.get(line.warehouseId) ?? line.warehouseId),
		})),
		changes: row.changes.map((change) => ({
			from: change.from,
			to: change.to,
			actor: change.actor,
			actorName: names.get(change.actor.replace(/^operator:/, "")) ?? null,
			reason: change.reason && (titles.get(change.reason) ?? change.reason),
			at: change.at.toISOString(),
		})),
	};
}
