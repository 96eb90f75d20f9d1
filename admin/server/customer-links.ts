import { rm } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { z } from "zod";
import { confirmed, customerLinks, linkSuggestions, undoing } from "#admin/contract/customer-links.ts";
import { erasePerson } from "#core/customers/erase-person.ts";
import { exportPerson } from "#core/customers/export-person.ts";
import { rejectSuggestion } from "#core/customers/suggest-link.ts";
import { readUnclear, unmergeCustomers } from "#core/customers/unmerge-customers.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { nameFor } from "./mask-phones.ts";
import type { Server, ServerParts } from "./server.ts";
import type { SignIn } from "./sign-in.ts";

const params = z.strictObject({ id: z.uuid() });

/** Who turned out to be whom, and what a person may ask for: all that we keep of them, or to be forgotten. */
export function customerLinkRoutes(server: Server, { shop, signIn, mediaFolder }: ServerParts): void {
	server.get(
		"/api/customers/:id/links",
		{ config: { act: "read-customers" }, schema: { params, response: { 200: customerLinks } } },
		async (request) => {
			const where = { keptId: request.params.id, undoneAt: null };
			const links = await shop.db.customerLink.findMany({ where, orderBy: { at: "desc" }, omit: { moved: true } });
			const names = await peopleBy(
				shop,
				links.map(({ absorbedId }) => absorbedId),
			);
			return Promise.all(
				links.map(async ({ id, absorbedId, proof, confidence, actor, at }) => {
					const absorbed = names.get(absorbedId);
					const absorbedName = absorbed ? nameFor(askerOfRoute(request), absorbed) : absorbedId;
					const unclear = (await readUnclear(shop, id)).map((row) => ({ ...row, at: row.at.toISOString() }));
					return { id, absorbedId, absorbedName, proof, confidence, actor, at: at.toISOString(), unclear };
				}),
			);
		},
	);

	server.post(
		"/api/customer-links/:id/undo",
		{ config: { act: "lead-team" }, schema: { params, body: undoing, response: { 204: z.null() } } },
		async (request, reply) => {
			const actor = `operator:${askerOfRoute(request).id}` as const;
			await unmergeCustomers(shop, { linkId: request.params.id, actor, give: request.body.give });
			return reply.status(204).send(null);
		},
	);

	server.get(
		"/api/link-suggestions",
		{ config: { act: "read-customers" }, schema: { response: { 200: linkSuggestions } } },
		async (request) => {
			const open = await shop.db.linkSuggestion.findMany({
				where: { state: "open" },
				orderBy: { at: "desc" },
				take: 200,
			});
			const people = await peopleBy(
				shop,
				open.flatMap(({ firstId, secondId }) => [firstId, secondId]),
			);
			return open.map(({ id, firstId, secondId, ground, at }) => ({
				id,
				people: [firstId, secondId].flatMap((one) => {
					const person = people.get(one);
					if (!person) return [];
					const channels = [...new Set(person.identities.map(({ channel }) => channel))];
					return { id: one, name: nameFor(askerOfRoute(request), person), channels };
				}),
				ground,
				at: at.toISOString(),
			}));
		},
	);

	server.post(
		"/api/link-suggestions/:id/reject",
		{ config: { act: "lead-team" }, schema: { params, response: { 204: z.null() } } },
		async (request, reply) => {
			const actor = `operator:${askerOfRoute(request).id}` as const;
			await rejectSuggestion(shop, { suggestionId: request.params.id, actor });
			return reply.status(204).send(null);
		},
	);

	server.post(
		"/api/customers/:id/export",
		{ config: { act: "erase-people", rateLimit: GUESSES }, schema: { params, body: confirmed } },
		async (request, reply) => {
			await refuseWithoutPassword(request.body.password, askerOfRoute(request), signIn);
			const actor = `operator:${askerOfRoute(request).id}` as const;
			const file = await exportPerson(shop, { customerId: request.params.id, actor });
			reply.header("content-disposition", `attachment; filename="customer-${file.customerId}.json"`);
			return reply.send(file);
		},
	);

	server.post(
		"/api/customers/:id/erase",
		{
			config: { act: "erase-people", rateLimit: GUESSES },
			schema: { params, body: confirmed, response: { 204: z.null() } },
		},
		async (request, reply) => {
			await refuseWithoutPassword(request.body.password, askerOfRoute(request), signIn);
			const actor = `operator:${askerOfRoute(request).id}` as const;
			await erasePerson(shop, {
				customerId: request.params.id,
				actor,
				removeFile: (path) => remove(mediaFolder, path),
			});
			return reply.status(204).send(null);
		},
	);
}

/** Of passwords, a minute and address. */
const GUESSES = { max: 10 };

/** An open screen is no proof of who sits before it. */
async function refuseWithoutPassword(password: string, asker: Asker, signIn: SignIn): Promise<void> {
	if (await signIn.isPasswordOf(asker.id, password)) return;
	throw new Refusal("not-allowed", asker.language === "en" ? "This is not your password." : "Это не ваш пароль.");
}

async function peopleBy(shop: Shop, ids: readonly string[]) {
	const people = await shop.db.customer.findMany({
		where: { id: { in: [...ids] } },
		select: { id: true, firstName: true, lastName: true, phone: true, identities: true },
	});
	return new Map(people.map((person) => [person.id, person]));
}

/** Nothing outside the media folder, whatever a row says. */
async function remove(folder: string, path: string): Promise<void> {
	const file = resolve(folder, path);
	if (file.startsWith(resolve(folder) + sep)) await rm(file, { force: true });
}
