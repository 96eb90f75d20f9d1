import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { type ThreadMessage, thread } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";
import { RunPanel } from "../flows/run-panel.tsx";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { Composer } from "./composer.tsx";
import { Line } from "./line.tsx";

/** One conversation: what the customer wrote and pressed, and what they saw. */
export function Thread({ id }: { id: string }) {
	const { t, name, stage } = useSpeech();
	const mayWrite = useMay("write-to-customers");
	const [explained, explain] = useState<ThreadMessage | null>(null);
	const pages = useInfiniteQuery({
		queryKey: ["thread", id],
		queryFn: ({ pageParam }) => get(`/api/conversations/${id}${pageParam ? `?before=${pageParam}` : ""}`, thread),
		initialPageParam: "",
		getNextPageParam: (last) => last.earlier,
	});
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
								<Link href="/conversations" className="back" aria-label={t("back")}>
									←
								</Link>
								<Link href={`/customers/${conversation.customer.id}`}>
									<strong>{conversation.customer.name}</strong>
								</Link>
								<Pill tone={conversation.control.by === "bot" ? "good" : "info"}>
									{conversation.control.holder
										? `${t("holds")} ${conversation.control.holder.name}`
										: name(conversation.control.by)}
								</Pill>
								{conversation.stage && <Pill>{stage(conversation.stage)}</Pill>}
								{conversation.control.note && <span className="faint">{conversation.control.note}</span>}
							</header>
							{/* Laid out from below, so that the latest line is in sight and stays there, and history does not jump. */}
							<div className="messages" role="log" aria-label={t("conversations")}>
								<div>
									{pages.hasNextPage && (
										<button
											type="button"
											className="wide"
											disabled={pages.isFetchingNextPage}
											onClick={() => void pages.fetchNextPage()}
										>
											{t("earlier")}
										</button>
									)}
									{messages.length === 0 && <Empty>{t("noMessages")}</Empty>}
									{messages.map((message) => (
										<Line key={message.id} message={message} explain={explain} />
									))}
								</div>
							</div>
							{mayWrite && <Composer conversation={conversation} />}
							{explained?.runId && (
								<RunPanel message={{ ...explained, runId: explained.runId }} close={() => explain(null)} />
							)}
						</>
					);
				}}
			</Loaded>
		</section>
	);
}
