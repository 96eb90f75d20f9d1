import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Turns } from "./drive-turn.ts";
import { tellProcesses } from "./tell-processes.ts";

/** Which dialog, and who stops it: `operator:<member>` or `terminal:<user>`. */
export type Stopping = { readonly runId: string; readonly actor: string; readonly reason?: string };

/**
 * Promises to end a dialog with the outcome `stopped`; a worker does it at once as a turn of its conversation, so that
 * the dialog below comes back and screens hear of it. Says no to what has ended.
 */
export async function stopRun(shop: Shop, { runId, actor, reason }: Stopping): Promise<void> {
	await shop.atomically(async (inside) => {
		const [run] = await inside.db.written<RunRow>(RUN, [runId]);
		if (!run) throw new Refusal("not-found", "There is no such dialog.");
		if (run.status === "ended" || run.status === "failed")
			throw new Refusal("too-late", "This dialog has ended already.");
		await noteAudit(inside, {
			actor,
			act: "run.stop",
			thing: `run:${runId}`,
			before: { flow: run.flow, logic: run.logic, status: run.status },
			after: { outcome: "stopped", reason: reason ?? null },
		});
		await inside.later("stop-run", { runId }, { key: `stop-run ${runId}` });
		await tellProcesses(inside);
	});
}

/** Keeper of the errand `stop-run`. */
export async function keepStop(shop: Shop, turns: Turns, { runId }: { runId: string }): Promise<void> {
	const [run] = await shop.db.written<RunRow>(RUN, [runId]);
	if (!run) return;
	await turns.drive({
		conversationId: run.conversation_id,
		cause: { cause: "stop", id: `stop/${runId}`, run: runId },
	});
}

type RunRow = { flow: string; logic: string; status: string; conversation_id: string };

const RUN = {
	name: "run-to-stop",
	text: "SELECT flow, logic, status, conversation_id FROM flow_run WHERE id = $1::uuid",
};
