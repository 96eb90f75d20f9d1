import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { tellProcesses } from "./tell-processes.ts";

/** Which flow, and who wants it: `operator:<member>` or `terminal:<user>`. */
export type Pausing = { readonly flow: string; readonly actor: string; readonly reason?: string };

/**
 * Pauses a flow: no entry of it starts, and nothing proactive of it leaves. Dialogs that customers are in go on. Pausing
 * what is paused changes nothing.
 */
export async function pauseFlow(shop: Shop, { flow, actor, reason }: Pausing): Promise<void> {
	await shop.atomically(async (inside) => {
		if (!(await inside.db.flowVersion.findFirst({ where: { flow } })))
			throw new Refusal("not-found", `There is no flow "${flow}".`);
		const { count } = await inside.db.flowPause.createMany({
			data: [{ flow, actor, reason: reason ?? null, at: inside.now() }],
			skipDuplicates: true,
		});
		if (count === 0) return;
		await noteAudit(inside, {
			actor,
			act: "flow.pause",
			thing: `flow:${flow}`,
			before: { paused: false },
			after: { paused: true, reason: reason ?? null },
		});
		await tellProcesses(inside);
	});
}

/** Lets a paused flow go on. Resuming what is not paused changes nothing. */
export async function resumeFlow(shop: Shop, { flow, actor }: Pausing): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await inside.db.flowPause.findUnique({ where: { flow } });
		if (!before) return;
		await inside.db.flowPause.delete({ where: { flow } });
		await noteAudit(inside, {
			actor,
			act: "flow.resume",
			thing: `flow:${flow}`,
			before: { paused: true, by: before.actor, reason: before.reason },
			after: { paused: false },
		});
		await tellProcesses(inside);
	});
}
