import type { Pool } from "pg";
import { type CustomerFilter, listCustomers } from "#core/customers/list-customers.ts";
import { readCustomerCard, readTimeline } from "#core/customers/read-customer-card.ts";
import { keepEpisodes } from "#core/insights/keep-episodes.ts";
import { BEHIND, listBehind } from "#core/insights/list-behind.ts";
import { lastDays } from "#core/insights/period.ts";
import { readDays } from "#core/insights/read-days.ts";
import {
	readFlows,
	readHeat,
	readMeasures,
	readMembers,
	readSales,
	readTeams,
	readWaiting,
} from "#core/insights/read-measures.ts";
import { listOrders } from "#core/orders/list-orders.ts";
import type { OrderFilter } from "#core/orders/order-filter.ts";
import { ORDER_STATES } from "#core/orders/order-states.ts";
import type { Shop } from "#core/shop.ts";
import { type AuditFilter, listAudit } from "#core/team/list-audit.ts";
import { valuesInUse } from "#core/values-in-use.ts";
import { newestEntryId, readEntries } from "#core/webhooks/read-entries.ts";
import { MEASURES } from "./big-shop.ts";
import type { Ask } from "./inbox-asks.ts";

const DAY = 86_400_000;
const ZONE = "Europe/Moscow";

/** Customers, orders, reports of a month, the audit, and the stream for programs. */
export async function dealingAsks(pool: Pool): Promise<readonly Ask[]> {
	return [
		...(await customerAsks(pool)),
		...(await orderAsks(pool)),
		...reportAsks(),
		...(await auditAsks(pool)),
		["events: the next of a million", stream],
	];
}

