import type { FastifyRequest } from "fastify";
import { z } from "zod";
import {
	cannedQuery,
	cannedReplies,
	closeBody,
	draftBody,
	handBackBody,
	laterBody,
	macroBody,
	noteBody,
	ownReplyBody,
	passBody,
	presenceBody,
	promiseBody,
	reopenBody,
	reply,
	resendBody,
	stepBody,
	tagsBody,
	takeBody,
	withdrawal,
	wordsBody,
} from "#admin/contract/conversations.ts";
import { closeConversation } from "#core/conversations/close-conversation.ts";
import { editOwnWords } from "#core/conversations/edit-own-words.ts";
import { handBack, type Packet } from "#core/conversations/hand-back.ts";
import { makePromise } from "#core/conversations/make-promise.ts";
import { noAnswerNeeded } from "#core/conversations/no-answer-needed.ts";
import { note } from "#core/conversations/note.ts";
import { saveOwnReply } from "#core/conversations/own-replies.ts";
import { passOn } from "#core/conversations/pass-on.ts";
import { pushStep } from "#core/conversations/push-step.ts";
import { reopen } from "#core/conversations/reopen.ts";
import { replyAsOperator } from "#core/conversations/reply-as-operator.ts";
import { resendMessage } from "#core/conversations/resend-message.ts";
import { noteTyping, saveDraft } from "#core/conversations/save-draft.ts";
import { sendLater, withdrawLater } from "#core/conversations/send-later.ts";
import { keepPromise, withdrawPromise } from "#core/conversations/settle-promise.ts";
import { take } from "#core/conversations/take.ts";
import { unsendReply } from "#core/conversations/unsend-reply.ts";
import { setTags } from "#core/customers/tag-customer.ts";
import { listReplies } from "#core/flows/list-replies.ts";
import { runMacro } from "#core/flows/run-macro.ts";
import { Refusal } from "#core/refusal.ts";
import { may } from "#core/team/may.ts";
import { askerOfRoute } from "./guard.ts";
import { refuseForeignTeam } from "./refuse-foreign-team.ts";
import type { Server, ServerParts } from "./server.ts";
import { staffOf } from "./staff-of.ts";

const one = z.strictObject({ id: z.uuid() });
const lineId = z.strictObject({ id: z.string().regex(/^\d{1,18}$/) });
const done = { 204: z.null() };
const writes = { act: "write-to-customers" } as const;
const notes = { act: "write-notes" } as const;
const reads = { act: "read-conversations" } as const;

