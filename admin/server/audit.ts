import { auditPage, auditQuery } from "#admin/contract/audit.ts";
import { showName } from "#core/customers/show-name.ts";
import type { Shop } from "#core/shop.ts";
import { listAudit } from "#core/team/list-audit.ts";
import { memberNames } from "./member-names.ts";
import type { Server, ServerParts } from "./server.ts";
import { dayOfShop } from "./shop-days.ts";

/** Who of the shop did what, to what, and who looked at whom. */
export function auditRoutes(server: Server, { shop, shopFacts }: ServerParts): void {
	server.get(
		"/api/audit",
		{ config: { act: "read-audit" }, schema: { querystring: auditQuery, response: { 200: auditPage } } },
		async (request) => {
			const { from, until, after, ...filter } = request.query;
			const { items, next } = await listAudit(shop, {
				...filter,
				from: dayOfShop(from, shopFacts.zone),
				until: dayOfShop(until, shopFacts.zone, 1),
				after: after === undefined ? undefined : BigInt(after),
			});
			const [names, customers] = await Promise.all([memberNames(shop), customersIn(shop, items)]);
			return {
				items: items.map(({ id, at, actor, act, thing, before, after: now }) => ({
					...{ id: String(id), at: at.toISOString(), actor, act, thing, before, after: now },
					actorName: names.get(actor.replace(/^operator:/, "")) ?? null,
					thingName: names.get(idIn(thing, "member")) ?? customers.get(idIn(thing, "customer")) ?? null,
				})),
				next: next === null ? null : String(next),
			};
		},
	);
}

/** `customer:<id>` names its id; any other thing none. */
function idIn(thing: string, kind: string): string {
	return thing.startsWith(`${kind}:`) ? thing.slice(kind.length + 1) : "";
}

/** What customers are called whom the rows name; who was erased has no name any more. */
async function customersIn(shop: Shop, rows: readonly { thing: string }[]): Promise<ReadonlyMap<string, string>> {
	const ids = rows.map(({ thing }) => idIn(thing, "customer")).filter((id) => UUID.test(id));
	if (ids.length === 0) return new Map();
	const people = await shop.db.customer.findMany({
		where: { id: { in: [...new Set(ids)] } },
		select: { id: true, firstName: true, lastName: true, phone: true, identities: true },
	});
	return new Map(people.map((person) => [person.id, showName(person)]));
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
