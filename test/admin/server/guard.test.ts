import type { Readable } from "node:stream";
import rateLimit from "@fastify/rate-limit";
import fastify from "fastify";
import { expect, test } from "vitest";
import { acts, roles } from "#admin/contract/session.ts";
import { guard, type RouteAct } from "#admin/server/guard.ts";
import { type Act, may } from "#core/team/may.ts";
import { aDemo } from "../support/a-demo.ts";
import { anAdmin, HOST, type Member } from "../support/an-admin.ts";

/** Every address of the back office, and what one must be allowed to do to ask. A route that is not here fails the test. */
const ROUTES: Record<string, RouteAct> = {
	"GET /health": "anybody",
	"GET /ready": "anybody",
	"GET /": "anybody",
	"POST /api/auth/*": "anybody",
	"POST /api/welcome": "anybody",
	"GET /api/session": "signed-in",
	"PUT /api/session/language": "signed-in",
	"GET /api/live": "signed-in",
	"GET /api/openapi.json": "signed-in-or-key",
	"GET /api/docs": "signed-in-or-key",
	"GET /api/docs/json": "signed-in-or-key",
	"GET /api/docs/yaml": "signed-in-or-key",
	"GET /api/docs/static/*": "signed-in-or-key",
	"GET /api/docs/static/index.html": "signed-in-or-key",
	"GET /api/docs/static/swagger-initializer.js": "signed-in-or-key",
	"GET /api/sessions": "signed-in",
	"DELETE /api/sessions": "signed-in",
	"DELETE /api/sessions/:id": "signed-in",
	"GET /api/members": "lead-team",
	"PUT /api/members/:id/role": "manage-team",
	"PUT /api/members/:id/switch": "manage-team",
	"PUT /api/members/second-factor-roles": "manage-team",
	"DELETE /api/members/:id/sessions": "manage-team",
	"DELETE /api/members/:id/second-factor": "manage-team",
	"POST /api/members/:id/password-link": "manage-team",
	"POST /api/invitations": "manage-team",
	"DELETE /api/invitations/:id": "manage-team",
	"GET /api/join/:token": "anybody",
	"POST /api/join/:token": "anybody",
	"GET /api/api-keys": "manage-keys",
	"POST /api/api-keys": "manage-keys",
	"DELETE /api/api-keys/:id": "manage-keys",
	"GET /api/webhooks": "manage-keys",
	"POST /api/webhooks": "manage-keys",
	"PUT /api/webhooks/:id": "manage-keys",
	"DELETE /api/webhooks/:id": "manage-keys",
	"PUT /api/webhooks/:id/switch": "manage-keys",
	"POST /api/webhooks/:id/secret": "manage-keys",
	"GET /api/webhooks/:id/deliveries": "manage-keys",
	"POST /api/webhooks/:id/deliveries/:delivery": "manage-keys",
	"GET /api/events": "read-events",
	"GET /api/audit": "read-audit",
	"GET /api/conversations": "read-conversations",
	"GET /api/conversations/:id": "read-conversations",
	"GET /api/media/*": "read-conversations",
	"POST /api/conversations/:id/replies": "write-to-customers",
	"GET /api/desk": "read-conversations",
	"POST /api/desk/codes": "read-conversations",
	"POST /api/conversations/:id/take": "write-to-customers",
	"POST /api/conversations/:id/hand-back": "write-to-customers",
	"GET /api/customers": "read-customers",
	"GET /api/customers.csv": "lead-team",
	"GET /api/customer-choices": "read-customers",
	"POST /api/customer-tags": "write-to-customers",
	"GET /api/customers/:id": "read-customers",
	"GET /api/customers/:id/decisions": "read-customers",
	"GET /api/conversations/:id/channels": "read-conversations",
	"GET /api/customers/:id/links": "read-customers",
	"GET /api/customers/:id/next-step": "read-customers",
	"POST /api/customer-links/:id/undo": "lead-team",
	"GET /api/channel-reports": "link-phones",
	"POST /api/channel-switches": "link-phones",
	"GET /api/link-suggestions": "read-customers",
	"POST /api/link-suggestions/:id/reject": "lead-team",
	"POST /api/customers/:id/export": "erase-people",
	"POST /api/customers/:id/erase": "erase-people",
	"GET /api/orders": "read-orders",
	"GET /api/delivery-slots": "read-orders",
	"PUT /api/delivery-slots/:id": "lead-team",
	"POST /api/delivery-days": "lead-team",
	"GET /api/catalogue": "read-orders",
	"GET /api/catalogue.csv": "lead-team",
	"GET /api/categories": "read-orders",
	"GET /api/catalogue/:id/price-effect": "lead-team",
	"PUT /api/catalogue/:id/price": "lead-team",
	"PUT /api/catalogue/:id/shown": "lead-team",
	"POST /api/catalogue/:id/stock": "move-orders",
	"POST /api/price-list": "lead-team",
	"POST /api/customer-imports": "lead-team",
	"GET /api/customer-imports/:id": "lead-team",
	"POST /api/customer-imports/:id/preview": "lead-team",
	"POST /api/customer-imports/:id/start": "lead-team",
	"GET /api/customer-imports/:id/refused.csv": "lead-team",
	"GET /api/customer-imports/taken": "lead-team",
	"GET /api/customer-imports/taken/:id": "lead-team",
	"POST /api/customer-imports/taken/:id/undo": "lead-team",
	"POST /api/imports": "lead-team",
	"GET /api/imports/:id": "lead-team",
	"POST /api/imports/:id/preview": "lead-team",
	"POST /api/imports/:id/start": "lead-team",
	"GET /api/imports/:id/refused.csv": "lead-team",
	"GET /api/orders.csv": "lead-team",
	"GET /api/order-choices": "read-orders",
	"POST /api/order-states": "move-orders",
	"POST /api/order-steps-back": "move-orders",
	"POST /api/orders/:id/state": "move-orders",
	"PUT /api/orders/:id/terms": "move-orders",
	"GET /api/orders/:id/outcomes": "read-orders",
	"POST /api/orders/:id/outcome": "move-orders",
	"GET /api/conversations/:id/outcomes": "read-conversations",
	"POST /api/conversations/:id/outcome": "write-to-customers",
	"GET /api/reasons": "read-orders",
	"GET /api/answer-cards": "read-conversations",
	"POST /api/conversations/:id/answer-cards": "write-to-customers",
	"GET /api/conversations/:id/order-desk": "write-to-customers",
	"POST /api/conversations/:id/order-quote": "write-to-customers",
	"POST /api/conversations/:id/orders": "write-to-customers",
	"GET /api/customers/:id/fields": "read-customers",
	"PUT /api/customers/:id/fields/:field": "write-to-customers",
	"GET /api/tips": "read-conversations",
	"GET /api/tip-standings": "read-conversations",
	"POST /api/tips/:id/send": "write-to-customers",
	"POST /api/tips/:id/wrong": "write-to-customers",
	"POST /api/tip-standings/:tip/on": "lead-team",
	"GET /api/unmet-demand": "read-orders",
	"GET /api/unmet-demand.csv": "read-orders",
	"POST /api/unmet-demand/subscriptions": "move-orders",
	"POST /api/counter/visits": "serve-counter",
	"GET /api/counter/visits/:id": "serve-counter",
	"GET /api/counter/goods": "serve-counter",
	"POST /api/counter/visits/:id/sale": "serve-counter",
	"GET /api/flows": "read-flows",
	"GET /api/flows/:flow": "read-flows",
	"GET /api/flows/:flow/counts": "read-flows",
	"GET /api/flows/:flow/visitors": "read-flows",
	"GET /api/flows/:flow/preview": "read-flows",
	"GET /api/flows/:flow/rehearsal": "read-flows",
	"POST /api/flows/:flow/rehearsal": "read-flows",
	"DELETE /api/flows/:flow/rehearsal": "read-flows",
	"GET /api/flows/:flow/rehearsal/file": "read-flows",
	"POST /api/flows/:flow/pause": "pause-flows",
	"POST /api/flows/:flow/resume": "pause-flows",
	"GET /api/flow-changes": "read-flows",
	"POST /api/flow-changes/apply": "apply-flows",
	"GET /api/flows/:flow/runs": "read-flows",
	"GET /api/runs/:id": "read-flows",
	"GET /api/reports": "read-reports",
	"GET /api/reports/pocket": "read-reports",
	"GET /api/reports/:name": "read-reports",
	"GET /api/reports/:name/file": "read-reports",
	"GET /api/health": "read-health",
	"POST /api/dead-letters/:id/replay": "mend-health",
	"GET /api/channels": "link-phones",
	"POST /api/channels/:id/wish": "link-phones",
	"POST /hooks/fake": "anybody",
	"GET /api/demo/clock": "anybody",
	"POST /api/demo/clock": "anybody",
	"GET /api/demo/phones": "anybody",
	"POST /api/demo/phones": "anybody",
	"POST /api/demo/phones/:id/acts": "anybody",
	"GET /api/demo/pictures/*": "anybody",
	"GET /api/demo/live": "anybody",
	"DELETE /api/conversations/:id/step": "write-to-customers",
	"DELETE /api/later-replies/:id": "write-to-customers",
	"DELETE /api/views/:id": "read-conversations",
	"GET /api/conversations/:id/hand-back": "write-to-customers",
	"GET /api/conversations/counts": "read-conversations",
	"GET /api/replies": "read-conversations",
	"GET /api/search": "read-conversations",
	"GET /api/tags": "read-conversations",
	"POST /api/attachments": "write-to-customers",
	"GET /api/team": "read-conversations",
	"GET /api/views": "read-conversations",
	"POST /api/conversations/:id/close": "write-to-customers",
	"POST /api/conversations/:id/later": "write-to-customers",
	"POST /api/conversations/:id/macros/:macro": "write-to-customers",
	"POST /api/conversations/:id/no-answer-needed": "write-to-customers",
	"GET /api/conversations/:id/held": "read-conversations",
	"POST /api/conversations/:id/reopen": "write-to-customers",
	"POST /api/conversations/:id/notes": "write-notes",
	"POST /api/conversations/:id/pass": "write-to-customers",
	"POST /api/conversations/:id/presence": "read-conversations",
	"POST /api/conversations/:id/proposal": "write-to-customers",
	"POST /api/conversations/:id/promises": "write-to-customers",
	"POST /api/conversations/:id/step": "write-to-customers",
	"POST /api/messages/:id/resend": "write-to-customers",
	"POST /api/messages/:id/unsend": "write-to-customers",
	"POST /api/promises/:id/keep": "write-to-customers",
	"POST /api/promises/:id/withdraw": "write-to-customers",
	"POST /api/team/presence": "signed-in",
	"POST /api/views": "read-conversations",
	"PUT /api/conversations/:id/draft": "write-to-customers",
	"PUT /api/conversations/:id/tags": "write-to-customers",
	"PUT /api/messages/:id/text": "write-notes",
	"PUT /api/replies/:key": "write-to-customers",
	"PUT /api/team/:id/work": "lead-team",
};

