import { z } from "zod";
import { outcomeBody, outcomeSources, outcomes, reasons } from "#admin/contract/outcomes.ts";
import { explainInquiry, explainOrder } from "#core/orders/explain-by-staff.ts";
import { listOutcomes } from "#core/orders/list-outcomes.ts";
import { needsNote } from "#core/orders/reasons.ts";
import { askerOfRoute } from "./guard.ts";
import { memberNames } from "./member-names.ts";
import { refuseForeignTeam } from "./refuse-foreign-team.ts";
import type { Server, ServerParts } from "./server.ts";

const one = z.strictObject({ id: z.uuid() });

/** Why the shop wins and loses: the closed list, what was said, and one tap to say it. */
export function outcomeRoutes(server: Server, { shop, flowBook, shopFacts }: ServerParts): void {
	const listed = () => flowBook().settings.reasons;

	server.get("/api/reasons", { config: { act: "read-orders" }, schema: { response: { 200: reasons } } }, () => {
		const of = (wanted: "won" | "lost") =>
			listed()
				.filter(({ kind }) => kind === wanted)
				.map(({ id, title }) => ({ id, title, needsNote: needsNote(id) }));
		return { won: of("won"), lost: of("lost") };
	});

	server.get(
		"/api/orders/:id/outcomes",
		{ config: { act: "read-orders" }, schema: { params: one, response: { 200: outcomes } } },
		async (request) => present(await listOutcomes(shop, { orderId: request.params.id })),
	);

	server.get(
		"/api/conversations/:id/outcomes",
		{ config: { act: "read-conversations" }, schema: { params: one, response: { 200: outcomes } } },
		async (request) => {
			await refuseForeignTeam(shop, askerOfRoute(request), request.params.id);
			return present(await listOutcomes(shop, { conversationId: request.params.id }));
		},
	);

	server.post(
		"/api/orders/:id/outcome",
		{ config: { act: "move-orders" }, schema: { params: one, body: outcomeBody, response: { 204: z.null() } } },
		async (request, answer) => {
			const memberId = askerOfRoute(request).id;
			await explainOrder(shop, { orderId: request.params.id, memberId, ...request.body }, listed());
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/conversations/:id/outcome",
		{ config: { act: "write-to-customers" }, schema: { params: one, body: outcomeBody, response: { 204: z.null() } } },
		async (request, answer) => {
			const asker = askerOfRoute(request);
			const conversationId = request.params.id;
			await refuseForeignTeam(shop, asker, conversationId);
			const about = { conversationId, memberId: asker.id, zone: shopFacts.zone };
			await explainInquiry(shop, { ...about, ...request.body }, listed());
			return answer.status(204).send(null);
		},
	);

	async function present(rows: Awaited<ReturnType<typeof listOutcomes>>) {
		const names = await memberNames(shop);
		const titles = new Map(listed().map(({ id, title }) => [id, title]));
		return {
			items: rows.map(({ result, reason, source, note, actor, at, standing }) => ({
				...{ result, reason, note, actor, standing },
				title: titles.get(reason) ?? reason,
				source: sourceName.parse(source),
				actorName: names.get(actor.replace(/^operator:/, "")) ?? null,
				at: at.toISOString(),
			})),
		};
	}
}

const sourceName = z.enum(outcomeSources);
