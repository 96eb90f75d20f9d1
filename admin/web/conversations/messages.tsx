import { type ReactNode, useEffect, useMemo, useRef } from "react";
import type { ConversationRow, ThreadMessage } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";
import { Line } from "./line.tsx";
import type { useThread } from "./use-thread.ts";

type MessagesParts = {
	readonly conversation: ConversationRow;
	readonly messages: readonly ThreadMessage[];
	readonly pages: ReturnType<typeof useThread>;
	readonly explain: (message: ThreadMessage) => void;
	readonly quote?: ((message: ThreadMessage) => void) | undefined;
	/** Below the last line: what is on its way. */
	readonly children: ReactNode;
};

/**
 * The lines of a thread. Laid out from below, so that the latest is in sight and stays there, and earlier ones, fetched when
 * somebody scrolls up to them, move nothing.
 */
export function Messages({ conversation, messages, pages, explain, quote, children }: MessagesParts) {
	const { t, day } = useSpeech();
	const pressed = useMemo(() => pressesOf(messages), [messages]);
	const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
	const top = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		if (!top.current || !hasNextPage || isFetchingNextPage) return;
		const eye = new IntersectionObserver(([seen]) => {
			if (seen?.isIntersecting) void fetchNextPage();
		});
		eye.observe(top.current);
		return () => eye.disconnect();
	}, [hasNextPage, isFetchingNextPage, fetchNextPage]);

	let lastDay = "";
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keys too
		<div className="messages" role="log" aria-label={t("conversations")} tabIndex={0}>
			<div>
				{hasNextPage && (
					<button
						ref={top}
						type="button"
						className="wide"
						disabled={isFetchingNextPage}
						onClick={() => void fetchNextPage()}
					>
						{isFetchingNextPage ? t("loading") : t("earlier")}
					</button>
				)}
				{messages.length === 0 && <Empty>{t("noMessages")}</Empty>}
				{messages.map((message) => {
					const today = day(message.at);
					const isNew = today !== lastDay;
					lastDay = today;
					return [
						isNew && (
							<p key={`day ${message.id}`} className="new-day">
								{today}
							</p>
						),
						<Line
							key={message.id}
							message={message}
							conversation={conversation}
							pressed={pressed.get(message.id) ?? NONE}
							explain={explain}
							quote={quote}
						/>,
					];
				})}
				{children}
			</div>
		</div>
	);
}

const NONE: ReadonlySet<string> = new Set();

/** Which captions of which line were pressed: a press belongs to the last line above it that bears the caption. */
function pressesOf(messages: readonly ThreadMessage[]): ReadonlyMap<string, ReadonlySet<string>> {
	const found = new Map<string, Set<string>>();
	for (const [index, { kind, text }] of messages.entries()) {
		if (kind !== "pressed") continue;
		const asked = messages.slice(0, index).findLast(({ buttons }) => buttons.includes(text));
		if (asked) found.set(asked.id, (found.get(asked.id) ?? new Set()).add(text));
	}
	return found;
}
