import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { cancelPending } from "./cancel-pending.ts";
import { refuseOpenEnds } from "./hand-back.ts";
import type { OpenEnd } from "./open-ends.ts";
import { settledBy } from "./settled.ts";
import {
	type HeldConversation,
	refuseOtherHolder,
	type StaffAct,
	type StaffDecision,
	type StaffTurn,
} from "./staff-turn.ts";
import { writeControlLine } from "./write-control-line.ts";

type Closing = StaffAct & {
	readonly force?: boolean;
	readonly reason?: string | undefined;
};

/**
 * The matter is settled: the bot leads again and says nothing, and the episode is counted. The customer's next message
 * opens the conversation again. Not over an open question or promise.
 */
export function closeConversation(turn: StaffTurn, closing: Closing): Promise<void> {
	const { conversationId, staff } = closing;
	return turn({ conversationId, staff, decide: (inside, held) => closeInside(inside, held, closing) });
}

/** The same within another act's transaction. */
export async function closeInside(inside: Shop, held: HeldConversation, closing: Closing): Promise<StaffDecision> {
	const { conversationId, staff, lease, force = false, reason = "" } = closing;
	const { control, customer } = held;
	await refuseOtherHolder(inside, held, { staff, lease });
	const row = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
	if (row.closedAt) throw new Refusal("stale", "This conversation is closed already.");
	const dropped = await refuseOpenEnds(inside, { conversationId, staff, force });
	await cancelPending(inside, { conversationId, reason: "closed" });
	const now = inside.now();
	const of = (kind: OpenEnd["kind"]) => dropped.flatMap((end) => (end.kind === kind && end.id ? [end.id] : []));
	const left = { now, changes: control.by !== "bot", promises: of("promise"), planned: of("planned") };
	await inside.db.conversation.update({
		where: { id: conversationId },
		data: { closedAt: now, settled: settledBy("closed", row, left) },
	});
	await writeControlLine(inside, { conversationId, staff, from: control.by, to: "closed", text: reason });
	await inside.record({
		name: "conversation.closed",
		customerId: customer,
		conversationId,
		actor: `operator:${staff.id}`,
		data: { by: staff.id, human: control.by === "human" },
	});
	if (control.by === "bot") return {};
	return { tell: { cause: "hand-back", why: "close", instead: "nothing" } };
}
