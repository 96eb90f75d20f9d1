import { z } from "zod";
import { presenceBeat, team, workBody } from "#admin/contract/team.ts";
import { offerWaiting } from "#core/conversations/offer-waiting.ts";
import { Refusal } from "#core/refusal.ts";
import { listMembers } from "#core/team/list-members.ts";
import { noteAlive } from "#core/team/presence.ts";
import { setWork } from "#core/team/set-work.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

const done = { 204: z.null() };

/** Who is there, who belongs where, and how much each is given. */
export function teamRoutes(server: Server, { shop, news, flowBook }: ServerParts): void {
	server.get("/api/team", { config: { act: "read-conversations" }, schema: { response: { 200: team } } }, async () => {
		const members = await listMembers(shop);
		return {
			members: members.map((member) => ({ ...member, teams: [...member.teams] })),
			teams: flowBook().settings.defaults.teams,
		};
	});

	server.post(
		"/api/team/presence",
		{ config: { act: "signed-in" }, schema: { body: presenceBeat, response: done } },
		async (request, answer) => {
			const { id: memberId } = askerOfRoute(request);
			const hasChanged = await noteAlive(shop, { memberId, ...request.body });
			if (hasChanged) news.tell("team", memberId);
			await offerWaiting(shop);
			return answer.status(204).send(null);
		},
	);

	server.put(
		"/api/team/:id/work",
		{
			config: { act: "lead-team" },
			schema: { params: z.strictObject({ id: z.string().max(64) }), body: workBody, response: done },
		},
		async (request, answer) => {
			const unknown = request.body.teams.filter((id) => !Object.hasOwn(flowBook().settings.defaults.teams, id));
			if (unknown.length > 0) throw new Refusal("not-found", `There is no team ${unknown.join(", ")}.`);
			await setWork(shop, {
				memberId: request.params.id,
				...request.body,
				actor: `operator:${askerOfRoute(request).id}`,
			});
			news.tell("team", request.params.id);
			return answer.status(204).send(null);
		},
	);
}
