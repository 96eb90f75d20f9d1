import { z } from "zod";
import { type FlowChangesView, flowChanges } from "#admin/contract/flow-changes.ts";
import { applyFlows } from "#core/flows/apply-flows.ts";
import { BARE_NAME } from "#core/flows/bare-files.ts";
import { diffFlows, type FlowsDiff } from "#core/flows/diff-flows.ts";
import type { Loaded } from "#core/flows/load.ts";
import type { FlowsText } from "#core/flows/shelf.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

/** What edited files would do, before they do it, and the word to do it. */
export function flowChangeRoutes(server: Server, { shop, flowFiles }: ServerParts): void {
	server.get(
		"/api/flow-changes",
		{ config: { act: "read-flows" }, schema: { response: { 200: flowChanges } } },
		async () => {
			const texts = flowFiles.texts();
			if (isInUse(texts, flowFiles.loaded())) return { flows: [], live: [], problems: [] };
			return presentChanges(await diffFlows(shop, { texts, vocabulary: flowFiles.vocabulary }));
		},
	);

	server.post(
		"/api/flow-changes/apply",
		{ config: { act: "apply-flows" }, schema: { response: { 204: z.null() } } },
		async (request, answer) => {
			const { vocabulary } = flowFiles;
			const actor = `operator:${askerOfRoute(request).id}`;
			await applyFlows(shop, { texts: flowFiles.texts(), vocabulary, actor });
			return answer.status(204).send(null);
		},
	);
}

/** Reading and checking a whole folder takes its time, and turns of customers may wait for it: mostly nothing has changed. */
function isInUse(texts: readonly FlowsText[], { good }: Loaded): boolean {
	const own = [...good.values()].filter(({ name }) => name !== BARE_NAME);
	return own.length === texts.length && texts.every(({ path, text }) => good.get(path)?.text === text);
}

/** What edits would do, as the screen shows it. */
export function presentChanges({ flows, live, problems }: FlowsDiff): FlowChangesView {
	return {
		flows: flows.map(({ flow, file, change, was, is, edits, standing, migrate }) => ({
			flow,
			file,
			change,
			was: was ?? null,
			is: is ?? null,
			edits: [...edits],
			standing: standing.map(({ logic, runs, at, movable, rule }) => ({
				logic,
				runs,
				at: [...at],
				movable,
				// The diff also tries what no line of the file asks for, to say who could move.
				moves: rule !== undefined && migrate.includes(rule),
			})),
		})),
		live: [...live],
		problems: [...problems],
	};
}
