import { z } from "zod";
import {
	conversationCounts,
	conversationFilters,
	conversationPage,
	conversationQuery,
	found,
	packet,
	savedViewBody,
	savedViews,
	searchQuery,
	tagsInUse,
	thread,
	threadQuery,
} from "#admin/contract/conversations.ts";
import { countConversations, listConversations } from "#core/conversations/list-conversations.ts";
import { seeMentions } from "#core/conversations/note.ts";
import { readThread } from "#core/conversations/read-thread.ts";
import { deleteView, listViews, saveView } from "#core/conversations/saved-views.ts";
import { searchConversations } from "#core/conversations/search-conversations.ts";
import { readPacket } from "#core/flows/read-packet.ts";
import type { Shop } from "#core/shop.ts";
import { valuesInUse } from "#core/values-in-use.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";
import { memberNames } from "./member-names.ts";
import { noteSight } from "./note-sight.ts";
import { presentConversation, presentMessage, presentPromise, type Reader, somebody } from "./present-conversation.ts";
import { refuseForeignTeam } from "./refuse-foreign-team.ts";
import type { Server, ServerParts } from "./server.ts";

const one = z.strictObject({ id: z.uuid() });
const read = { act: "read-conversations" } as const;

/** The threads: lists, one of them, and what is found in them. What is done in them is in conversation-acts.ts. */
export function conversationRoutes(server: Server, { shop, openBook }: ServerParts): void {
	server.get(
		"/api/conversations",
		{ config: read, schema: { querystring: conversationQuery, response: { 200: conversationPage } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const { items, next } = await listConversations(shop, {
				...request.query,
				memberId: asker.id,
				teams: teamsOf(asker),
			});
			const reader = await readerFor(shop, asker);
			return { items: items.map((row) => presentConversation(row, reader)), next };
		},
	);

	server.get(
		"/api/conversations/counts",
		{ config: read, schema: { response: { 200: conversationCounts } } },
		async (request) => {
			const asker = askerOfRoute(request);
			return countConversations(shop, { memberId: asker.id, teams: teamsOf(asker) });
		},
	);

	server.get(
		"/api/conversations/:id",
		{ config: read, schema: { params: one, querystring: threadQuery, response: { 200: thread } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const { id } = request.params;
			await refuseForeignTeam(shop, asker, id);
			const seen = await readThread(shop, { id, before: request.query.before, memberId: asker.id });
			const reader = await readerFor(shop, asker);
			await noteSight(shop, asker, { customerId: seen.conversation.customer.id });
			if (request.query.before === undefined) await seeMentions(shop, { conversationId: id, memberId: asker.id });
			return {
				conversation: presentConversation(seen.conversation, reader),
				messages: seen.messages.map((message) => presentMessage(message, reader, seen)),
				earlier: seen.earlier,
				promises: seen.promises.map((promise) => presentPromise(promise, reader)),
				laterReplies: seen.laterReplies.map(({ id: laterId, text, dueAt, memberId }) => ({
					...{ id: laterId, text, dueAt: dueAt.toISOString() },
					by: somebody(memberId, reader) ?? { id: memberId, name: "—" },
				})),
				pushed: seen.pushed,
				draft: seen.draft,
			};
		},
	);

	server.get(
		"/api/conversations/:id/hand-back",
		{ config: { act: "write-to-customers" }, schema: { params: one, response: { 200: packet } } },
		async (request) => {
			const conversationId = request.params.id;
			await refuseForeignTeam(shop, askerOfRoute(request), conversationId);
			const { waiting, steps, flows, facts, ...rest } = await readPacket(shop, { conversationId, flows: openBook() });
			return {
				lease: rest.lease,
				resume: { waiting, steps: [...steps], flows: [...flows] },
				facts: facts.map((fact) => ({ ...fact, was: plainFact(fact.was), choices: [...fact.choices] })),
				openEnds: [...rest.openEnds],
			};
		},
	);

	server.get(
		"/api/search",
		{ config: read, schema: { querystring: searchQuery, response: { 200: found } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const { customers, messages, people } = await searchConversations(shop, {
				words: request.query.q,
				teams: teamsOf(asker),
			});
			const nameOf = (id: string) =>
				nameFor(asker, people.get(id) ?? { id, firstName: null, lastName: null, phone: null });
			return {
				customers: customers.map(({ id }) => ({
					...{ id, name: nameOf(id) },
					conversationId: people.get(id)?.conversation?.id ?? null,
				})),
				messages: messages.map(({ id, customerId, conversationId, author, text, at }) => ({
					...{ id: String(id), conversationId, at: at.toISOString() },
					author: author.split(":")[0] ?? author,
					text: maskPhones(text, asker),
					customer: { id: customerId, name: nameOf(customerId) },
				})),
			};
		},
	);

	server.get("/api/tags", { config: read, schema: { response: { 200: tagsInUse } } }, async () => ({
		items: await valuesInUse(shop, "tags"),
	}));

	server.get("/api/views", { config: read, schema: { response: { 200: savedViews } } }, async (request) => {
		const { id: memberId } = askerOfRoute(request);
		const views = await listViews(shop, { memberId });
		return {
			items: views.map(({ id, title, filters, shared, memberId: owner }) => ({
				...{ id, title, shared, own: owner === memberId },
				filters: storedFilters.parse(filters),
			})),
		};
	});

	server.post(
		"/api/views",
		{ config: read, schema: { body: savedViewBody, response: { 204: z.null() } } },
		async (request, answer) => {
			await saveView(shop, { ...request.body, memberId: askerOfRoute(request).id });
			return answer.status(204).send(null);
		},
	);

	server.delete(
		"/api/views/:id",
		{ config: read, schema: { params: one, response: { 204: z.null() } } },
		async (request, answer) => {
			await deleteView(shop, { id: request.params.id, memberId: askerOfRoute(request).id });
			return answer.status(204).send(null);
		},
	);
}

/** A view of an older version that nobody can read any more shows all. */
const storedFilters = conversationFilters.catch({ view: "all" });

async function readerFor(shop: Shop, asker: Asker): Promise<Reader> {
	const [names, named] = await Promise.all([
		memberNames(shop),
		shop.db.mention.groupBy({
			by: ["conversationId"],
			where: { memberId: asker.id, seenAt: null },
			_count: { messageId: true },
		}),
	]);
	const mentions = new Map(named.map(({ conversationId, _count }) => [conversationId, _count.messageId]));
	return { asker, names, mentions, now: shop.now() };
}

/** Teams that a list is kept to; none: all. */
function teamsOf({ can, teams }: Asker): readonly string[] {
	return can("lead-team") ? [] : teams;
}

/** A record (an address) is shown by its words. */
function plainFact(value: unknown): string | number | boolean | null {
	if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
	return typeof value === "object" && value !== null && "text" in value ? String(value.text) : null;
}
