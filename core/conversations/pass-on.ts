import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { cancelPending } from "./cancel-pending.ts";
import {
	type HeldConversation,
	refuseOtherHolder,
	refuseStale,
	type StaffAct,
	type StaffCause,
	type StaffTurn,
} from "./staff-turn.ts";
import { writeControlLine } from "./write-control-line.ts";

type Passing = StaffAct & {
	readonly to: { readonly memberId: string } | { readonly team: string };
	readonly note?: string | undefined;
};

/** Passes the conversation on: to a colleague, who leads from now on, or to a team's queue. Promises go along. */
export function passOn(turn: StaffTurn, passing: Passing): Promise<void> {
	const { conversationId, staff } = passing;
	return turn({
		conversationId,
		staff,
		decide: async (inside, held) => ({ tell: await passInside(inside, held, passing) }),
	});
}

/** The same within another act's transaction. */
export async function passInside(inside: Shop, held: HeldConversation, passing: Passing): Promise<StaffCause> {
	const { conversationId, staff, lease, to, note = "" } = passing;
	refuseStale(held, lease);
	if (!staff.leads) await refuseOtherHolder(inside, held, { staff });
	const memberId = "memberId" in to ? to.memberId : null;
	if (memberId) await refuseUnable(inside, memberId);
	await cancelPending(inside, { conversationId, reason: "passed" });
	const open = { conversationId, state: "open" };
	await inside.db.customerPromise.updateMany({
		where: open,
		data: "memberId" in to ? { ownerId: to.memberId } : { ownerId: null, team: to.team },
	});
	const next = "memberId" in to ? "human" : "asked";
	const given = memberId ?? undefined;
	await writeControlLine(inside, { conversationId, staff, from: held.control.by, to: next, given, text: note });
	const since = inside.now();
	const control =
		"memberId" in to
			? ({ by: "human", holder: to.memberId, since } as const)
			: ({ by: "asked", since, team: to.team, reason: "passed", meanwhile: "silence" } as const);
	return { cause: "control", control, why: "pass", ...(note && { note }) };
}

async function refuseUnable(inside: Shop, id: string): Promise<void> {
	const member = await inside.db.member.findUnique({ where: { id } });
	const speaks = member && !member.banned && ["owner", "lead", "operator"].includes(member.role);
	if (!speaks) throw new Refusal("not-found", "There is no such colleague who writes to customers.");
}
