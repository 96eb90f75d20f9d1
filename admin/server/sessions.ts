import { z } from "zod";
import { sessions } from "#admin/contract/sessions.ts";
import { endSessions } from "#core/team/end-sessions.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

const done = { 204: z.null() };

/** Where one is signed in, and how to end that elsewhere. */
export function sessionListRoutes(server: Server, { shop }: ServerParts): void {
	server.get(
		"/api/sessions",
		{ config: { act: "signed-in" }, schema: { response: { 200: sessions } } },
		async (request) => {
			const asker = askerOfRoute(request);
			// The library counts by the clock of the machine, which the demo does not move.
			const where = { memberId: asker.id, expiresAt: { gt: new Date() } };
			const rows = await shop.db.session.findMany({ where, orderBy: { updatedAt: "desc" }, take: 100 });
			return {
				items: rows.map(({ id, userAgent, ipAddress, createdAt, updatedAt }) => ({
					id,
					device: userAgent || null,
					address: ipAddress || null,
					since: createdAt.toISOString(),
					seenAt: updatedAt.toISOString(),
					own: id === ownSession(asker),
				})),
			};
		},
	);

	server.delete(
		"/api/sessions/:id",
		{
			config: { act: "signed-in" },
			schema: { params: z.strictObject({ id: z.string().max(64) }), response: done },
		},
		async (request, answer) => {
			const { id: memberId } = askerOfRoute(request);
			await endSessions(shop, { memberId, actor: `operator:${memberId}`, which: { id: request.params.id } });
			return answer.status(204).send(null);
		},
	);

	server.delete(
		"/api/sessions",
		{ config: { act: "signed-in" }, schema: { response: done } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const which = { except: ownSession(asker) };
			await endSessions(shop, { memberId: asker.id, actor: `operator:${asker.id}`, which });
			return answer.status(204).send(null);
		},
	);
}

function ownSession({ cameBy }: Asker): string | null {
	return cameBy.way === "session" ? cameBy.id : null;
}
