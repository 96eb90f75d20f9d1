import { refuseButHolder, type StaffAct, type StaffTurn } from "./staff-turn.ts";

/** The holder has the customer walk through a small flow, and keeps the lease; `flow` null takes it back. */
export function pushStep(
	turn: StaffTurn,
	{ conversationId, staff, flow, lease }: StaffAct & { readonly flow: string | null },
): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			await refuseButHolder(inside, held, { staff, lease });
			return { tell: flow === null ? { cause: "withdraw" } : { cause: "push", flow } };
		},
	});
}
