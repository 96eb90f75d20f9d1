import { z } from "zod";
import { type AnswerCardView, answerCardBody, answerCardQuery, answerCards } from "#admin/contract/answer-cards.ts";
import { type AnswerCard, findAnswerCards, isStale } from "#core/catalogue/answer-card.ts";
import { answerText } from "#core/catalogue/answer-text.ts";
import type { Goods } from "#core/catalogue/goods.ts";
import { sendAnswerCard } from "#core/conversations/send-answer-card.ts";
import type { Shop } from "#core/shop.ts";
import { askerOfRoute } from "./guard.ts";
import { refuseForeignTeam } from "./refuse-foreign-team.ts";
import type { Server, ServerParts } from "./server.ts";
import { staffOf } from "./staff-of.ts";

/** What staff look up while a customer waits, and its way to the customer. */
export function answerCardRoutes(server: Server, { shop, staffTurn }: ServerParts): void {
	server.get(
		"/api/answer-cards",
		{ config: { act: "read-conversations" }, schema: { querystring: answerCardQuery, response: { 200: answerCards } } },
		async (request) => {
			const { q, conversation } = request.query;
			const language = conversation ? await languageIn(shop, conversation) : askerOfRoute(request).language;
			const cards = await findAnswerCards(shop, { letters: q, language });
			return { items: cards.map((card) => presentCard(card, language)) };
		},
	);

	server.post(
		"/api/conversations/:id/answer-cards",
		{
			config: { act: "write-to-customers" },
			schema: { params: z.strictObject({ id: z.uuid() }), body: answerCardBody, response: { 204: z.null() } },
		},
		async (request, answer) => {
			const conversationId = request.params.id;
			await refuseForeignTeam(shop, askerOfRoute(request), conversationId);
			const { checkBy, ...body } = request.body;
			const due = checkBy ? { checkBy: new Date(checkBy) } : {};
			await sendAnswerCard(staffTurn, { conversationId, staff: staffOf(request), ...body, ...due });
			return answer.status(204).send(null);
		},
	);
}

/** The language that the customer of a conversation reads. */
async function languageIn(shop: Shop, conversationId: string): Promise<string> {
	const conversation = await shop.db.conversation.findUnique({
		where: { id: conversationId },
		select: { customer: { select: { language: true } } },
	});
	return conversation?.customer.language ?? "ru";
}

function presentCard(card: AnswerCard, language: string): AnswerCardView {
	const { goods, pricedAt, shelves, answer, substitutes } = card;
	return {
		...presentGoods(goods),
		sku: goods.sku,
		photo: goods.photo,
		oldPrice: goods.oldPrice === null ? null : { minor: goods.oldPrice, currency: goods.currency },
		pricedAt: pricedAt.toISOString(),
		shelves: shelves.map((shelf) => ({
			warehouse: shelf.warehouse,
			free: shelf.free,
			countedAt: shelf.countedAt.toISOString(),
			ageHours: shelf.ageHours,
			stale: isStale(shelf),
			leadDays: shelf.leadDays,
			leadToldAt: shelf.leadToldAt?.toISOString() ?? null,
		})),
		answer,
		substitutes: substitutes.map(presentGoods),
		text: answerText(card, language),
	};
}

/** Goods as the pickers of screens show them. */
export function presentGoods({ id, title, price, currency, stock, unit }: Goods) {
	return { variantId: id, title, price: { minor: price, currency }, stock, unit };
}
