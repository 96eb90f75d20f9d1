import { z } from "zod";
import {
	type ConversationRow,
	conversationPage,
	conversationQuery,
	reply,
	type ThreadMessage,
	thread,
	threadQuery,
} from "#admin/contract/conversations.ts";
import { listConversations } from "#core/conversations/list-conversations.ts";
import { readThread } from "#core/conversations/read-thread.ts";
import { plainText } from "#core/delivery/markup.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";
import { memberNames } from "./member-names.ts";
import type { Server, ServerParts } from "./server.ts";

const one = z.strictObject({ id: z.uuid() });

/** The threads, and what operators do in them. */
export function conversationRoutes(server: Server, { shop, staff }: ServerParts): void {
	server.get(
		"/api/conversations",
		{
			config: { act: "read-conversations" },
			schema: { querystring: conversationQuery, response: { 200: conversationPage } },
		},
		async (request) => {
			const { view, after, limit } = request.query;
			const asker = askerOfRoute(request);
			const { items, next } = await listConversations(shop, { view, after, limit, memberId: asker.id });
			const reader = { asker, names: await memberNames(shop) };
			return { items: items.map((row) => presentConversation(row, reader)), next };
		},
	);

	server.get(
		"/api/conversations/:id",
		{
			config: { act: "read-conversations" },
			schema: { params: one, querystring: threadQuery, response: { 200: thread } },
		},
		async (request) => {
			const found = await readThread(shop, { id: request.params.id, before: request.query.before });
			const reader = { asker: askerOfRoute(request), names: await memberNames(shop) };
			return {
				conversation: presentConversation(found.conversation, reader),
				messages: found.messages.map((message) => presentMessage(message, reader)),
				earlier: found.earlier,
			};
		},
	);

	server.post(
		"/api/conversations/:id/replies",
		{ config: { act: "write-to-customers" }, schema: { params: one, body: reply, response: { 204: z.null() } } },
		async (request, answer) => {
			await staff.reply({
				conversationId: request.params.id,
				memberId: askerOfRoute(request).id,
				text: request.body.text,
				key: request.body.key,
			});
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/take",
		{ config: { act: "write-to-customers" }, schema: { params: one, response: { 204: z.null() } } },
		async (request, answer) => {
			await staff.take({ conversationId: request.params.id, memberId: askerOfRoute(request).id });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/hand-back",
		{ config: { act: "write-to-customers" }, schema: { params: one, response: { 204: z.null() } } },
		async (request, answer) => {
			await staff.handBack({ conversationId: request.params.id, memberId: askerOfRoute(request).id });
			return answer.status(204).send(null);
		},
	);
}

/** Who looks, and what colleagues are called. */
type Reader = { readonly asker: Asker; readonly names: ReadonlyMap<string, string> };
type Conversation = Awaited<ReturnType<typeof listConversations>>["items"][number];
type Message = Awaited<ReturnType<typeof readThread>>["messages"][number];

function presentConversation(row: Conversation, { asker, names }: Reader): ConversationRow {
	return {
		id: row.id,
		customer: { id: row.customer.id, name: nameFor(asker, row.customer) },
		channel: row.chats.find((chat) => chat.id === row.chatId)?.channel ?? row.chats[0]?.channel ?? null,
		control: {
			by: row.control,
			since: row.controlSince.toISOString(),
			holder: row.holderId ? { id: row.holderId, name: names.get(row.holderId) ?? "—" } : null,
			team: row.team,
			note: row.askNote,
			reason: row.askReason,
		},
		stage: row.stage,
		lastLine: row.lastLine && maskPhones(plainText(row.lastLine), asker),
		lastAt: row.lastMessageAt?.toISOString() ?? null,
		unansweredSince: row.unansweredSince?.toISOString() ?? null,
	};
}

/** Stored JSON is ours, yet read as a stranger's: an old row may be shaped otherwise. */
const storedMedia = z
	.array(
		z.object({
			kind: z.string(),
			name: z.string().optional(),
			ref: z.string().optional(),
			media: z.string().optional(),
			source: z.string().optional(),
		}),
	)
	.catch([]);
const storedContent = z
	.object({
		buttons: z.array(z.object({ label: z.string() })).optional(),
		request: z.object({ label: z.string() }).optional(),
		media: storedMedia.optional(),
	})
	.catch({});
const storedVersions = z.array(z.object({ text: z.string(), at: z.string().optional() })).catch([]);
const storedReactions = z.array(z.string()).catch([]);

function presentMessage(message: Message, { asker, names }: Reader): ThreadMessage {
	const content = storedContent.parse(message.content ?? {});
	// What we said is kept as it was written, with its marks; the customer saw it without.
	const text = message.author === "bot" ? plainText(message.text) : message.text;
	const [author = "system", memberId] = message.author.split(/:(.*)/s);
	return {
		id: String(message.id),
		at: message.at.toISOString(),
		direction: message.direction,
		author,
		authorName: memberId ? (names.get(memberId) ?? null) : null,
		kind: message.kind,
		text: maskPhones(text, asker),
		buttons: [...(content.buttons ?? []), ...(content.request ? [content.request] : [])].map(({ label }) => label),
		media: [...storedMedia.parse(message.media ?? []), ...(content.media ?? [])].map(presentMedia),
		replyTo: message.replyTo,
		versions: storedVersions.parse(message.versions ?? []).map((version) => ({
			text: maskPhones(version.text, asker),
			at: version.at ?? null,
		})),
		reactions: storedReactions.parse(message.reactions ?? []),
		status: message.status,
		statusReason: message.statusReason,
		proactive: message.proactive,
		stage: message.stage,
		flow: message.flow,
		step: message.step,
		runId: message.runId,
		channel: message.channel,
	};
}

function presentMedia({ kind, name, media, source }: z.infer<typeof storedMedia>[number]) {
	const id = media ?? source;
	return {
		kind,
		name: name ?? null,
		url: id && !/^https?:/.test(id) ? `/api/media/${id.split("/").map(encodeURIComponent).join("/")}` : null,
	};
}
