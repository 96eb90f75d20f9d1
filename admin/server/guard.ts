import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { type Act, may, type RoleName } from "#core/team/may.ts";
import type { SignIn } from "./sign-in.ts";

/** Who asks. Set by the guard before a route runs. */
export type Asker = {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly role: RoleName;
	readonly language: string;
	/** Teams of _defaults.yaml; none: all. */
	readonly teams: readonly string[];
};

export type GuardedRoute = {
	readonly method: string;
	readonly url: string;
	readonly act: Act | "signed-in" | "anybody";
};

declare module "fastify" {
	interface FastifyRequest {
		asker: Asker | null;
	}
	interface FastifyInstance {
		/** Every route with what it asks for, as they were added. */
		guarded: GuardedRoute[];
	}
	interface FastifyContextConfig {
		/** What one must be allowed to do to ask; `anybody` for what is open. A route without it is refused at start. */
		act?: Act | "signed-in" | "anybody";
	}
}

/** Deny by default: every route names its act, and the guard asks before the route runs. */
export function guard(server: FastifyInstance, { shop, signIn }: { shop: Shop; signIn: SignIn }): void {
	server.decorateRequest("asker", null);
	server.decorate("guarded", []);

	server.addHook("onRoute", ({ method, url, config }) => {
		if (!config?.act) throw new Error(`Route ${method} ${url} does not say who may ask: give it config.act.`);
		for (const one of [method].flat()) server.guarded.push({ method: one, url, act: config.act });
	});

	server.addHook("onRequest", async (request) => {
		refuseForeignOrigin(request);
		const act = request.routeOptions.config.act ?? "signed-in";
		if (act === "anybody") return;
		const asker = await askerOf(request, shop, signIn);
		if (!asker) throw new Unauthorized();
		request.asker = asker;
		if (act !== "signed-in" && !may(asker.role, act))
			throw new Refusal("not-allowed", "Your role does not allow this.");
	});
}

/** The one who asks, where the guard has let them in. */
export function askerOfRoute(request: FastifyRequest): Asker {
	if (!request.asker) throw new Unauthorized();
	return request.asker;
}

/** Nobody is signed in, or a machine did not prove who it is. */
export class Unauthorized extends Error {
	override readonly name = "Unauthorized";

	constructor(sentence = "Please sign in.") {
		super(sentence);
	}
}

async function askerOf(request: FastifyRequest, shop: Shop, signIn: SignIn): Promise<Asker | null> {
	if (!request.headers.cookie) return null;
	const found = await signIn.memberOf(headersOf(request));
	if (!found) return null;
	const member = await shop.db.member.findUnique({ where: { id: found.id } });
	return member && !member.banned ? member : null;
}

/** The browser's own word about where a changing request comes from: another site may not use our cookie. */
function refuseForeignOrigin(request: FastifyRequest): void {
	if (request.method === "GET" || request.method === "HEAD") return;
	const { origin } = request.headers;
	// A page in a sandbox says "null": it is nobody's, so it is not ours.
	if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === request.host))
		throw new Refusal("not-allowed", "This request comes from another site.");
}

/** Fastify's headers as the web's. */
export function headersOf(request: FastifyRequest): Headers {
	const headers = new Headers();
	for (const [name, value] of Object.entries(request.headers))
		for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
	return headers;
}

/** What people are told, and with which status. Anything that is no answer of ours is our fault: logged, not shown. */
export function answerError(error: unknown, reply: FastifyReply): { code: string; message: string } | null {
	if (error instanceof Unauthorized) {
		reply.status(401);
		return { code: "signed-out", message: error.message };
	}
	if (error instanceof Refusal) {
		reply.status(STATUS[error.code] ?? 409);
		return { code: error.code, message: error.message };
	}
	if (error instanceof Error && "validation" in error) {
		reply.status(400);
		return { code: "invalid", message: error.message };
	}
	if (
		error instanceof Error &&
		"statusCode" in error &&
		typeof error.statusCode === "number" &&
		error.statusCode < 500
	) {
		reply.status(error.statusCode);
		return { code: error.statusCode === 429 ? "limit" : "invalid", message: error.message };
	}
	return null;
}

const STATUS: Partial<Record<string, number>> = {
	"not-found": 404,
	"not-allowed": 403,
	invalid: 400,
	limit: 429,
	unavailable: 503,
};