/** What somebody does in a conversation. The use cases decide, under the conversation's lock; here is only who asks. */
export function conversationActRoutes(server: Server, parts: ServerParts): void {
	const { shop, staffTurn, news, flowBook, openBook, rootsOf } = parts;

	/** The conversation of the address, and who acts in it. */
	async function actOf(request: FastifyRequest<{ Params: { id: string } }>) {
		const asker = askerOfRoute(request);
		await refuseForeignTeam(shop, asker, request.params.id);
		return { conversationId: request.params.id, staff: staffOf(request) };
	}

	server.post(
		"/api/conversations/:id/take",
		{ config: writes, schema: { params: one, body: takeBody, response: done } },
		async (request, answer) => {
			await take(staffTurn, { ...(await actOf(request)), ...request.body });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/replies",
		{ config: writes, schema: { params: one, body: reply, response: done } },
		async (request, answer) => {
			await replyAsOperator(staffTurn, { ...(await actOf(request)), ...request.body });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/notes",
		{ config: notes, schema: { params: one, body: noteBody, response: done } },
		async (request, answer) => {
			const act = await actOf(request);
			await note(shop, { ...act, ...request.body });
			news.tell("conversation", act.conversationId);
			for (const memberId of request.body.mentions) news.tell("mention", memberId);
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/promises",
		{ config: writes, schema: { params: one, body: promiseBody, response: done } },
		async (request, answer) => {
			const { dueAt, ...body } = request.body;
			await makePromise(staffTurn, { ...(await actOf(request)), ...body, dueAt: new Date(dueAt) });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/promises/:id/keep",
		{ config: writes, schema: { params: one, response: done } },
		async (request, answer) => {
			await keepPromise(shop, staffTurn, { promiseId: request.params.id, staff: staffOf(request) });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/promises/:id/withdraw",
		{ config: writes, schema: { params: one, body: withdrawal, response: done } },
		async (request, answer) => {
			const promiseId = request.params.id;
			await withdrawPromise(shop, staffTurn, { promiseId, staff: staffOf(request), ...request.body });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/pass",
		{ config: writes, schema: { params: one, body: passBody, response: done } },
		async (request, answer) => {
			const { to } = request.body;
			if ("team" in to && !Object.hasOwn(flowBook().settings.defaults.teams, to.team))
				throw new Refusal("not-found", "There is no such team.");
			await passOn(staffTurn, { ...(await actOf(request)), ...request.body });
			if ("memberId" in to) news.tell("mention", to.memberId);
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/close",
		{ config: writes, schema: { params: one, body: closeBody, response: done } },
		async (request, answer) => {
			await closeConversation(staffTurn, { ...(await actOf(request)), ...request.body });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/no-answer-needed",
		{ config: writes, schema: { params: one, body: takeBody, response: done } },
		async (request, answer) => {
			await noAnswerNeeded(staffTurn, { ...(await actOf(request)), lease: request.body.lease });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/reopen",
		{ config: writes, schema: { params: one, body: reopenBody, response: done } },
		async (request, answer) => {
			await reopen(staffTurn, { ...(await actOf(request)), lease: request.body.lease });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/hand-back",
		{ config: writes, schema: { params: one, body: handBackBody, response: done } },
		async (request, answer) => {
			const { resume, facts, ...body } = request.body;
			await handBack(staffTurn, { ...(await actOf(request)), ...body, packet: { ...placeOf(resume), facts } });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/step",
		{ config: writes, schema: { params: one, body: stepBody, response: done } },
		async (request, answer) => {
			if (!openBook().book.newest.has(request.body.flow)) throw new Refusal("not-found", "There is no such flow.");
			await pushStep(staffTurn, { ...(await actOf(request)), ...request.body });
			return answer.status(204).send(null);
		},
	);

	server.delete(
		"/api/conversations/:id/step",
		{ config: writes, schema: { params: one, response: done } },
		async (request, answer) => {
			await pushStep(staffTurn, { ...(await actOf(request)), flow: null });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/later",
		{ config: writes, schema: { params: one, body: laterBody, response: done } },
		async (request, answer) => {
			const { dueAt, ...body } = request.body;
			await sendLater(staffTurn, { ...(await actOf(request)), ...body, dueAt: new Date(dueAt) });
			return answer.status(204).send(null);
		},
	);

	server.delete(
		"/api/later-replies/:id",
		{ config: writes, schema: { params: one, response: done } },
		async (request, answer) => {
			await withdrawLater(shop, { id: request.params.id, staff: staffOf(request) });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/messages/:id/resend",
		{
			config: writes,
			schema: { params: lineId, body: resendBody, response: done },
		},
		async (request, answer) => {
			const messageId = BigInt(request.params.id);
			await resendMessage(shop, staffTurn, { messageId, staff: staffOf(request), ...request.body });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/messages/:id/unsend",
		{ config: writes, schema: { params: lineId, response: done } },
		async (request, answer) => {
			const line = BigInt(request.params.id);
			const message = await shop.db.message.findUnique({ where: { id: line }, select: { conversationId: true } });
			if (!message) throw new Refusal("not-found", "There is no such message.");
			const { conversationId } = message;
			await refuseForeignTeam(shop, askerOfRoute(request), conversationId);
			await unsendReply(staffTurn, { conversationId, line, staff: staffOf(request) });
			return answer.status(204).send(null);
		},
	);

	server.put(
		"/api/messages/:id/text",
		{ config: notes, schema: { params: lineId, body: wordsBody, response: done } },
		async (request, answer) => {
			const messageId = BigInt(request.params.id);
			const where = { id: messageId };
			const message = await shop.db.message.findUnique({ where, select: { conversationId: true, kind: true } });
			if (!message) throw new Refusal("not-found", "There is no such message.");
			const asker = askerOfRoute(request);
			if (message.kind !== "note" && !may(asker.role, "write-to-customers"))
				throw new Refusal("not-allowed", "Your role writes notes only.");
			await refuseForeignTeam(shop, asker, message.conversationId);
			await editOwnWords(shop, staffTurn, { messageId, staff: staffOf(request), text: request.body.text });
			return answer.status(204).send(null);
		},
	);

	server.put(
		"/api/conversations/:id/draft",
		{ config: writes, schema: { params: one, body: draftBody, response: done } },
		async (request, answer) => {
			const { conversationId, staff } = await actOf(request);
			await saveDraft(shop, { conversationId, memberId: staff.id, text: request.body.text });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/presence",
		{ config: reads, schema: { params: one, body: presenceBody, response: done } },
		async (request, answer) => {
			const { conversationId, staff } = await actOf(request);
			const { doing } = request.body;
			if (doing === "typing") await noteTyping(shop, { conversationId, memberId: staff.id });
			news.tell("viewer", `${conversationId}/${staff.id}/${doing}`);
			return answer.status(204).send(null);
		},
	);

	server.put(
		"/api/conversations/:id/tags",
		{ config: writes, schema: { params: one, body: tagsBody, response: done } },
		async (request, answer) => {
			const { conversationId, staff } = await actOf(request);
			const conversation = await shop.db.conversation.findUnique({ where: { id: conversationId } });
			if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
			const { customerId } = conversation;
			await setTags(shop, { customerId, tags: request.body.tags, actor: `operator:${staff.id}` });
			news.tell("conversation", conversationId);
			return answer.status(204).send(null);
		},
	);

	server.get(
		"/api/replies",
		{ config: reads, schema: { querystring: cannedQuery, response: { 200: cannedReplies } } },
		async (request) => {
			const { id: memberId } = askerOfRoute(request);
			const conversationId = request.query.conversation;
			return { items: await listReplies(shop, { book: flowBook(), memberId, rootsOf, conversationId }) };
		},
	);

	server.put(
		"/api/replies/:key",
		{
			config: writes,
			schema: {
				params: z.strictObject({ key: z.string().regex(/^[\p{L}\d-]{1,40}$/u) }),
				body: ownReplyBody,
				response: done,
			},
		},
		async (request, answer) => {
			const { id: memberId } = askerOfRoute(request);
			await saveOwnReply(shop, { memberId, key: request.params.key, text: request.body.text });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/macros/:macro",
		{
			config: writes,
			schema: {
				params: z.strictObject({ id: z.uuid(), macro: z.string().max(60) }),
				body: macroBody,
				response: done,
			},
		},
		async (request, answer) => {
			await refuseForeignTeam(shop, askerOfRoute(request), request.params.id);
			const act = { conversationId: request.params.id, staff: staffOf(request) };
			const macro = { book: flowBook(), rootsOf, macro: request.params.macro };
			await runMacro(staffTurn, { ...act, ...macro, ...request.body });
			return answer.status(204).send(null);
		},
	);
}

function placeOf(resume: z.infer<typeof handBackBody>["resume"]): Packet {
	switch (resume.at) {
		case "waiting":
			return {};
		case "step":
			return { at: resume.step };
		case "flow":
			return { instead: { flow: resume.flow } };
		case "menu":
			return { instead: "menu" };
	}
}
