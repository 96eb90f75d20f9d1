import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { unmetList, unmetQuery, unmetSubscribed, unmetSubscription } from "#admin/contract/unmet-demand.ts";
import { listDemand } from "#core/catalogue/list-demand.ts";
import { subscribeAskers } from "#core/catalogue/subscribe-askers.ts";
import { inLanguage } from "#core/in-language.ts";
import { askerOfRoute } from "./guard.ts";
import { nameFor } from "./mask-phones.ts";
import type { Server, ServerParts } from "./server.ts";

/** What customers asked for and did not get: the buyer's weekly list. */
export function unmetDemandRoutes(server: Server, { shop }: ServerParts): void {
	server.get(
		"/api/unmet-demand",
		{ config: { act: "read-orders" }, schema: { querystring: unmetQuery, response: { 200: unmetList } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const rows = await listDemand(shop, { days: request.query.days, language: asker.language });
			const ids = [...new Set(rows.flatMap(({ customerIds }) => customerIds))];
			const people = await shop.db.customer.findMany({ where: { id: { in: ids } } });
			const names = new Map(people.map((person) => [person.id, nameFor(asker, person)]));
			return {
				items: rows.map(({ customerIds, words, lastAt, ...row }) => ({
					...row,
					words: [...new Set(words ?? [])],
					people: customerIds.map((id) => ({ id, name: names.get(id) ?? "" })),
					lastAt: lastAt.toISOString(),
				})),
			};
		},
	);

	server.get(
		"/api/unmet-demand.csv",
		{ config: { act: "read-orders" }, schema: { querystring: unmetQuery, response: { 200: z.string() } } },
		async (request, answer) => {
			const { language } = askerOfRoute(request);
			const rows = await listDemand(shop, { days: request.query.days, language });
			// Words are the customers' own: a cell that begins like a formula must not become one.
			const sheet = stringify(
				rows.map((row) => [
					...[row.title, row.size, row.warehouse, row.customers, row.times, row.fresh, row.stock],
					[...new Set(row.words ?? [])].join("; "),
					row.lastAt.toISOString().slice(0, 10),
				]),
				{ header: true, columns: inLanguage(language, HEADERS), escape_formulas: true, bom: true },
			);
			return answer
				.type("text/csv; charset=utf-8")
				.header("content-disposition", 'attachment; filename="unmet-demand.csv"')
				.send(sheet);
		},
	);

	server.post(
		"/api/unmet-demand/subscriptions",
		{
			config: { act: "move-orders" },
			schema: { body: unmetSubscription, response: { 200: unmetSubscribed } },
		},
		async (request) => ({ subscribed: await subscribeAskers(shop, request.body) }),
	);
}

const HEADERS = {
	ru: ["Товар", "Размер", "Склад", "Клиентов", "Раз", "За неделю", "Есть сейчас", "Слова", "Последний раз"],
	en: ["Goods", "Size", "Warehouse", "Customers", "Times", "Within a week", "In stock now", "Words", "Last asked"],
};