const door = { path: "/hooks/fake", limit: 1000, proof: "header" as const, verify: () => true, hear: () => [] };

test("every route says who may ask, and this list knows every route", async () => {
	const { server } = await anAdmin({ demo: aDemo(), doors: [{ door, receive: async () => {} }] });

	const found = server.guarded
		.filter(({ method }) => method !== "HEAD")
		.map(({ method, url, act }) => [`${method} ${url}`, act]);

	expect(Object.fromEntries(found)).toEqual(ROUTES);
});

test("a route that does not say who may ask is no route: the program does not start", async () => {
	const server = fastify();
	await server.register(rateLimit, { global: false });
	const nobody = {
		...{
			handler: async () => new Response(),
			memberOf: async () => null,
			makeOwner: async () => {},
			join: async () => {},
		},
		isPasswordOf: async () => false,
	};
	guard(server, { shop: undefined as never, signIn: nobody });

	expect(() => server.get("/api/forgotten", () => "secrets")).toThrow("GET /api/forgotten does not say who may ask");
});

test.each(roles)("the %s gets exactly what this role may", async (role) => {
	const { server, signedIn } = await anAdmin({ demo: aDemo() });
	const member = await signedIn(role);

	const got: Record<string, string> = {};
	const expected: Record<string, string> = {};
	for (const { method, url, act } of server.guarded) {
		if (act === "anybody" || method === "HEAD") continue;
		got[`${method} ${url}`] = await answerOf(member);
		expected[`${method} ${url}`] =
			act === "signed-in" || act === "signed-in-or-key" || may(role, act) ? "let in" : "refused";

		async function answerOf({ cookie }: Member) {
			const status = await statusOf(server, { method, url, cookie });
			return status === 403 ? "refused" : status === 401 ? "signed out" : "let in";
		}
	}

	expect(got).toEqual(expected);
});

