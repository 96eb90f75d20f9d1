import { z } from "zod";
import { apiKeyBody, apiKeyMade, apiKeys, scopes } from "#admin/contract/api-keys.ts";
import { makeApiKey } from "#core/team/make-api-key.ts";
import { revokeApiKey } from "#core/team/revoke-api-key.ts";
import type { Scope } from "#core/team/scopes.ts";
import { askerOfRoute } from "./guard.ts";
import { memberNames } from "./member-names.ts";
import type { Server, ServerParts } from "./server.ts";

/** Ways in for other programs: made, shown once, revoked. */
export function apiKeyRoutes(server: Server, { shop }: ServerParts): void {
	const config = { act: "manage-keys" } as const;

	server.get("/api/api-keys", { config, schema: { response: { 200: apiKeys } } }, async () => {
		const [rows, names] = await Promise.all([
			shop.db.apiKey.findMany({ orderBy: { createdAt: "desc" }, take: 200 }),
			memberNames(shop),
		]);
		return {
			items: rows.map(({ id, title, start, scopes: given, memberId, createdAt, lastUsedAt, revokedAt }) => ({
				...{ id, title, start, scopes: given },
				by: names.get(memberId) ?? "—",
				createdAt: createdAt.toISOString(),
				lastUsedAt: lastUsedAt?.toISOString() ?? null,
				revokedAt: revokedAt?.toISOString() ?? null,
			})),
		};
	});

	server.post(
		"/api/api-keys",
		{ config, schema: { body: apiKeyBody, response: { 200: apiKeyMade } } },
		async (request) => ({ key: await makeApiKey(shop, { ...request.body, memberId: askerOfRoute(request).id }) }),
	);

	server.delete(
		"/api/api-keys/:id",
		{ config, schema: { params: z.strictObject({ id: z.uuid() }), response: { 204: z.null() } } },
		async (request, answer) => {
			await revokeApiKey(shop, { id: request.params.id, actor: `operator:${askerOfRoute(request).id}` });
			return answer.status(204).send(null);
		},
	);
}

/** The contract's scopes and the core's are the same words, or this does not compile. */
scopes satisfies readonly Scope[];
