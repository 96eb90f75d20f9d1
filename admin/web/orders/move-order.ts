import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { OrderStateName } from "#admin/contract/orders.ts";
import { send } from "../api.ts";
import type { ChosenReason } from "../outcomes/outcome-picker.tsx";
import type { Word } from "../words.ts";

/** Takes an order one state further. */
export function useMoveOrder() {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: ({ id, ...move }: { id: string; to: OrderStateName } & Partial<ChosenReason>) =>
			send("POST", `/api/orders/${id}/state`, move),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["orders"] }),
	});
}

/** States that give an order up, said as what is done, and the question why. */
export const GIVE_UP: Partial<Record<OrderStateName, { readonly deed: Word; readonly why: Word }>> = {
	cancelled: { deed: "cancelOrder", why: "outcomeWhyCancelled" },
	returned: { deed: "takeBack", why: "outcomeWhyReturned" },
};
