import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { type ConversationRow, conversationPage } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { useNow } from "../use-now.ts";
import { Thread } from "./thread.tsx";

const VIEWS = ["all", "unanswered", "asked", "mine"] as const;

/** All threads, the latest first, and the one that is open beside them. */
export function Conversations({ id }: { id?: string }) {
	const { t } = useSpeech();
	const [view, setView] = useState<(typeof VIEWS)[number]>("all");
	const list = useInfiniteQuery({
		queryKey: ["conversations", view],
		queryFn: ({ pageParam }) =>
			get(`/api/conversations?view=${view}${pageParam ? `&after=${pageParam}` : ""}`, conversationPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
	});
	return (
		<div className={id ? "inbox reading" : "inbox"}>
			<section className="list" aria-label={t("conversations")}>
				<fieldset className="tabs">
					<legend>{t("showing")}</legend>
					{VIEWS.map((one) => (
						<button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
							{t(one)}
						</button>
					))}
				</fieldset>
				<Loaded query={list}>
					{({ pages }) => {
						const rows = pages.flatMap((page) => page.items);
						if (rows.length === 0) return <Empty />;
						return (
							<ul>
								{rows.map((row) => (
									<Row key={row.id} row={row} open={row.id === id} />
								))}
								{list.hasNextPage && (
									<li>
										<button
											type="button"
											className="wide"
											disabled={list.isFetchingNextPage}
											onClick={() => void list.fetchNextPage()}
										>
											{t("more")}
										</button>
									</li>
								)}
							</ul>
						);
					}}
				</Loaded>
			</section>
			{id ? <Thread key={id} id={id} /> : <p className="state faint nothing-open">{t("chooseThread")}</p>}
		</div>
	);
}

function Row({ row, open }: { row: ConversationRow; open: boolean }) {
	const { t, since } = useSpeech();
	const now = useNow();
	return (
		<li>
			<Link
				href={`/conversations/${row.id}`}
				className={open ? "row here" : "row"}
				aria-current={open ? "true" : undefined}
			>
				<span className="line">
					<strong>{row.customer.name}</strong>
					<span className="faint">{row.lastAt && since(row.lastAt, now)}</span>
				</span>
				<span className="line">
					<span className="last">{row.lastLine ?? ""}</span>
					{row.control.by === "asked" && <Pill tone="bad">{t("askedShort")}</Pill>}
					{row.control.by === "human" && <Pill tone="info">{row.control.holder?.name ?? t("human")}</Pill>}
					{row.control.by === "bot" && row.unansweredSince && <Pill tone="warn">{t("waits")}</Pill>}
				</span>
			</Link>
		</li>
	);
}
