import { z } from "zod";
import { flowName } from "#admin/contract/flows.ts";
import {
	type RehearsalResult,
	type RehearsalStateView,
	rehearsalAsked,
	rehearsalResult,
	rehearsalState,
} from "#admin/contract/rehearsal.ts";
import { openRehearsals, type Rehearsing } from "#core/insights/rehearsal-desk.ts";
import type { Rehearsal } from "#core/insights/rehearse-flow.ts";
import { Refusal } from "#core/refusal.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones } from "./mask-phones.ts";
import type { Server, ServerParts } from "./server.ts";

/** More messages than a page shows; the file has them all. */
const MOST_SHOWN = 200;

/** A flow over the recorded past: begun, watched, cancelled, taken as a file. */
export function rehearsalRoutes(server: Server, { shop, flowFiles, shopFacts, log }: ServerParts): void {
	const desk = openRehearsals(shop, (error) => log.error("a rehearsal broke off", { error }));
	const params = z.strictObject({ flow: flowName });
	const path = "/api/flows/:flow/rehearsal";
	server.addHook("onClose", async () => {
		for (const { flow } of flowFiles.open().book.newest.values()) desk.cancel(flow);
		await desk.quiet();
	});

	server.get(
		path,
		{ config: { act: "read-flows" }, schema: { params, response: { 200: rehearsalState } } },
		(request): RehearsalStateView => presentState(desk.of(request.params.flow), askerOfRoute(request)),
	);

	server.post(
		path,
		{ config: { act: "read-flows" }, schema: { params, body: rehearsalAsked, response: { 204: z.null() } } },
		async (request, answer) => {
			const { currency, zone } = shopFacts;
			const { country } = flowFiles.open().settings;
			desk.begin({
				flow: request.params.flow,
				days: request.body.days,
				texts: flowFiles.texts(),
				vocabulary: flowFiles.vocabulary,
				place: { currency, zone, country },
			});
			return answer.status(204).send(null);
		},
	);

	server.delete(
		path,
		{ config: { act: "read-flows" }, schema: { params, response: { 204: z.null() } } },
		async (request, answer) => {
			desk.cancel(request.params.flow);
			return answer.status(204).send(null);
		},
	);

	server.get(
		`${path}/file`,
		{ config: { act: "read-flows" }, schema: { params, response: { 200: rehearsalResult } } },
		async (request, answer): Promise<RehearsalResult> => {
			const { flow } = request.params;
			const now = desk.of(flow);
			if (now.state !== "done") throw new Refusal("not-found", `"${flow}" has not been rehearsed.`);
			answer.header("content-disposition", `attachment; filename="rehearsal-${flow}.json"`);
			return presentResult(now.rehearsal, askerOfRoute(request));
		},
	);
}

function presentState(now: Rehearsing, asker: Asker): RehearsalStateView {
	switch (now.state) {
		case "none":
			return { state: "none", busy: now.busy ?? null };
		case "running":
		case "failed":
			return now;
		case "done": {
			const result = presentResult(now.rehearsal, asker);
			return { state: "done", days: now.days, result: { ...result, messages: result.messages.slice(0, MOST_SHOWN) } };
		}
	}
}

/** The contract's lists are not read-only. */
function presentNobody(nobody: Rehearsal["nobody"]): RehearsalResult["nobody"] {
	if (!nobody) return null;
	return "events" in nobody ? { ...nobody, events: [...nobody.events] } : nobody;
}

function presentResult({ from, until, messages, ...rehearsal }: Rehearsal, asker: Asker): RehearsalResult {
	return {
		from: from.toISOString(),
		until: until.toISOString(),
		people: rehearsal.people,
		concerned: rehearsal.concerned,
		receivers: new Set(messages.map(({ customer }) => customer.id)).size,
		messages: messages.map(({ at, customer, channel, step, text, billed, collides }) => ({
			...{ channel, step, billed },
			at: at.toISOString(),
			customer: { id: customer.id, name: maskPhones(customer.name, asker) },
			text: maskPhones(text, asker),
			collides: [...collides],
		})),
		all: messages.length,
		billed: messages.filter(({ billed }) => billed).length,
		cost: { minor: messages.reduce((sum, { cost }) => sum + cost, 0), currency: rehearsal.currency },
		collisions: messages.filter(({ collides }) => collides.length > 0).length,
		refused: { ...rehearsal.refused },
		outcomes: { ...rehearsal.outcomes },
		held: { ...rehearsal.held },
		offers: { ...rehearsal.offers },
		nobody: presentNobody(rehearsal.nobody),
	};
}
