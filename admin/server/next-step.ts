import { z } from "zod";
import { type NextStepView, nextStepAnswer } from "#admin/contract/next-step.ts";
import { type NextStep, readNextStep } from "#core/insights/next-step.ts";
import { isTheirs } from "#core/team/may.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones } from "./mask-phones.ts";
import { noteSight } from "./note-sight.ts";
import type { Server, ServerParts } from "./server.ts";

/** What is best done next for a customer. Who may not read their conversation is told nothing of what was said in it. */
export function nextStepRoutes(server: Server, { shop, shopFacts: { zone, currency } }: ServerParts): void {
	server.get(
		"/api/customers/:id/next-step",
		{
			config: { act: "read-customers" },
			schema: { params: z.strictObject({ id: z.uuid() }), response: { 200: nextStepAnswer } },
		},
		async (request) => {
			const asker = askerOfRoute(request);
			const customerId = request.params.id;
			const conversation = await shop.db.conversation.findUnique({ where: { customerId }, select: { team: true } });
			const thread = asker.can("read-conversations") && isTheirs(asker, conversation?.team ?? null);
			const step = await readNextStep(shop, { customerId, language: asker.language, zone, thread });
			await noteSight(shop, asker, { customerId });
			return { step: step && present(step, asker, currency) };
		},
	);
}

function present(step: NextStep, asker: Asker, currency: string): NextStepView {
	switch (step.is) {
		case "promise":
			return { ...step, text: maskPhones(step.text, asker), dueAt: step.dueAt.toISOString() };
		case "tip":
			return { ...step, evidence: maskPhones(step.evidence, asker) };
		case "answer":
			return { ...step, since: step.since.toISOString() };
		case "cart":
			return { ...step, since: step.since.toISOString(), total: { minor: step.total, currency } };
		case "late-order":
		case "reorder":
			return { ...step, dueAt: step.dueAt.toISOString() };
		case "birthday":
		case "consent":
			return step;
	}
}
