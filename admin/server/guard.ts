import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { findApiKey } from "#core/team/find-api-key.ts";
import { type Act, may, type RoleName } from "#core/team/may.ts";
import { hashOfToken } from "#core/team/one-time-token.ts";
import { secondFactorRoles } from "#core/team/require-second-factor.ts";
import { actsOf } from "#core/team/scopes.ts";
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
	/** What they may do: all that their role may, or what is left of it by an API key. */
	can(act: Act): boolean;
	readonly cameBy: { readonly way: "session"; readonly id: string } | { readonly way: "key"; readonly id: string };
	readonly secondFactor: "on" | "off" | "missing";
};

/** `signed-in` is for people, about themselves; a program's key opens the others. */
export type RouteAct = Act | "signed-in" | "signed-in-or-key" | "anybody";

export type GuardedRoute = { readonly method: string; readonly url: string; readonly act: RouteAct };

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
		act?: RouteAct;
		/** Open also to whose role must have a second factor and who has none yet: it is what they need to get one. */
		enrolling?: true;
	}
}

/** Routes of libraries, which cannot say it themselves, by where they begin. */
const OF_LIBRARIES: readonly { readonly below: string; readonly act: RouteAct }[] = [
	{ below: "/api/docs", act: "signed-in-or-key" },
];

/** Asked by one key in a minute; wrong keys by one address. */
const OF_A_KEY = 300;
const WRONG_KEYS = 20;

/** Deny by default: every route names its act, and the guard asks before the route runs. */
export function guard(server: FastifyInstance, { shop, signIn }: { shop: Shop; signIn: SignIn }): void {
	server.decorateRequest("asker", null);
	server.decorate("guarded", []);

	const limitKey = server.createRateLimit({
		max: OF_A_KEY,
		timeWindow: "1 minute",
		keyGenerator: (request) => hashOfToken(bearerOf(request) ?? ""),
	});
	const limitWrong = server.createRateLimit({ max: WRONG_KEYS, timeWindow: "1 minute" });

	server.addHook("onRoute", (route) => {
		const { method, url } = route;
		const act = route.config?.act ?? OF_LIBRARIES.find(({ below }) => url.startsWith(below))?.act;
		if (!act) throw new Error(`Route ${method} ${url} does not say who may ask: give it config.act.`);
		route.config = { ...route.config, act };
		for (const one of [method].flat()) server.guarded.push({ method: one, url, act });
	});

	server.addHook("onRequest", async (request) => {
		refuseForeignOrigin(request);
		const { act = "signed-in", enrolling } = request.routeOptions.config;
		if (act === "anybody") return;
		const token = bearerOf(request);
		const asker = token === null ? await bySession(request, shop, signIn) : await byKey(request, token);
		if (!asker) throw new Unauthorized(token === null ? undefined : "This API key is not known, or was revoked.");
		request.asker = asker;
		if (asker.secondFactor === "missing" && !enrolling)
			throw new Refusal("not-allowed", "Your role needs a second factor: set it up first.");
		refuseClosed(asker, act, request.method);
	});

	async function byKey(request: FastifyRequest, token: string): Promise<Asker | null> {
		const wrong = await limitWrong(request, { increment: false });
		if (!wrong.isAllowed && wrong.remaining === 0) throw new Refusal("limit", "Too many wrong keys. Wait a minute.");
		const key = await findApiKey(shop, { token });
		const member = key && (await shop.db.member.findUnique({ where: { id: key.memberId } }));
		if (!key || !member || member.banned) {
			await limitWrong(request);
			return null;
		}
		const use = await limitKey(request);
		if (!use.isAllowed && use.isExceeded) throw new Refusal("limit", "This key asks too often. Wait a minute.");
		const acts = actsOf(key.scopes);
		return {
			...member,
			can: (act) => acts.has(act) && may(member.role, act),
			cameBy: { way: "key", id: key.id },
			secondFactor: "on",
		};
	}
}

/** Routes about oneself are for people. A key that may read changes nothing, also where a reading act is enough for people. */
function refuseClosed({ cameBy, can }: Asker, act: RouteAct, method: string): void {
	switch (cameBy.way) {
		case "session":
			if (act === "signed-in" || act === "signed-in-or-key" || act === "anybody" || can(act)) return;
			throw new Refusal("not-allowed", "Your role does not allow this.");
		case "key":
			if (act === "signed-in-or-key" || act === "anybody") return;
			if (act !== "signed-in" && can(act) && (READS.has(method) || !act.startsWith("read-"))) return;
			throw new Refusal("not-allowed", "This API key has no scope for this.");
	}
}

const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

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

async function bySession(request: FastifyRequest, shop: Shop, signIn: SignIn): Promise<Asker | null> {
	if (!request.headers.cookie) return null;
	const found = await signIn.memberOf(headersOf(request));
	if (!found) return null;
	const member = await shop.db.member.findUnique({ where: { id: found.id } });
	if (!member || member.banned) return null;
	const { role, twoFactorEnabled } = member;
	return {
		...member,
		can: (act) => may(role, act),
		cameBy: { way: "session", id: found.sessionId },
		secondFactor: twoFactorEnabled ? "on" : (await secondFactorRoles(shop)).includes(role) ? "missing" : "off",
	};
}

/** The API key that a program shows; null: it is a browser with a cookie, or nobody. */
export function bearerOf(request: FastifyRequest): string | null {
	return /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
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
