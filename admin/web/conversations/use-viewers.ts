import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { send } from "../api.ts";
import { useMember } from "../session/behind-the-counter.tsx";
import { useNow } from "../use-now.ts";

/** Somebody who looks at a thread, and whether they type; the live stream tells it. */
export type Viewer = { readonly memberId: string; readonly doing: "viewing" | "typing"; readonly until: number };

const BEAT_MS = 10_000;
const TYPING_BEAT_MS = 4_000;

/** Colleagues at the same thread, as the live stream last told. */
export function useViewers(conversationId: string): readonly Viewer[] {
	const { session } = useMember();
	// Drawn anew twice a minute at least, so that whoever left without a word goes too.
	useNow();
	const { data = [] } = useQuery<readonly Viewer[]>({
		queryKey: ["viewers", conversationId],
		queryFn: () => [],
		initialData: [],
		staleTime: Number.POSITIVE_INFINITY,
	});
	return data.filter(({ memberId, until }) => memberId !== session.member.id && until > Date.now());
}

/** Tells colleagues that one looks here; gives how to tell that one types. */
export function useTellPresence(conversationId: string): () => void {
	const typedAt = useRef(0);
	useEffect(() => {
		const tell = (doing: "viewing" | "gone") =>
			void send("POST", `/api/conversations/${conversationId}/presence`, { doing }).catch(() => {});
		const beat = () => {
			if (document.visibilityState === "visible" && Date.now() - typedAt.current > TYPING_BEAT_MS) tell("viewing");
		};
		beat();
		const timer = setInterval(beat, BEAT_MS);
		return () => {
			clearInterval(timer);
			tell("gone");
		};
	}, [conversationId]);
	return () => {
		if (Date.now() - typedAt.current < TYPING_BEAT_MS) return;
		typedAt.current = Date.now();
		void send("POST", `/api/conversations/${conversationId}/presence`, { doing: "typing" }).catch(() => {});
	};
}
