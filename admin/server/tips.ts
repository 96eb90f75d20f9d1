import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { tipList, tipRefusal, tipSending, tipStandings, tipsQuery } from "#admin/contract/tips.ts";
import { Refusal } from "#core/refusal.ts";
import { isTheirs } from "#core/team/may.ts";
import { refuseTip, sendTip, switchTipOn } from "#core/tips/answer-tip.ts";
import { listOpenTips, listStandings } from "#core/tips/list-tips.ts";
import { askerOfRoute } from "./guard.ts";
import { nameFor } from "./mask-phones.ts";
import { memberNames } from "./member-names.ts";
import { refuseForeignTeam } from "./refuse-foreign-team.ts";
import type { Server, ServerParts } from "./server.ts";
import { staffOf } from "./staff-of.ts";

const one = z.strictObject({ id: z.uuid() });
const done = { 204: z.null() };

/** What operators are advised to write, and how the advice does. */
export function tipRoutes(server: Server, { shop, staffTurn, flowBook, news }: ServerParts): void {
	server.get(
		"/api/tips",
		{ config: { act: "read-conversations" }, schema: { querystring: tipsQuery, response: { 200: tipList } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const rows = (await listOpenTips(shop, request.query)).filter(({ team }) => isTheirs(asker, team));
			const conversations = await shop.db.conversation.findMany({
				where: { id: { in: rows.map(({ conversationId }) => conversationId) } },
				select: { id: true, customer: true },
			});
			const customers = new Map(conversations.map(({ id, customer }) => [id, nameFor(asker, customer)]));
			const owners = await memberNames(shop);
			return {
				items: rows.map(({ id, tip, title, conversationId, ownerId, evidence, draft, shownAt }) => ({
					...{ id, tip, title, conversationId, evidence, draft },
					customerName: customers.get(conversationId) ?? "",
					ownerName: ownerId ? (owners.get(ownerId) ?? null) : null,
					shownAt: shownAt.toISOString(),
				})),
			};
		},
	);

	server.get(
		"/api/tip-standings",
		{ config: { act: "read-conversations" }, schema: { response: { 200: tipStandings } } },
		async () => {
			const standings = await listStandings(shop, flowBook());
			const notes = await shop.db.ruleFiring.findMany({
				where: { NOT: { note: null } },
				orderBy: { at: "desc" },
				take: 20,
			});
			return {
				items: standings.map(({ score, ...standing }) => ({ ...standing, ...score })),
				notes: notes.map(({ note, at }) => ({ note: note ?? "", at: at.toISOString() })),
			};
		},
	);

	/** Whose conversation it is about; a colleague's team is refused. */
	async function answered(request: FastifyRequest<{ Params: { id: string } }>) {
		const tip = await shop.db.tip.findUnique({ where: { id: request.params.id } });
		if (!tip) throw new Refusal("not-found", "There is no such tip.");
		await refuseForeignTeam(shop, askerOfRoute(request), tip.conversationId);
		return { tipId: tip.id, staff: staffOf(request) };
	}

	server.post(
		"/api/tips/:id/send",
		{ config: { act: "write-to-customers" }, schema: { params: one, body: tipSending, response: done } },
		async (request, answer) => {
			await sendTip(shop, staffTurn, { ...(await answered(request)), ...request.body });
			news.tell("tip", request.params.id);
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/tips/:id/wrong",
		{ config: { act: "write-to-customers" }, schema: { params: one, body: tipRefusal, response: done } },
		async (request, answer) => {
			await refuseTip(shop, { ...(await answered(request)), ...request.body });
			news.tell("tip", request.params.id);
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/tip-standings/:tip/on",
		{
			config: { act: "lead-team" },
			schema: { params: z.strictObject({ tip: z.string().max(40) }), response: done },
		},
		async (request, answer) => {
			await switchTipOn(shop, { ...request.params, staff: staffOf(request) });
			news.tell("tip", request.params.tip);
			return answer.status(204).send(null);
		},
	);
}
