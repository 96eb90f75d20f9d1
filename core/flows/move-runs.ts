import type { Errands } from "#core/errands.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Turns } from "./drive-turn.ts";
import type { MoveRule } from "./talk.ts";
import { tellProcesses } from "./tell-processes.ts";

/** Which dialogs of a flow are to come to its newest version, how, and who wants it. */
export type Moving = {
	readonly flow: string;
	/** As a line of `migrate`: `from` the beginning of an older logic, or `all`. */
	readonly rule: MoveRule;
	/** Only these; absent: all that the rule is meant for. */
	readonly runIds?: readonly string[];
	/** `operator:<member>` or `terminal:<user>`. */
	readonly actor: string;
};

/**
 * Promises to move dialogs to the newest version of their flow, as its `migrate` would (§12). A worker does it in
 * batches, each dialog as a turn of its conversation. What is to come of it, `diffFlows` and `movable` tell beforehand.
 */
export async function moveRuns(shop: Shop, { flow, rule, runIds, actor }: Moving): Promise<void> {
	await shop.atomically(async (inside) => {
		const newest = await inside.db.flowVersion.findFirst({
			where: { flow },
			orderBy: [{ activatedAt: "desc" }, { id: "desc" }],
			select: { logic: true },
		});
		if (!newest) throw new Refusal("not-found", `There is no flow "${flow}".`);
		const which = runIds ? { runIds } : {};
		await noteAudit(inside, {
			actor,
			act: "runs.move",
			thing: `flow:${flow}`,
			before: { from: rule.from, ...which },
			after: { to: newest.logic, steps: rule.steps, else: rule.else },
		});
		await inside.later("move-runs", { flow, rule, ...which });
		await tellProcesses(inside);
	});
}

/**
 * Keeper of the errand `move-runs`. A worker that dies in the middle has moved some; whoever keeps the promise again
 * finds the others, because what has moved stands in the newest logic. One dialog that cannot be moved for a fault of
 * ours holds up no other: it is named at the end, and the promise is kept again later.
 */
export async function keepMoves(
	shop: Shop,
	{ turns, refresh, newest }: { turns: Turns; refresh: () => Promise<unknown>; newest: (flow: string) => Version },
	{ flow, rule, runIds }: Errands["move-runs"],
): Promise<void> {
	await refresh();
	const to = newest(flow);
	if (!to || (!rule && to.migrate.length === 0)) return;
	const faults: string[] = [];
	let after = FIRST;
	for (;;) {
		const batch = await shop.db.written<Standing>(BATCH, [flow, to.logic, after, runIds ?? null, AT_ONCE]);
		for (const { id, conversation_id: conversationId } of batch) {
			const cause = { cause: "migrate", id: `migrate/${id}/${to.full}`, run: id, flow, ...(rule && { rule }) } as const;
			await turns
				.drive({ conversationId, cause })
				.catch((error) => faults.push(`${id}: ${error instanceof Error ? error.message : String(error)}`));
		}
		const last = batch.at(-1);
		if (!last) break;
		after = last.id;
	}
	if (faults.length > 0) throw new Error(`Dialogs of ${flow} could not be moved: ${faults.join("; ")}`);
}

type Version = { readonly logic: string; readonly full: string; readonly migrate: readonly MoveRule[] } | undefined;
type Standing = { readonly id: string; readonly conversation_id: string };

const AT_ONCE = 200;
/** Below every id. */
const FIRST = "00000000-0000-0000-0000-000000000000";

/** Dialogs that go on and stand in another logic of this flow, in order of their ids. */
const BATCH = {
	name: "runs-to-move",
	text: `SELECT r.id, r.conversation_id FROM flow_run r
		WHERE r.status NOT IN ('ended', 'failed') AND r.id > $3::uuid AND ($4::uuid[] IS NULL OR r.id = ANY ($4::uuid[]))
			AND EXISTS (SELECT 1 FROM jsonb_array_elements(r.state->'frames') f
				WHERE f->>'flow' = $1 AND f->>'logic' <> $2)
		ORDER BY r.id LIMIT $5::int`,
};
