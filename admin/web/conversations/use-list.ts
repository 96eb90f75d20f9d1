import { useInfiniteQuery } from "@tanstack/react-query";
import { conversationPage } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";
import { type Filters, queryOf } from "./filters.ts";

/** The list that is shown, page by page as far as somebody scrolls. */
export function useList(filters: Filters) {
	return useInfiniteQuery({
		queryKey: ["conversations", filters],
		queryFn: ({ pageParam }) => get(`/api/conversations${queryOf(filters, { after: pageParam })}`, conversationPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
		placeholderData: (before) => before,
	});
}
