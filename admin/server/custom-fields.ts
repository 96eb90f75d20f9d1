import { z } from "zod";
import { customFieldBody, customFields as customFieldsView } from "#admin/contract/custom-fields.ts";
import { customFieldValue } from "#core/customers/custom-field.ts";
import { setAttribute } from "#core/customers/set-attribute.ts";
import { customFields } from "#core/flows/custom-fields.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

/** Fields of a customer that the shop has thought of itself: a line in a file, and they are here, in segments and in flows. */
export function customFieldRoutes(server: Server, { shop, flowBook }: ServerParts): void {
	server.get(
		"/api/customers/:id/fields",
		{
			config: { act: "read-customers" },
			schema: { params: z.strictObject({ id: z.uuid() }), response: { 200: customFieldsView } },
		},
		async (request) => {
			const known = await shop.db.customerAttribute.findMany({ where: { customerId: request.params.id } });
			const values = new Map(known.map(({ name, value }) => [name, value]));
			return {
				items: customFields(flowBook().settings.defaults).map((field) => ({
					...field,
					value: stored.parse(values.get(field.id)),
				})),
			};
		},
	);

	server.put(
		"/api/customers/:id/fields/:field",
		{
			config: { act: "write-to-customers" },
			schema: {
				params: z.strictObject({ id: z.uuid(), field: z.string().max(60) }),
				body: customFieldBody,
				response: { 204: z.null() },
			},
		},
		async (request, answer) => {
			const { id: customerId, field: name } = request.params;
			const field = customFields(flowBook().settings.defaults).find(({ id }) => id === name);
			if (!field) throw new Refusal("not-found", "There is no such field.");
			const value = customFieldValue(field, request.body.value);
			const actor = `operator:${askerOfRoute(request).id}` as const;
			await shop.atomically(async (inside) => {
				const customer = await inside.db.customer.findUnique({ where: { id: customerId }, select: { id: true } });
				if (!customer) throw new Refusal("not-found", "There is no such customer.");
				const before = await inside.db.customerAttribute.findUnique({
					where: { customerId_name: { customerId, name } },
				});
				await setAttribute(inside, { customerId, name, value, sort: "said" });
				await inside.record({ name: "profile.changed", customerId, actor, data: { field: name } });
				const was = before?.value ?? null;
				await noteAudit(inside, {
					actor,
					act: "customer.field",
					thing: `customer:${customerId}`,
					before: { [name]: was },
					after: { [name]: value },
				});
			});
			return answer.status(204).send(null);
		},
	);
}

/** What an import wrote may be of another type than the field has by now: then it is shown as nothing. */
const stored = customFieldBody.shape.value.catch(null).default(null);
