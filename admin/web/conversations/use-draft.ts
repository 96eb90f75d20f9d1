import { useEffect, useRef, useState } from "react";
import { send } from "../api.ts";
import { useMember } from "../session/behind-the-counter.tsx";

const CALM_MS = 700;

/**
 * What a member has begun to write: kept by the server, each member's own, so that they may go on at another device; kept
 * here too until the server has it, so that nothing is lost without a network.
 */
export function useDraft(conversationId: string, kept: string): [string, (text: string) => void] {
	const { session } = useMember();
	const place = `prilavok.draft.${session.member.id}.${conversationId}`;
	const [text, setText] = useState(() => localStorage.getItem(place) ?? kept);
	const saved = useRef(kept);
	const latest = useRef(text);

	useEffect(() => {
		async function save() {
			const sent = latest.current;
			if (sent === saved.current) return;
			await send("PUT", `/api/conversations/${conversationId}/draft`, { text: sent });
			saved.current = sent;
			if (latest.current === sent) localStorage.removeItem(place);
		}
		const tryToSave = () => void save().catch(() => {});
		const timer = text === saved.current ? undefined : setTimeout(tryToSave, CALM_MS);
		window.addEventListener("online", tryToSave);
		return () => {
			window.removeEventListener("online", tryToSave);
			if (timer === undefined) return;
			clearTimeout(timer);
		};
	}, [text, conversationId, place]);

	// Whoever leaves the thread before the pause is over has written all the same.
	useEffect(
		() => () => {
			const left = latest.current;
			if (left !== saved.current)
				void send("PUT", `/api/conversations/${conversationId}/draft`, { text: left }).then(
					() => localStorage.getItem(place) === left && localStorage.removeItem(place),
					() => {},
				);
		},
		[conversationId, place],
	);

	function write(next: string) {
		latest.current = next;
		localStorage.setItem(place, next);
		setText(next);
	}
	return [text, write];
}
