import type { Control } from "#core/flows/talk.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { noteEarliest } from "./make-promise.ts";
import { type Settled, standingSettled } from "./settled.ts";
import { refuseOtherHolder, type Staff, type StaffAct, type StaffTurn } from "./staff-turn.ts";
import { watchSoon } from "./watch-soon.ts";
import { writeControlLine } from "./write-control-line.ts";

/** Why control changes where a close or a waived answer is taken back; the reports count it as if it had never been. */
export const REOPENED = "reopened";

/**
 * Takes back the last close, or that no answer was needed, as long as nothing else has happened: the question waits again
 * since when it did, dropped promises and planned replies stand again, and whoever takes it back leads where a person led. What
 * outsiders were told of it (a webhook) stays told; a question about the service waits behind the person who leads.
 */
export function reopen(turn: StaffTurn, { conversationId, staff, lease }: StaffAct): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			await refuseOtherHolder(inside, held, { staff, lease });
			const row = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
			const settled = standingSettled(row);
			if (!settled) throw new Refusal("stale", "Something has happened here since. Take the conversation instead.");
			await restore(inside, conversationId, settled);
			const control = await controlBefore(inside, settled, staff);
			const from = settled.what;
			await writeControlLine(inside, { conversationId, staff, from, to: control?.by ?? held.control.by, text: "" });
			await inside.record({
				name: "conversation.reopened",
				customerId: held.customer,
				conversationId,
				actor: `operator:${staff.id}`,
				data: { by: staff.id, since: settled.question?.toISOString() ?? null },
			});
			await watchSoon(inside, held);
			return control ? { tell: { cause: "control", control, why: REOPENED } } : {};
		},
	});
}

async function restore(inside: Shop, id: string, { question, promises, planned, ...was }: Settled): Promise<void> {
	const now = inside.now();
	await inside.db.customerPromise.updateMany({
		where: { id: { in: promises }, state: "withdrawn" },
		data: { state: "open", settledAt: null },
	});
	// Their errand is still to come; a reply whose time has passed meanwhile is not sent late.
	await inside.db.laterReply.updateMany({
		where: { id: { in: planned }, state: "cancelled", dueAt: { gt: now } },
		data: { state: "waiting", reason: null, settledAt: null },
	});
	await inside.db.conversation.update({
		where: { id },
		data: {
			...{ closedAt: null, unansweredSince: question, watched: [] },
			...{ askPriority: was.priority, askNote: was.note, askRunId: was.runId },
		},
	});
	await noteEarliest(inside, id);
}

/** Who leads again; nobody new where the bot led all along. */
async function controlBefore(inside: Shop, was: Settled, staff: Staff): Promise<Control | undefined> {
	const leads = { by: "human", holder: staff.id, since: inside.now() } as const;
	switch (was.control) {
		case "bot":
			return undefined;
		case "asked":
			return {
				...{ by: "asked", since: was.since, team: was.team ?? "", reason: was.reason ?? "" },
				meanwhile: was.meanwhile === "bot" ? "bot" : "silence",
			};
		case "human":
			// Waived under a holder, control never left them.
			return was.what === "closed" ? leads : undefined;
		case "parked": {
			const where = { id: was.promiseId ?? "", state: "open", dueAt: { gt: inside.now() } };
			const promise = was.promiseId ? await inside.db.customerPromise.findFirst({ where }) : null;
			if (!promise) return leads;
			return { by: "parked", holder: staff.id, until: promise.dueAt, promise: promise.id };
		}
	}
}
