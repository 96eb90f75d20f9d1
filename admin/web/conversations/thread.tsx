import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import { thread } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { Composer } from "./composer.tsx";
import { Line } from "./line.tsx";

/** One conversation: what the customer wrote and pressed, and what they saw. */
export function Thread({ id }: { id: string }) {
	const { t, name } = useSpeech();
	const end = useRef<HTMLDivElement>(null);
	const pages = useInfiniteQuery({
		queryKey: ["thread", id],
		queryFn: ({ pageParam }) => get(`/api/conversations/${id}${pageParam ? `?before=${pageParam}` : ""}`, thread),
		initialPageParam: "",
		getNextPageParam: (last) => last.earlier,
	});
	const newest = pages.data?.pages[0]?.messages.at(-1)?.id;
	useEffect(() => {
		if (newest) end.current?.scrollIntoView({ block: "end" });
	}, [newest]);

	return (
		<section className="thread" aria-label={t("conversations")}>
			<Loaded query={pages}>
				{(data) => {
					const conversation = data.pages[0]?.conversation;
					const messages = [...data.pages].reverse().flatMap((page) => page.messages);
					if (!conversation) return <Empty />;
					return (
						<>
							<header>
								<Link href="/" className="back" aria-label={t("back")}>
									←
								</Link>
								<Link href={`/customers/${conversation.customer.id}`}>
									<strong>{conversation.customer.name}</strong>
								</Link>
								<Pill tone={conversation.control.by === "bot" ? "good" : "info"}>{name(conversation.control.by)}</Pill>
								{conversation.stage && <Pill>{conversation.stage}</Pill>}
								{conversation.control.note && <span className="faint">{conversation.control.note}</span>}
							</header>
							<div className="messages">
								{pages.hasNextPage && (
									<button type="button" className="wide" onClick={() => void pages.fetchNextPage()}>
										{t("earlier")}
									</button>
								)}
								{messages.length === 0 && <Empty>{t("noMessages")}</Empty>}
								{messages.map((message) => (
									<Line key={message.id} message={message} />
								))}
								<div ref={end} />
							</div>
							<Composer conversation={conversation} />
						</>
					);
				}}
			</Loaded>
		</section>
	);
}