test("without a session everything but what is open is closed, before anything is looked up", async () => {
	const { server } = await anAdmin();

	const open: string[] = [];
	for (const { method, url, act } of server.guarded)
		if (act !== "anybody" && (await statusOf(server, { method, url })) !== 401) open.push(`${method} ${url}`);

	expect(open).toEqual([]);
});

test("the screens are told the same rights as the guard keeps", async () => {
	const { signedIn } = await anAdmin();
	const cashier = await signedIn("cashier");

	const { may: told } = (await cashier.get("/api/session")).json() as { may: Act[] };

	expect(told).toEqual(acts.filter((act) => may("cashier", act)));
	expect(told).toEqual(["read-orders", "move-orders", "serve-counter"]);
});

type Asked = { method: string; url: string; cookie?: string };

/** A stream (`/api/live`) never ends by itself, so only its head is awaited. */
async function statusOf(server: Awaited<ReturnType<typeof anAdmin>>["server"], { method, url, cookie }: Asked) {
	const answer = await server.inject({
		method: method as "GET",
		url: url
			.replace(":id", url.includes("dead-letters") ? "7" : NOBODY)
			.replace(":flow", "order")
			.replace("*", "x"),
		headers: { host: HOST, origin: `http://${HOST}`, ...(cookie && { cookie }) },
		payloadAsStream: true,
	});
	(answer.stream() as Readable).destroy();
	return answer.statusCode;
}

const NOBODY = "0190a0a0-0000-7000-8000-000000000000";
