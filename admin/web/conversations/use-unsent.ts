import { useCallback, useEffect, useState } from "react";
import { z } from "zod";
import { send } from "../api.ts";
import { useMember } from "../session/behind-the-counter.tsx";
import { useRefresh } from "./use-act.ts";

const unsent = z.object({
	key: z.string(),
	text: z.string(),
	/** For a reply. */
	files: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
	chatId: z.string().optional(),
	keeps: z.string().optional(),
	quotes: z.string().optional(),
});
const kept = z.array(unsent).catch([]);

/** A reply that has left the composer and is not in the thread yet. */
export type Unsent = z.infer<typeof unsent> & { readonly state: "sending" | "failed"; readonly error?: Error };

/**
 * Replies on their way to the server. Each is shown at once; one that did not get through stays, says why, and is tried
 * again by hand, or by itself when the network is back. Its key makes sure that the customer gets it once.
 */
export function useUnsent(conversationId: string) {
	const { session } = useMember();
	const refresh = useRefresh(conversationId);
	const place = `prilavok.unsent.${session.member.id}.${conversationId}`;
	const [items, setItems] = useState<readonly Unsent[]>(() =>
		readKept(place).map((item) => ({ ...item, state: "failed" as const })),
	);
	useEffect(() => {
		if (items.length === 0) localStorage.removeItem(place);
		else localStorage.setItem(place, JSON.stringify(items));
	}, [items, place]);

	const drop = useCallback((key: string) => setItems((now) => now.filter((item) => item.key !== key)), []);
	const post = useCallback(
		async (item: z.infer<typeof unsent>) => {
			const { key, text, files, ...rest } = item;
			setItems((now) => [...now.filter((one) => one.key !== key), { ...item, state: "sending" }]);
			try {
				const body = { key, text, files: files.map(({ id }) => id), ...rest };
				await send("POST", `/api/conversations/${conversationId}/replies`, body);
				await refresh();
				drop(key);
			} catch (error) {
				const why = error instanceof Error ? error : new Error(String(error));
				setItems((now) => now.map((one) => (one.key === key ? { ...item, state: "failed", error: why } : one)));
				void refresh();
			}
		},
		[conversationId, refresh, drop],
	);

	useEffect(() => {
		// Only what the network lost: what the shop refused, a person looks at.
		const again = () => {
			for (const { state, error, ...item } of items)
				if (state === "failed" && error instanceof TypeError) void post(item);
		};
		window.addEventListener("online", again);
		return () => window.removeEventListener("online", again);
	}, [items, post]);

	return { items, post, drop };
}

function readKept(place: string) {
	try {
		return kept.parse(JSON.parse(localStorage.getItem(place) ?? "[]"));
	} catch {
		return [];
	}
}
