import { z } from "zod";
import {
	type CounterCardView,
	counterCard,
	counterGoods,
	counterGoodsQuery,
	sale,
	saleBody,
	visitBody,
} from "#admin/contract/counter.ts";
import { goodsByLetters } from "#core/catalogue/goods-by-letters.ts";
import { readCounterCard } from "#core/insights/read-counter-card.ts";
import { incentives } from "#core/offers/incentives.ts";
import { findVisit, openVisit } from "#core/orders/counter-visits.ts";
import { sellAtCounter } from "#core/orders/sell-at-counter.ts";
import { presentGoods } from "./answer-cards.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

const one = z.strictObject({ id: z.uuid() });
const serves = { act: "serve-counter" } as const;
/** Six digits and five minutes are little against a machine: nobody types more codes than this. */
const CODES_A_MINUTE = 20;

/** The cashier's one screen: a code becomes a card, and a sale an order. */
export function counterRoutes(server: Server, { shop, flowBook }: ServerParts): void {
	server.post(
		"/api/counter/visits",
		{
			config: { ...serves, rateLimit: { max: CODES_A_MINUTE } },
			schema: { body: visitBody, response: { 200: counterCard } },
		},
		async (request) => {
			const asker = askerOfRoute(request);
			const visit = await openVisit(shop, { code: request.body.code, memberId: asker.id });
			return present(visit, asker);
		},
	);

	server.get(
		"/api/counter/visits/:id",
		{ config: serves, schema: { params: one, response: { 200: counterCard } } },
		async (request) => {
			const asker = askerOfRoute(request);
			return present(await findVisit(shop, { visitId: request.params.id, memberId: asker.id }), asker);
		},
	);

	server.get(
		"/api/counter/goods",
		{ config: serves, schema: { querystring: counterGoodsQuery, response: { 200: counterGoods } } },
		async (request) => {
			const { language } = askerOfRoute(request);
			const goods = await goodsByLetters(shop, { letters: request.query.q, language });
			return { items: goods.map(presentGoods) };
		},
	);

	server.post(
		"/api/counter/visits/:id/sale",
		{ config: serves, schema: { params: one, body: saleBody, response: { 200: sale } } },
		async (request) => {
			const { id: memberId, language } = askerOfRoute(request);
			const sold = { visitId: request.params.id, memberId, language, ...request.body };
			const { reasons } = flowBook().settings;
			const { number, total, currency } = await sellAtCounter(shop, sold, { incentives, reasons });
			return { number, total: { minor: total, currency } };
		},
	);

	async function present(visit: { id: string; customerId: string }, { language }: Asker): Promise<CounterCardView> {
		const card = await readCounterCard(shop, { customerId: visit.customerId, language });
		const { firstName, lastName } = card.customer;
		return {
			visit: visit.id,
			// Never by the phone: whoever has no name here is nameless.
			name: [firstName, lastName].filter(Boolean).join(" "),
			orders: card.orders.map(({ number, createdAt, state, total, currency, lines }) => ({
				...{ number, state, at: createdAt.toISOString(), total: { minor: total, currency } },
				titles: lines.map(({ title, qty }) => (qty > 1 ? `${title} × ${qty}` : title)).join(", "),
			})),
			promise: card.promise && { text: card.promise.text, dueAt: card.promise.dueAt.toISOString() },
			offers: card.offers.map(({ goods, reason, times }) => ({ ...presentGoods(goods), reason, times })),
			discounts: card.coupons.map(({ id, title, until }) => ({ couponId: id, title, until: until.toISOString() })),
		};
	}
}
