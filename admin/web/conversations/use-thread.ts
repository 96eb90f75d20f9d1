import { useInfiniteQuery } from "@tanstack/react-query";
import { thread } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";

/** One thread, the latest lines first, further back as far as somebody reads. */
export function useThread(id: string) {
	return useInfiniteQuery({
		queryKey: ["thread", id],
		queryFn: ({ pageParam }) => get(`/api/conversations/${id}${pageParam ? `?before=${pageParam}` : ""}`, thread),
		initialPageParam: "",
		getNextPageParam: (last) => last.earlier,
	});
}
