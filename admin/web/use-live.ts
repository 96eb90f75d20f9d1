import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { liveEvent } from "#admin/contract/live.ts";

/** Which screens' data an item of news makes old. */
const TOUCHES = {
	conversation: ["conversations", "thread", "card"],
	customer: ["customers", "card", "thread"],
	order: ["orders", "card"],
	flow: ["flows", "runs", "trace"],
	health: ["health"],
} as const;

/** Keeps what is on the screen true: the server tells ids, the queries that show them are asked again. Says if it hears. */
export function useLive(): boolean {
	const queries = useQueryClient();
	const [hears, setHears] = useState(false);
	useEffect(() => {
		const stream = new EventSource("/api/live");
		stream.onopen = () => {
			setHears(true);
			// Whatever happened while nobody was listening.
			void queries.invalidateQueries();
		};
		stream.onerror = () => setHears(false);
		stream.onmessage = ({ data }) => {
			const news = liveEvent.safeParse(JSON.parse(data));
			if (!news.success) return;
			for (const key of TOUCHES[news.data.topic]) void queries.invalidateQueries({ queryKey: [key] });
		};
		return () => stream.close();
	}, [queries]);
	return hears;
}
