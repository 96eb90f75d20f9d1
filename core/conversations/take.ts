import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { cancelPending } from "./cancel-pending.ts";
import {
	AT_THE_PHONE,
	type HeldConversation,
	refuseOtherHolder,
	refuseStale,
	type Staff,
	type StaffAct,
	type StaffCause,
	type StaffTurn,
} from "./staff-turn.ts";
import { writeControlLine } from "./write-control-line.ts";

type Taking = StaffAct & {
	/** Why it is taken from a colleague; only a lead may. */
	readonly reason?: string | undefined;
};

/** A member takes the conversation: from now on the bot is silent, and what it has not sent yet is not sent. */
export function take(turn: StaffTurn, { conversationId, staff, lease, reason }: Taking): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			const { control } = held;
			refuseStale(held, lease);
			if (control.by === "human" && control.holder === staff.id) return {};
			const isColleagues = "holder" in control && control.holder !== staff.id && control.holder !== AT_THE_PHONE;
			if (isColleagues) await refuseGrab(inside, held, { staff, reason });
			await writeControlLine(inside, { conversationId, staff, from: control.by, to: "human", text: reason ?? "" });
			return { tell: await takeOver(inside, conversationId, staff, isColleagues ? "taken-from" : "take") };
		},
	});
}

/** Only a lead takes what a colleague holds, and says why. */
async function refuseGrab(inside: Shop, held: HeldConversation, { staff, reason }: Pick<Taking, "staff" | "reason">) {
	if (!(staff.leads && reason)) await refuseOtherHolder(inside, held, { staff });
	if (!reason) throw new Refusal("invalid", "Say why you take it from a colleague.");
}

/** The change of control, and the end of the bot's unsent lines: a queued line must not follow a person's. */
export async function takeOver(
	inside: Shop,
	conversationId: string,
	{ id }: Staff,
	why = "take",
): Promise<Extract<StaffCause, { cause: "control" }>> {
	await cancelPending(inside, { conversationId, reason: "taken" });
	const control = { by: "human", holder: id, since: inside.now() } as const;
	const member = await inside.db.member.findUnique({ where: { id }, select: { name: true } });
	const tell = { text: "taken", with: { name: member?.name.split(" ")[0] ?? "" } } as const;
	// A reply speaks for itself; whoever only takes is announced, where the shop has words for it.
	return { cause: "control", control, why, ...(why === "take" && member && { tell }) };
}
