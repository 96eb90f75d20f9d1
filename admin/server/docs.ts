import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { SCOPES } from "#core/team/scopes.ts";
import type { Server } from "./server.ts";

/** Gathers every route as OpenAPI: made of the very schemas by which requests are read and answers written. */
export async function gatherDocs(server: Server): Promise<void> {
	await server.register(swagger, {
		openapi: {
			openapi: "3.1.0",
			info: { title: "Prilavok", version: "1", description: ABOUT },
			components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
			security: [{ key: [] }],
		},
		transform(input) {
			const { schema, url } = jsonSchemaTransform(input);
			const act = input.route.config?.act;
			const word = url.split("/")[2] ?? "";
			return {
				url,
				schema: {
					...schema,
					tags: [word],
					summary: act === undefined ? "" : accessOf(act, [input.route.method].flat()),
					response: { ...responsesOf(schema), default: REFUSAL },
				},
			};
		},
	});
}

/** The page on which people read them. */
export async function docsPage(server: Server): Promise<void> {
	server.get("/api/openapi.json", { config: { act: "signed-in-or-key" }, schema: { hide: true } }, () =>
		server.swagger(),
	);
	await server.register(swaggerUi, {
		routePrefix: "/api/docs",
		uiConfig: { layout: "BaseLayout", docExpansion: "list", deepLinking: false, persistAuthorization: false },
		// It draws with styles of its own in the page, which shows nothing of customers; scripts stay files.
		transformStaticCSP: (policy) => policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
		theme: { title: "Prilavok API" },
	});
}

const ABOUT = [
	"The API that the web itself uses. A program shows its key: `Authorization: Bearer prk_…`; keys are made under Settings.",
	"Sums are in minor units, instants are ISO 8601. What is not done is answered with a `code` for programs and a `message` for people.",
].join("\n\n");

const REFUSAL = {
	description: "Why it was not done: 400 invalid, 401 signed-out, 403 not-allowed, 404, 409, 429 limit, 5xx failed",
	type: "object",
	properties: { code: { type: "string" }, message: { type: "string" } },
	required: ["code", "message"],
};

/** Which scopes open a route; one that changes something is not opened by a scope that reads. */
function accessOf(act: string, methods: readonly string[]): string {
	if (act === "anybody") return "open to anybody";
	if (act.startsWith("read-") && !methods.includes("GET")) return "for people who are signed in";
	const scopes = Object.entries(SCOPES).filter(([, acts]) => acts.some((one) => one === act));
	return scopes.length > 0 ? `scope ${scopes.map(([scope]) => scope).join(" or ")}` : "for people who are signed in";
}

/** A route of a library may come without any schema. */
function responsesOf(schema: { response?: unknown } | undefined): object {
	return typeof schema?.response === "object" && schema.response !== null ? schema.response : {};
}
