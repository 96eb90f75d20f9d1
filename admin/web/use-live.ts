import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type LiveEvent, liveEvent } from "#admin/contract/live.ts";
import type { Viewer } from "./conversations/use-viewers.ts";

/** However much happens, a screen is fetched anew at most so often. */
const BEAT_MS = 400;

const AGAIN_MS = 5_000;

/** Keeps what is on the screen true: the server tells ids, the queries that show them are asked again. Says if it hears. */
export function useLive(): boolean {
	const queries = useQueryClient();
	const [hears, setHears] = useState(false);
	useEffect(() => {
		const old = new Map<string, readonly string[]>();
		let beat: ReturnType<typeof setTimeout> | undefined;
		function refresh() {
			beat = undefined;
			for (const queryKey of old.values()) void queries.invalidateQueries({ queryKey });
			old.clear();
		}

		let stream: EventSource;
		let again: ReturnType<typeof setTimeout> | undefined;
		function listen() {
			stream = new EventSource("/api/live");
			stream.onopen = () => {
				setHears(true);
				// Whatever happened while nobody was listening.
				void queries.invalidateQueries();
			};
			stream.onerror = () => {
				setHears(false);
				if (stream.readyState !== EventSource.CLOSED) return;
				// The browser gives up where it is answered with a refusal: a session that ended, a proxy before a program that starts.
				void queries.invalidateQueries({ queryKey: ["session"] });
				again = setTimeout(listen, AGAIN_MS);
			};
			stream.onmessage = ({ data }) => {
				const news = liveEvent.safeParse(JSON.parse(data));
				if (!news.success) return;
				if (news.data.topic === "viewer") noteViewer(queries, news.data.id);
				for (const key of madeOld(news.data)) old.set(key.join(" "), key);
				beat ??= setTimeout(refresh, BEAT_MS);
			};
		}
		listen();
		return () => {
			stream.close();
			clearTimeout(again);
			clearTimeout(beat);
		};
	}, [queries]);
	return hears;
}

/** Who looks at a thread is kept nowhere but here, and not for long. */
const VIEWER_MS = 15_000;

function noteViewer(queries: QueryClient, id: string): void {
	const [conversationId = "", memberId = "", doing] = id.split("/");
	queries.setQueryData<readonly Viewer[]>(["viewers", conversationId], (before = []) => {
		const others = before.filter((one) => one.memberId !== memberId && one.until > Date.now());
		if (doing !== "viewing" && doing !== "typing") return others;
		return [...others, { memberId, doing, until: Date.now() + VIEWER_MS }];
	});
}

/** Which queries an item of news makes old. */
function madeOld({ topic, id }: LiveEvent): readonly (readonly string[])[] {
	switch (topic) {
		case "conversation":
			return [["conversations"], ["thread", id], ["card"]];
		case "customer":
			return [["customers"], ["card", id], ["conversations"]];
		case "order":
			return [["orders"], ["card"], ["customers"], ["reports"]];
		case "flow":
			return [["flows"], ["flow"], ["flow-changes"], ["flow-preview"], ["runs"], ["trace"], ["session"]];
		case "health":
			return [["health"], ["session"]];
		case "account":
			return [["channels"], ["health"]];
		case "mention":
			return [["conversations"]];
		case "team":
			return [["team"]];
		case "tip":
			return [["tips"], ["card"]];
		case "digest":
			return [["reports"]];
		case "viewer":
			return [];
	}
}
