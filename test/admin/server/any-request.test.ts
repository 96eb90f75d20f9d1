import { expect, test } from "vitest";
import { someDice } from "#test/standins/dice.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { manyRuns } from "#test/support/many-runs.ts";
import { anAdmin, HOST, type TestAdmin } from "../support/an-admin.ts";
import { type Described, oddValue } from "./odd-request.ts";

type Api = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

type Operation = {
	readonly parameters?: readonly { in: string; name: string; schema: Described }[];
	readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Described }>> };
};

/** How often each route is asked. */
const ROUNDS = Math.ceil(manyRuns(400) / 100);

/** Answers that never end; leaving; and files, whose bodies are no JSON. */
const APART = /^\/api\/(live|events|auth\/sign-out)|\/files|\/media/;

test("whatever is asked of whatever route, it is answered or refused: nothing breaks", {
	timeout: 900_000,
}, async () => {
	const admin = await anAdmin();
	const owner = await admin.signedIn();
	const known = await someThings(admin);
	const dice = someDice(20261122);
	const broken: string[] = [];
	let asked = 0;
	const statuses = new Map<number, number>();

	for (const [method, path, operation] of operationsOf((await owner.get("/api/openapi.json")).json() as Api))
		for (let round = 0; round < ROUNDS; round++) {
			const url = addressOf(path, operation);
			const content = operation.requestBody?.content["application/json"];
			const body = content ? JSON.stringify(oddValue(content.schema, dice, known)) : undefined;
			const status = await ask(method, url, body);
			asked += 1;
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
			if (status === 500) broken.push(`${method} ${url} ${body ?? ""} → ${admin.faults.at(-1)}`);
		}

	expect(broken).toEqual([]);
	// Most are refused, and many are not: those have gone all the way.
	expect(statuses.get(200)).toBeGreaterThan(20 * ROUNDS);

	async function ask(method: string, url: string, body: string | undefined): Promise<number> {
		const headers = { host: HOST, origin: `http://${HOST}`, cookie: owner.cookie, "content-type": "application/json" };
		// Each from a place of its own, or the limit of requests a minute would answer most of them.
		const remoteAddress = `10.2.${(asked >> 8) & 255}.${asked & 255}`;
		const said = body === undefined ? {} : { payload: body };
		const request = { method: method.toUpperCase() as "GET", url, headers, remoteAddress, ...said };
		return (await admin.server.inject(request)).statusCode;
	}

	function addressOf(path: string, { parameters = [] }: Operation): string {
		const text = (described: Described) => encodeURIComponent(wellFormed(String(oddValue(described, dice, known))));
		const place = path.replace(/\{[^}]+\}/g, () => text({ type: "string" }) || "x");
		const query = parameters.filter((one) => one.in === "query" && dice.draw() < 0.5);
		return `${place}?${query.map(({ name, schema }) => `${name}=${text(schema)}`).join("&")}`;
	}
});

/** Half a character cannot stand in an address. */
function wellFormed(text: string): string {
	return Buffer.from(text).toString();
}

function operationsOf({ paths }: Api): (readonly [method: string, path: string, operation: Operation])[] {
	return Object.entries(paths)
		.filter(([path]) => !APART.test(path))
		.flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => [method, path, one] as const));
}

/** A shop in which there is one of each, and the ids of all that. */
async function someThings({ shop }: TestAdmin): Promise<string[]> {
	const goods = await aProduct(shop, { title: "Медовик", stock: 5 });
	const { id, conversationId } = await aCustomer(shop, { phone: "+79001234567" });
	const order = await anOrder(shop, { customerId: id, lines: [{ goods, qty: 1 }] });
	return [goods.id, id, conversationId, order.id, order.id, conversationId, id];
}
