import { refuseButHolder, refuseStale, type Staff, type StaffTurn } from "./staff-turn.ts";

/** The holder has the customer walk through a small flow, and keeps the lease; `flow` null takes it back. */
export function pushStep(
	turn: StaffTurn,
	{
		conversationId,
		staff,
		flow,
		lease,
	}: { conversationId: string; staff: Staff; flow: string | null; lease?: number | undefined },
): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			refuseStale(held, lease);
			await refuseButHolder(inside, held.control, staff);
			return { tell: flow === null ? { cause: "withdraw" } : { cause: "push", flow } };
		},
	});
}
