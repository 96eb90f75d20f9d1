import { useQuery } from "@tanstack/react-query";
import { packet } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";

/** What a holder may hand back with; asked anew each time, since it must be true at the press. */
export function usePacket(conversationId: string) {
	return useQuery({
		queryKey: ["thread", conversationId, "packet"],
		queryFn: () => get(`/api/conversations/${conversationId}/hand-back`, packet),
		staleTime: 0,
	});
}
