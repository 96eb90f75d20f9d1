import { z } from "zod";
import { acts, languageChoice, session, welcome } from "#admin/contract/session.ts";
import { readShopFacts } from "#core/catalogue/shop-facts.ts";
import { Refusal } from "#core/refusal.ts";
import type { Act } from "#core/team/may.ts";
import { hasFailedWebhooks } from "#core/webhooks/failed-webhooks.ts";
import { LIBRARY_DOORS, throughTheDoor } from "./auth-doors.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

/** Coming in, going out, and who one is. */
export function sessionRoutes(server: Server, { shop, signIn, demo, flows, shopFacts, scribe }: ServerParts): void {
	server.post("/api/auth/*", { config: { act: "anybody" }, schema: { hide: true } }, async (request, reply) => {
		const path = new URL(request.url, "http://counter").pathname.replace(/^\/api\/auth/, "");
		if (!Object.hasOwn(LIBRARY_DOORS, path)) throw new Refusal("not-found", "There is no such address.");
		const answer = await throughTheDoor(request, path, { shop, signIn });
		reply.status(answer.status);
		for (const cookie of answer.headers.getSetCookie()) reply.header("set-cookie", cookie);
		return reply.type(answer.headers.get("content-type") ?? "application/json").send(await answer.text());
	});

	server.post(
		"/api/welcome",
		{ config: { act: "anybody", rateLimit: { max: 10 } }, schema: { body: welcome, response: { 204: z.null() } } },
		async (request, reply) => {
			await signIn.makeOwner(request.body);
			return reply.status(204).send(null);
		},
	);

	server.get(
		"/api/session",
		{ config: { act: "signed-in", enrolling: true }, schema: { response: { 200: session } } },
		async (request) => {
			const { id, name, email, role, language, secondFactor, can } = askerOfRoute(request);
			const facts = await readShopFacts(shop);
			const known = language === "en" ? ("en" as const) : ("ru" as const);
			return {
				member: { id, name, email, role, language: known, secondFactor },
				shop: { name: facts.name, ...shopFacts },
				may: secondFactor === "missing" ? [] : KNOWN_ACTS.filter(can),
				troubles: can("manage-keys") && (await hasFailedWebhooks(shop)) ? ["webhooks-failed" as const] : [],
				now: shop.now().toISOString(),
				titles: {
					stages: Object.fromEntries((flows.stages?.() ?? []).map(({ id: stage, title }) => [stage, title])),
					flows: Object.fromEntries(flows.list().map(({ flow, title }) => [flow, title])),
				},
				demo: demo !== undefined,
				proposes: scribe !== undefined && can("write-to-customers"),
			};
		},
	);

	server.put(
		"/api/session/language",
		{ config: { act: "signed-in", enrolling: true }, schema: { body: languageChoice, response: { 204: z.null() } } },
		async (request, reply) => {
			await shop.db.member.update({
				where: { id: askerOfRoute(request).id },
				data: { language: request.body.language },
			});
			return reply.status(204).send(null);
		},
	);
}

/** The contract's acts and the core's are the same words, or this does not compile. */
const KNOWN_ACTS: readonly Act[] = acts;
