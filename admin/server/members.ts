import { z } from "zod";
import {
	invitation,
	invitationBody,
	invitationMade,
	joining,
	memberSwitch,
	members,
	roleBody,
	secondFactorRoles as rolesBody,
} from "#admin/contract/team.ts";
import { readShopFacts } from "#core/catalogue/shop-facts.ts";
import { Refusal } from "#core/refusal.ts";
import { changeRole } from "#core/team/change-role.ts";
import { dropSecondFactor } from "#core/team/drop-second-factor.ts";
import { endSessions } from "#core/team/end-sessions.ts";
import { inviteMember } from "#core/team/invite-member.ts";
import { listAllMembers } from "#core/team/list-members.ts";
import { offerPassword } from "#core/team/offer-password.ts";
import { readInvitation } from "#core/team/redeem-invitation.ts";
import { requireSecondFactor, secondFactorRoles } from "#core/team/require-second-factor.ts";
import { switchMember } from "#core/team/switch-member.ts";
import { withdrawInvitation } from "#core/team/withdraw-invitation.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

const done = { 204: z.null() };
const one = z.strictObject({ id: z.string().max(64) });
const byToken = z.strictObject({ token: z.string().min(10).max(200) });
/** Of links, a minute and address. */
const GUESSES = { max: 10 };

/** Who belongs to the shop: invitations, roles, switching off, sessions and second factors. */
export function memberRoutes(server: Server, { shop, news, flowBook, signIn }: ServerParts): void {
	const manage = { act: "manage-team" } as const;
	const actorOf = (asker: Asker) => `operator:${asker.id}`;

	server.get("/api/members", { config: { act: "lead-team" }, schema: { response: { 200: members } } }, async () => {
		const [rows, open, roles] = await Promise.all([
			listAllMembers(shop),
			shop.db.invitation.findMany({
				where: { usedAt: null, expiresAt: { gt: shop.now() } },
				orderBy: { createdAt: "desc" },
			}),
			secondFactorRoles(shop),
		]);
		return {
			members: rows.map(({ banned, seenAt, teams, ...member }) => ({
				...member,
				teams: [...teams],
				state: banned ? ("off" as const) : ("on" as const),
				seenAt: seenAt?.toISOString() ?? null,
			})),
			teams: flowBook().settings.defaults.teams,
			invitations: open.map(({ id, email, role, expiresAt, memberId }) => ({
				...{ id, email, role, expiresAt: expiresAt.toISOString() },
				password: memberId !== null,
			})),
			secondFactorRoles: [...roles],
		};
	});

	server.post(
		"/api/invitations",
		{ config: manage, schema: { body: invitationBody, response: { 200: invitationMade } } },
		async (request) => {
			const unknown = request.body.teams.filter((id) => !Object.hasOwn(flowBook().settings.defaults.teams, id));
			if (unknown.length > 0) throw new Refusal("not-found", `There is no team ${unknown.join(", ")}.`);
			return { token: await inviteMember(shop, { ...request.body, actor: actorOf(askerOfRoute(request)) }) };
		},
	);

	server.delete(
		"/api/invitations/:id",
		{ config: manage, schema: { params: z.strictObject({ id: z.uuid() }), response: done } },
		async (request, answer) => {
			await withdrawInvitation(shop, { id: request.params.id, actor: actorOf(askerOfRoute(request)) });
			return answer.status(204).send(null);
		},
	);

	server.get(
		"/api/join/:token",
		{ config: { act: "anybody", rateLimit: GUESSES }, schema: { params: byToken, response: { 200: invitation } } },
		async (request) => {
			const { email, role, memberId } = await readInvitation(shop, request.params);
			const { name } = await readShopFacts(shop);
			return { email, role, opens: memberId === null ? ("join" as const) : ("password" as const), shop: name };
		},
	);

	server.post(
		"/api/join/:token",
		{
			config: { act: "anybody", rateLimit: GUESSES },
			schema: { params: byToken, body: joining, response: done },
		},
		async (request, answer) => {
			await signIn.join({ ...request.body, ...request.params });
			return answer.status(204).send(null);
		},
	);

	server.put(
		"/api/members/:id/role",
		{ config: manage, schema: { params: one, body: roleBody, response: done } },
		async (request, answer) => {
			const actor = actorOf(askerOfRoute(request));
			await changeRole(shop, { memberId: request.params.id, ...request.body, actor });
			news.tell("team", request.params.id);
			return answer.status(204).send(null);
		},
	);

	server.put(
		"/api/members/:id/switch",
		{ config: manage, schema: { params: one, body: memberSwitch, response: done } },
		async (request, answer) => {
			const actor = actorOf(askerOfRoute(request));
			await switchMember(shop, { memberId: request.params.id, ...request.body, actor });
			news.tell("team", request.params.id);
			return answer.status(204).send(null);
		},
	);

	server.delete(
		"/api/members/:id/sessions",
		{ config: manage, schema: { params: one, response: done } },
		async (request, answer) => {
			const { id: memberId } = request.params;
			await endSessions(shop, { memberId, actor: actorOf(askerOfRoute(request)), which: { except: null } });
			news.tell("team", memberId);
			return answer.status(204).send(null);
		},
	);

	server.delete(
		"/api/members/:id/second-factor",
		{ config: manage, schema: { params: one, response: done } },
		async (request, answer) => {
			await dropSecondFactor(shop, { memberId: request.params.id, actor: actorOf(askerOfRoute(request)) });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/members/:id/password-link",
		{ config: manage, schema: { params: one, response: { 200: invitationMade } } },
		async (request) => {
			const actor = actorOf(askerOfRoute(request));
			return { token: await offerPassword(shop, { memberId: request.params.id, actor }) };
		},
	);

	server.put(
		"/api/members/second-factor-roles",
		{ config: manage, schema: { body: rolesBody, response: done } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			if (request.body.roles.includes("owner") && asker.secondFactor !== "on")
				throw new Refusal("not-allowed", "Set up your own second factor first, or this would shut you out.");
			await requireSecondFactor(shop, { ...request.body, actor: actorOf(asker) });
			return answer.status(204).send(null);
		},
	);
}
