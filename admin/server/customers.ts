import { z } from "zod";
import { type CustomerCardView, customerCard, customerPage, customerQuery } from "#admin/contract/customers.ts";
import { listCustomers } from "#core/customers/list-customers.ts";
import { type CustomerCard, readCustomerCard } from "#core/customers/read-customer-card.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";
import { noteSight } from "./note-sight.ts";
import type { Server, ServerParts } from "./server.ts";

/** Where a message of ours would go now, and why, in a sentence of the reader's language. */
export type PreferredChannelOf = (
	customerId: string,
	language: string,
) => Promise<{ channel: string | null; why: string }>;

/** Who the customers are: the list, and the card of one. */
export function customerRoutes(server: Server, { shop, shopFacts, preferredChannel }: ServerParts): void {
	const money = (minor: number | bigint) => ({ minor: Number(minor), currency: shopFacts.currency });

	server.get(
		"/api/customers",
		{ config: { act: "read-customers" }, schema: { querystring: customerQuery, response: { 200: customerPage } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const { items: rows, next } = await listCustomers(shop, request.query);
			await noteSight(shop, asker, "customers");
			const items = rows.map((row) => ({
				id: row.id,
				name: nameFor(asker, row),
				phone: row.phone && maskPhones(row.phone, asker),
				channels: [...row.channels],
				tags: [...row.tags],
				ordersCount: row.ordersCount,
				ordersTotal: money(row.ordersTotal),
				lastOrderAt: row.lastOrderAt?.toISOString() ?? null,
				createdAt: row.createdAt.toISOString(),
			}));
			return { items, next };
		},
	);

	server.get(
		"/api/customers/:id",
		{
			config: { act: "read-customers" },
			schema: { params: z.strictObject({ id: z.uuid() }), response: { 200: customerCard } },
		},
		async (request) => {
			const asker = askerOfRoute(request);
			const [card, preferred] = await Promise.all([
				readCustomerCard(shop, request.params.id),
				preferredChannel(request.params.id, asker.language),
			]);
			await noteSight(shop, asker, { customerId: request.params.id });
			return presentCard(card, { asker, money, preferred });
		},
	);
}

type Facts = {
	asker: Asker;
	money: (minor: number | bigint) => { minor: number; currency: string };
	preferred: { channel: string | null; why: string };
};

const addressList = z.array(z.object({ text: z.string() })).catch([]);
const entryData = z.record(z.string(), z.unknown()).catch({});

function presentCard(card: CustomerCard, { asker, money, preferred }: Facts): CustomerCardView {
	const { profile, figures } = card;
	return {
		id: profile.id,
		name: nameFor(asker, profile),
		firstName: profile.firstName,
		lastName: profile.lastName,
		phone: profile.phone && maskPhones(profile.phone, asker),
		email: profile.email,
		birthday: profile.birthday?.toISOString().slice(0, 10) ?? null,
		language: profile.language,
		zone: profile.zone,
		city: profile.city,
		addresses: addressList.parse(profile.addresses).map(({ text }) => text),
		likes: profile.likes,
		source: profile.source,
		createdAt: profile.createdAt.toISOString(),
		conversationId: card.conversation?.id ?? null,
		stage: card.conversation?.stage ?? null,
		tags: [...card.tags],
		preferredChannel: preferred,
		identities: card.identities.map((identity) => ({
			id: identity.id,
			channel: identity.channel,
			// Where a messenger knows people by their phones, the id is one.
			nativeId: maskPhones(identity.nativeId, asker),
			username: identity.username,
			reachability: identity.reachability,
			proof: identity.proof,
			confidence: identity.confidence,
			lastHeardAt: identity.lastHeardAt?.toISOString() ?? null,
		})),
		consents: card.consents.map(({ purpose, state, at, text, textVersion, channel, actor }) => ({
			purpose,
			state,
			at: at.toISOString(),
			text,
			textVersion,
			channel,
			actor,
		})),
		figures: {
			ordersCount: figures?.ordersCount ?? 0,
			ordersTotal: money(figures?.ordersTotal ?? 0),
			lastOrderAt: figures?.lastOrderAt?.toISOString() ?? null,
			nextOrderAt: figures?.nextOrderAt?.toISOString() ?? null,
			cycleDays: figures?.cycleDays ?? null,
			favourite: figures?.favourite ?? null,
		},
		cart: card.cart && {
			id: card.cart.id,
			count: card.cart.count,
			total: money(card.cart.total),
			lines: card.cart.lines.map(({ title, qty, sum }) => ({ title, qty, sum: money(sum) })),
		},
		orders: card.orders.map(({ id, number, state, total, currency, createdAt }) => ({
			id,
			number,
			state,
			total: { minor: total, currency },
			createdAt: createdAt.toISOString(),
		})),
		timeline: card.timeline.map((entry) => ({
			id: String(entry.id),
			at: entry.at.toISOString(),
			name: entry.name,
			actor: entry.actor,
			stage: entry.stage,
			channel: entry.channel,
			flow: entry.flow,
			data: entryData.parse(entry.data),
		})),
	};
}
