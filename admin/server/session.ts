import { z } from "zod";
import { acts, languageChoice, session, welcome } from "#admin/contract/session.ts";
import { readShopFacts } from "#core/catalogue/shop-facts.ts";
import { type Act, may } from "#core/team/may.ts";
import { askerOfRoute, headersOf } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";
import { CLIENT_ADDRESS } from "./sign-in.ts";

/** Coming in, going out, and who one is. */
export function sessionRoutes(server: Server, { shop, signIn, demo, flows, shopFacts }: ServerParts): void {
	server.route({
		method: ["GET", "POST"],
		url: "/api/auth/*",
		config: { act: "anybody" },
		schema: { hide: true },
		async handler(request, reply) {
			const address = `${request.protocol}://${request.host}${request.url}`;
			const body = request.body === undefined || request.method === "GET" ? null : JSON.stringify(request.body);
			const headers = headersOf(request);
			// Nobody may say of himself where he comes from: guesses are counted by this address.
			headers.set(CLIENT_ADDRESS, request.ip);
			const answer = await signIn.handler(new Request(address, { method: request.method, headers, body }));
			reply.status(answer.status);
			for (const cookie of answer.headers.getSetCookie()) reply.header("set-cookie", cookie);
			return reply.type(answer.headers.get("content-type") ?? "application/json").send(await answer.text());
		},
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
		{ config: { act: "signed-in" }, schema: { response: { 200: session } } },
		async (request) => {
			const { id, name, email, role, language } = askerOfRoute(request);
			const facts = await readShopFacts(shop);
			return {
				member: { id, name, email, role, language: language === "en" ? ("en" as const) : ("ru" as const) },
				shop: { name: facts.name, ...shopFacts },
				may: KNOWN_ACTS.filter((act) => may(role, act)),
				now: shop.now().toISOString(),
				titles: {
					stages: Object.fromEntries((flows.stages?.() ?? []).map(({ id: stage, title }) => [stage, title])),
					flows: Object.fromEntries(flows.list().map(({ flow, title }) => [flow, title])),
				},
				demo: demo !== undefined,
			};
		},
	);

	server.put(
		"/api/session/language",
		{ config: { act: "signed-in" }, schema: { body: languageChoice, response: { 204: z.null() } } },
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
