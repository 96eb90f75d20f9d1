import { anObject, aText } from "#core/json.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** A message that nobody has asked for and that waits: of which flow, for what, and until when if a time is known. */
export type HeldMessage = {
	readonly key: string;
	readonly flow: string | null;
	readonly purpose: string;
	readonly by: HeldBy;
	readonly until: Date | null;
	/** Its words, once they are written: a flow that waits for leave has not said them yet. */
	readonly text: string | null;
};

/** `person`: whoever leads; it leaves after the hand-back, while it is of use. `trouble`: a complaint or a late order. */
export type HeldBy = "person" | "question" | "hours" | "window" | "dialog" | "cap" | "trouble" | "other";

/**
 * What waits for a customer now, and why: flows that were refused leave, and rows of the outbox that were. The quiet lock is a
 * promise, and a promise is seen.
 */
export async function listHeld(shop: Shop, { conversationId }: { conversationId: string }): Promise<HeldMessage[]> {
	const [conversation, runs, rows] = await Promise.all([
		shop.db.conversation.findUnique({ where: { id: conversationId }, select: { control: true } }),
		shop.db.flowRun.findMany({ where: { conversationId, status: "held" }, orderBy: { startedAt: "asc" } }),
		shop.db.outbox.findMany({
			where: { conversationId, state: "pending", priority: { gt: 1 }, reason: { not: null } },
			orderBy: { id: "asc" },
		}),
	]);
	if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
	const isLed = conversation.control !== "bot";
	const told = (why: string, purpose: string) =>
		isLed && purpose !== "transactional" ? ("person" as const) : (BY[why] ?? "other");
	return [
		...runs.map(({ id, flow, purpose, state, wakeAt }) => {
			const by = told(aText(anObject(state)?.heldBy) ?? "", purpose);
			return { key: `run ${id}`, flow, purpose, by, until: by === "person" ? null : wakeAt, text: null };
		}),
		...rows.map(({ id, flow, purpose, reason, due, content }) => {
			const by = told(reason ?? "", purpose);
			const text = aText(anObject(content)?.text) ?? null;
			return { key: `row ${id}`, flow, purpose, by, until: by === "person" ? null : due, text };
		}),
	];
}

/** The engine's words for it, the planner's, and those of the permission that is asked as a row is claimed. */
const BY: Readonly<Record<string, HeldBy>> = {
	...{ control: "person", operator: "person", question: "question" },
	...{ waits_hours: "hours", hours: "hours", waits_window: "window", window: "window" },
	...{ waits_dialog: "dialog", dialog: "dialog", waits_cap: "cap", cap: "cap", capped: "cap", trouble: "trouble" },
};