async function customerAsks(pool: Pool): Promise<Ask[]> {
	const busiest = await one<{ id: string; middle: string }>(
		pool,
		`SELECT customer_id AS id, (array_agg(id ORDER BY id))[count(*) / 2]::text AS middle FROM diary
			GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
	);
	const quiet = await one<{ id: string }>(pool, "SELECT id FROM customer ORDER BY id LIMIT 1");
	const far = await one<{ id: string }>(
		pool,
		"SELECT id FROM customer ORDER BY id DESC OFFSET (SELECT count(*) / 8 FROM customer) LIMIT 1",
	);
	const month = new Date(Date.now() - 30 * DAY);
	return [
		["card: the busiest customer", (asked) => readCustomerCard(asked, busiest.id)],
		["card: one who never wrote", (asked) => readCustomerCard(asked, quiet.id)],
		["card: older lines", (asked) => readTimeline(asked, { customerId: busiest.id, before: BigInt(busiest.middle) })],
		[
			"customers: what there is to choose from",
			(asked) => Promise.all([valuesInUse(asked, "channels"), valuesInUse(asked, "tags")]),
		],
		list("all", {}),
		["customers: 500th page", (asked) => listCustomers(asked, { after: far.id })],
		list("of a tag", { tag: "розница" }),
		list("of a rare tag", { tag: "vip" }),
		list("of no such tag", { tag: "нет такой" }),
		list("of a channel", { channel: "whatsapp" }),
		list("of a rare channel", { channel: "console" }),
		list("who take advertising", { consent: "given" }),
		list("who take none", { consent: "none" }),
		list("ordered since", { orderedSince: new Date(Date.now() - DAY) }),
		list("quiet since", { quietSince: month }),
		list("spent much", { spent: 1_000_000 }),
		list("spent more than anybody", { spent: 1_000_000_000 }),
		list("of a segment", { segment: "many" }),
		list("of a rare segment", { segment: "few" }),
		list("by name", { search: "Рокоссовский" }),
		list("by a name that many have", { search: "Анна" }),
		list("by both names", { search: "Анна Смирнов" }),
		list("by two letters", { search: "ро" }),
		list("by name and tag", { search: "Анна", tag: "vip" }),
		list("by phone", { search: "8 900 371 27 09" }),
		list("by the end of a phone", { search: "2709" }),
		list("by the number of an order", { search: "№ 4711" }),
		list("by nothing known", { search: "абракадабра" }),
	];

	function list(name: string, filter: CustomerFilter): Ask {
		return [`customers: ${name}`, (asked) => listCustomers(asked, filter)];
	}
}

async function orderAsks(pool: Pool): Promise<Ask[]> {
	const slot = await one<{ id: string }>(
		pool,
		"SELECT slot_id AS id FROM shop_order WHERE slot_id IS NOT NULL LIMIT 1",
	);
	const far = await one<{ number: number }>(pool, "SELECT max(number) - count(*)::int / 12 AS number FROM shop_order");
	const today = new Date(Date.now() - DAY);
	return [
		list("all, as the board shows them", { limit: 200 }),
		list("500th page", { after: String(far.number) }),
		...ORDER_STATES.map((state) => list(state, { state })),
		list("of a day half a year ago", {
			from: new Date(Date.now() - 180 * DAY),
			until: new Date(Date.now() - 179 * DAY),
		}),
		list("due on a day", { dueFrom: today, dueUntil: new Date() }),
		list("due half a year ago", {
			dueFrom: new Date(Date.now() - 180 * DAY),
			dueUntil: new Date(Date.now() - 179 * DAY),
		}),
		list("of a slot", { slotId: slot.id }),
		list("of a warehouse", { warehouseId: "main" }),
		list("of a rare warehouse", { warehouseId: "attic" }),
		list("of a channel", { channel: "whatsapp" }),
		list("of a rare channel", { channel: "console" }),
		list("of a tag", { tag: "розница" }),
		list("of a rare tag", { tag: "vip" }),
		list("that want money", { wants: "money" }),
		list("that are late", { wants: "late" }),
		list("that want packing", { wants: "packing" }),
		list("by number", { search: "№ 4711" }),
		list("by phone", { search: "+7 900 371-27-09" }),
		list("by the end of a phone", { search: "2709" }),
		list("by name", { search: "Рокоссовский" }),
		list("by a name that many have", { search: "анна" }),
		list("by goods that many buy", { search: "наполеон" }),
		list("by goods that few buy", { search: "самовар" }),
		list("by two letters", { search: "ко" }),
		list("by goods, and cancelled", { search: "самовар", state: "cancelled" }),
		list("by nothing known", { search: "абракадабра" }),
		["orders: what there is to choose from", (asked) => valuesInUse(asked, "order-channels")],
		["orders: 20,000 for a file *", (asked) => exported(asked)],
	];

	function list(name: string, filter: OrderFilter & { after?: string; limit?: number }): Ask {
		return [`orders: ${name}`, (asked) => listOrders(asked, filter)];
	}
}

/** As the sheet is made: by pages. */
async function exported(shop: Shop): Promise<void> {
	let after: string | undefined;
	for (let page = 0; page < 40; page++) {
		after = (await listOrders(shop, { after, limit: 500 })).next ?? undefined;
		if (after === undefined) break;
	}
}

function reportAsks(): Ask[] {
	const period = lastDays(new Date(), 30, ZONE);
	const reports: Ask[] = [
		["reports: what has changed in an hour", countHour],
		["reports: measures", (asked) => readMeasures(asked, period)],
		["reports: sales", (asked) => readSales(asked, period)],
		["reports: waiting", (asked) => readWaiting(asked)],
		["reports: teams", (asked) => readTeams(asked, period)],
		["reports: members", (asked) => readMembers(asked, period)],
		["reports: flows", (asked) => readFlows(asked, period)],
		["reports: heat", (asked) => readHeat(asked, period)],
		["reports: days", (asked) => readDays(asked, { period, zone: ZONE })],
	];
	return [
		...reports,
		...BEHIND.map(
			(name): Ask => [`reports: behind ${name}`, (asked) => listBehind(asked, { name, period, limit: 201 })],
		),
	];
}

/** What a report does first, where nobody has looked for an hour: the latest of the shop, and its longest thread among them. */
async function countHour(shop: Shop): Promise<void> {
	await shop.db.written(HOUR_BACK, []);
	await keepEpisodes(shop, MEASURES);
}

const HOUR_BACK = {
	name: "bench-hour-back",
	text: `UPDATE setting SET value = to_jsonb((SELECT max(created_at) FROM message) - interval '45 minutes')
		WHERE key = 'episodes-counted'`,
};

async function auditAsks(pool: Pool): Promise<Ask[]> {
	const far = await one<{ id: string }>(pool, "SELECT (max(id) * 39 / 40)::text AS id FROM audit");
	const customer = await one<{ id: string }>(pool, "SELECT id FROM customer ORDER BY id LIMIT 1");
	return [
		list("all", {}),
		list("500th page", { after: BigInt(far.id) }),
		list("of a member", { by: "member-1" }),
		list("of a member who does little", { by: "member-9" }),
		list("of somebody unknown", { by: "nobody" }),
		list("an act", { act: "customer" }),
		list("a rare act", { act: "customers.erase" }),
		list("no such act", { act: "flows.apply" }),
		list("a customer", { thing: customer.id }),
		list("a kind", { thing: "order" }),
		list("no such thing", { thing: "nobody" }),
		list("of a day", { from: new Date(Date.now() - 100 * DAY), until: new Date(Date.now() - 99 * DAY) }),
		list("of a day, a rare act", {
			act: "customers.erase",
			from: new Date(Date.now() - 100 * DAY),
			until: new Date(Date.now() - 99 * DAY),
		}),
	];

	function list(name: string, filter: Omit<AuditFilter, "limit">): Ask {
		return [`audit: ${name}`, (asked) => listAudit(asked, { ...filter, limit: 50 })];
	}
}

/** What a program asks for that was away for long. */
async function stream(shop: Shop): Promise<void> {
	const upTo = await newestEntryId(shop);
	await readEntries(shop, { after: upTo - 1_000_000n, upTo, limit: 500 });
}

async function one<Row extends object>(pool: Pool, text: string): Promise<Row> {
	const { rows } = await pool.query<Row>(text);
	if (!rows[0]) throw new Error(`Nothing was found: ${text}`);
	return rows[0];
}
