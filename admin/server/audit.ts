import { auditPage, auditQuery } from "#admin/contract/audit.ts";
import { showName } from "#core/customers/show-name.ts";
import type { Shop } from "#core/shop.ts";
import { listAudit } from "#core/team/list-audit.ts";
import { instantOf } from "#core/zoned-time.ts";
import { memberNames } from "./member-names.ts";
import type { Server, ServerParts } from "./server.ts";

/** Who of the shop did what, to what, and who looked at whom. */
export function auditRoutes(server: Server, { shop, shopFacts }: ServerParts): void {
	server.get(
		"/api/audit",
		{ config: { act: "read-audit" }, schema: { querystring: auditQuery, response: { 200: auditPage } } },
		async (request) => {
			const { from, until, after, ...filter } = request.query;
			const { items, next } = await listAudit(shop, {
				...filter,
				from: from === undefined ? undefined : startOf(from, shopFacts.zone),
				until: until === undefined ? undefined : startOf(until, shopFacts.zone, 1),
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

function startOf(iso: string, zone: string, daysOn = 0): Date {
	const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
	return instantOf({ year, month, day: day + daysOn, hour: 0 }, zone);
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
