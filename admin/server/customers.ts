import { z } from "zod";
import {
	type CustomerCardView,
	customerCard,
	customerChoices,
	customerFilter,
	customerPage,
	customerQuery,
	customersTagged,
	customerTagging,
} from "#admin/contract/customers.ts";
import { type CustomerFilter, type CustomerLine, listCustomers } from "#core/customers/list-customers.ts";
import { type CustomerCard, readCustomerCard } from "#core/customers/read-customer-card.ts";
import { tagCustomers } from "#core/customers/tag-customers.ts";
import { customFields } from "#core/flows/custom-fields.ts";
import { inLanguage } from "#core/in-language.ts";
import { toMajor } from "#core/money.ts";
import { noteAudit } from "#core/note-audit.ts";
import { valuesInUse } from "#core/values-in-use.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";
import { noteSight } from "./note-sight.ts";
import { sendSheet } from "./send-sheet.ts";
import type { Server, ServerParts } from "./server.ts";
import { dayOfShop } from "./shop-days.ts";

/** Where a message of ours would go now, and why, in a sentence of the reader's language. */
export type PreferredChannelOf = (
	customerId: string,
	language: string,
) => Promise<{ channel: string | null; why: string }>;

/** Who the customers are: the list, and the card of one. */
export function customerRoutes(server: Server, { shop, shopFacts, flowBook, preferredChannel }: ServerParts): void {
	const money = (minor: number | bigint) => ({ minor: Number(minor), currency: shopFacts.currency });

	server.get(
		"/api/customers",
		{ config: { act: "read-customers" }, schema: { querystring: customerQuery, response: { 200: customerPage } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const { after, limit, ...filter } = request.query;
			const { items: rows, next } = await listCustomers(shop, { ...meant(filter), after, limit, fields: fieldIds() });
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
				fields: wordsOf(row.fields),
			}));
			return { items, next };
		},
	);

	server.get(
		"/api/customer-choices",
		{ config: { act: "read-customers" }, schema: { response: { 200: customerChoices } } },
		async () => {
			return {
				tags: await valuesInUse(shop, "tags"),
				channels: await valuesInUse(shop, "channels"),
				segments: [...flowBook().segments].map(([id, { title }]) => ({ id, title: title ?? id })),
				fields: customFields(flowBook().settings.defaults).map(({ id, title }) => ({ id, title })),
			};
		},
	);

	server.get(
		"/api/customers.csv",
		{ config: { act: "lead-team" }, schema: { querystring: customerFilter, response: { 200: z.string() } } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const fields = customFields(flowBook().settings.defaults);
			const rows = await allOf(meant(request.query));
			await noteAudit(shop, {
				...{ actor: `operator:${asker.id}`, act: "customers.export", thing: "customers" },
				after: { ...request.query, rows: rows.length },
			});
			const columns = [...inLanguage(asker.language, HEADERS), ...fields.map(({ title }) => title)];
			return sendSheet(
				answer,
				"customers",
				columns,
				rows.map((row) =>
					sheetRow(
						row,
						fields.map(({ id }) => id),
						asker,
					),
				),
			);
		},
	);

	server.post(
		"/api/customer-tags",
		{
			config: { act: "write-to-customers" },
			schema: { body: customerTagging, response: { 200: customersTagged } },
		},
		async (request) => {
			const { ids: customerIds, tag, to } = request.body;
			const actor = `operator:${askerOfRoute(request).id}` as const;
			return { changed: await tagCustomers(shop, { customerIds, tag, to, actor }) };
		},
	);

	function fieldIds(): string[] {
		return customFields(flowBook().settings.defaults).map(({ id }) => id);
	}

	function meant({ orderedSince, quietSince, ...as }: z.infer<typeof customerFilter>): CustomerFilter {
		const { zone } = shopFacts;
		return { ...as, orderedSince: dayOfShop(orderedSince, zone), quietSince: dayOfShop(quietSince, zone) };
	}

	async function allOf(filter: CustomerFilter): Promise<CustomerLine[]> {
		const rows: CustomerLine[] = [];
		let after: string | undefined;
		do {
			const { items, next } = await listCustomers(shop, { ...filter, after, limit: 1000, fields: fieldIds() });
			rows.push(...items);
			after = next ?? undefined;
		} while (after !== undefined && rows.length < MOST_EXPORTED);
		return rows;
	}

	function sheetRow(row: CustomerLine, fields: readonly string[], asker: Asker): (string | number)[] {
		const own = wordsOf(row.fields);
		return [
			...[nameFor(asker, row), maskPhones(row.phone ?? "", asker), row.city ?? "", row.channels.join(", ")],
			...[row.tags.join(", "), row.ordersCount, toMajor(money(row.ordersTotal)), row.lastOrderAt?.toISOString() ?? ""],
			...[row.createdAt.toISOString(), ...fields.map((id) => maskPhones(own[id] ?? "", asker))],
		];
	}

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

/** Rows of one export: more is a matter for the database. */
const MOST_EXPORTED = 50_000;

const HEADERS = {
	ru: ["Имя", "Телефон", "Город", "Каналы", "Метки", "Заказов", "На сумму", "Последний заказ", "Впервые"],
	en: ["Name", "Phone", "City", "Channels", "Tags", "Orders", "Spent", "Last order", "First seen"],
};

/** What fields hold, as words. */
function wordsOf(fields: CustomerLine["fields"]): Record<string, string> {
	return Object.fromEntries(
		Object.entries(fields).map(([id, value]) => [id, Array.isArray(value) ? value.join(", ") : String(value)]),
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
