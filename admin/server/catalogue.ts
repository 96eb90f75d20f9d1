import { z } from "zod";
import {
	type CatalogueRow,
	cataloguePage,
	catalogueQuery,
	categoryList,
	priceBody,
	priceEffect,
	priceListBody,
	priceListResult,
	priceQuery,
	shownBody,
	stockBody,
} from "#admin/contract/catalogue.ts";
import { correctStock } from "#core/catalogue/correct-stock.ts";
import { type CatalogueLine, listCatalogue } from "#core/catalogue/list-catalogue.ts";
import { applyPriceList, type PriceListPlan, planPriceList, STOCK_COLUMN } from "#core/catalogue/price-list.ts";
import { setPrice, showGoods } from "#core/catalogue/set-price.ts";
import { toMajor } from "#core/money.ts";
import { noteAudit } from "#core/note-audit.ts";
import { interestedCustomers } from "#core/orders/interested-customers.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { sendSheet } from "./send-sheet.ts";
import type { Server, ServerParts } from "./server.ts";

const one = z.strictObject({ id: z.uuid() });
const MOST_EXPORTED = 10_000;

/** Goods, prices and what lies where: looked through by all who sell, counted by whoever moves orders, priced by a lead. */
export function catalogueRoutes(server: Server, { shop, shopFacts: { currency } }: ServerParts): void {
	server.get(
		"/api/catalogue",
		{ config: { act: "read-orders" }, schema: { querystring: catalogueQuery, response: { 200: cataloguePage } } },
		async (request) => {
			const { after = "0", ...query } = request.query;
			const { language } = askerOfRoute(request);
			const { items, next } = await listCatalogue(shop, { ...query, after: Number(after), language });
			return { items: items.map(present), next: next === null ? null : String(next) };
		},
	);

	server.get(
		"/api/categories",
		{ config: { act: "read-orders" }, schema: { response: { 200: categoryList } } },
		async () => {
			const rows = await shop.db.category.findMany({ orderBy: [{ position: "asc" }, { id: "asc" }] });
			return { items: rows.map(({ id, title }) => ({ id, title })) };
		},
	);

	server.get(
		"/api/catalogue.csv",
		{ config: { act: "lead-team" }, schema: { response: { 200: z.string() } } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const { items } = await listCatalogue(shop, { limit: MOST_EXPORTED, language: asker.language });
			const places = items[0]?.stock.map(({ warehouse }) => warehouse) ?? [];
			await noteAudit(shop, {
				...{ actor: actorOf(asker), act: "catalogue.export", thing: "catalogue" },
				after: { rows: items.length },
			});
			return sendSheet(
				answer,
				"catalogue",
				["sku", "title", "price", ...places.map((place) => `${STOCK_COLUMN}${place}`)],
				items.map(({ sku, title, price, currency, stock }) => [
					...[sku, title, toMajor({ minor: price, currency })],
					...stock.map(({ onHand }) => onHand),
				]),
			);
		},
	);

	server.get(
		"/api/catalogue/:id/price-effect",
		{
			config: { act: "lead-team" },
			schema: { params: one, querystring: priceQuery, response: { 200: priceEffect } },
		},
		async (request) => {
			const variant = await shop.db.variant.findUnique({ where: { id: request.params.id } });
			if (!variant) throw new Refusal("not-found", "We do not have these goods.");
			const { price } = request.query;
			if (price < variant.price)
				return { change: "drop" as const, interested: (await interestedCustomers(shop, variant.id)).length };
			// Only a drop is news.
			return { change: price > variant.price ? ("rise" as const) : ("none" as const), interested: 0 };
		},
	);

	server.put(
		"/api/catalogue/:id/price",
		{ config: { act: "lead-team" }, schema: { params: one, body: priceBody, response: { 204: z.null() } } },
		async (request, answer) => {
			const actor = actorOf(askerOfRoute(request));
			await setPrice(shop, { variantId: request.params.id, price: request.body.price, actor });
			return answer.status(204).send(null);
		},
	);

	server.put(
		"/api/catalogue/:id/shown",
		{ config: { act: "lead-team" }, schema: { params: one, body: shownBody, response: { 204: z.null() } } },
		async (request, answer) => {
			const actor = actorOf(askerOfRoute(request));
			await showGoods(shop, { variantId: request.params.id, shown: request.body.shown, actor });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/catalogue/:id/stock",
		{ config: { act: "move-orders" }, schema: { params: one, body: stockBody, response: { 204: z.null() } } },
		async (request, answer) => {
			const { reason, ...deed } = request.body;
			const [variantId, actor] = [request.params.id, actorOf(askerOfRoute(request))];
			await refuseUnknown(shop, variantId, deed.deed === "carry" ? [deed.warehouse, deed.to] : [deed.warehouse]);
			await correctStock(shop, { variantId, deed, reason, actor });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/price-list",
		{ config: { act: "lead-team" }, schema: { body: priceListBody, response: { 200: priceListResult } } },
		async (request) => {
			const plan = await planPriceList(shop, request.body.sheet);
			// Counted before: whoever is interested in a drop does not depend on its having happened.
			const interested = await interestedIn(shop, plan);
			const { changes, refused } =
				request.body.as === "apply" ? await applyPriceList(shop, plan, actorOf(askerOfRoute(request))) : plan;
			return {
				...{ interested, currency, refused: [...refused] },
				changes: changes.map(({ variantId: _, ...change }) => change),
			};
		},
	);
}

function present(line: CatalogueLine): CatalogueRow {
	const { price, oldPrice, currency, pricedAt, stock, ...as } = line;
	return {
		...as,
		price: { minor: price, currency },
		oldPrice: oldPrice === null ? null : { minor: oldPrice, currency },
		pricedAt: pricedAt.toISOString(),
		stock: stock.map(({ countedAt, ...place }) => ({
			...place,
			countedAt: countedAt === null ? null : new Date(countedAt).toISOString(),
		})),
	};
}

function actorOf({ id }: Asker): `operator:${string}` {
	return `operator:${id}`;
}

async function refuseUnknown(shop: Shop, variantId: string, warehouses: readonly string[]): Promise<void> {
	const [variant, found] = await Promise.all([
		shop.db.variant.count({ where: { id: variantId } }),
		shop.db.warehouse.count({ where: { id: { in: [...warehouses] }, active: true } }),
	]);
	if (variant === 0) throw new Refusal("not-found", "We do not have these goods.");
	if (found < new Set(warehouses).size) throw new Refusal("not-found", "There is no such warehouse.");
}

/** Whom the drops of a list may concern, each once. */
async function interestedIn(shop: Shop, { changes }: PriceListPlan): Promise<number> {
	const drops = changes.filter(({ warehouse, was, now }) => warehouse === null && now < was);
	const people = new Set<string>();
	for (const { variantId } of drops) for (const id of await interestedCustomers(shop, variantId)) people.add(id);
	return people.size;
}
