import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Link } from "wouter";
import { customerPage } from "#admin/contract/customers.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { Suggestions } from "./suggestions.tsx";

/** Everybody, found by name, phone or the number of an order. */
export function Customers() {
	const { t, money, day, name } = useSpeech();
	const [typed, setTyped] = useState("");
	const search = useDeferredValue(typed.trim());
	const list = useInfiniteQuery({
		queryKey: ["customers", search],
		queryFn: ({ pageParam }) =>
			get(`/api/customers?search=${encodeURIComponent(search)}${pageParam ? `&after=${pageParam}` : ""}`, customerPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
		placeholderData: (before) => before,
	});
	return (
		<section className="screen">
			<header>
				<h1>{t("customers")}</h1>
				<input
					type="search"
					value={typed}
					placeholder={t("search")}
					aria-label={t("search")}
					onChange={(event) => setTyped(event.target.value)}
				/>
			</header>
			<Suggestions />
			<Loaded query={list}>
				{({ pages }) => {
					const rows = pages.flatMap((page) => page.items);
					if (rows.length === 0) return <Empty />;
					return (
						<ul className="rows">
							{rows.map((row) => (
								<li key={row.id}>
									<Link href={`/customers/${row.id}`} className="row">
										<span className="line">
											<strong>{row.name}</strong>
											<span>{row.ordersCount > 0 ? `${row.ordersCount} · ${money(row.ordersTotal)}` : ""}</span>
										</span>
										<span className="line faint">
											<span>{[row.phone, ...row.channels.map(name)].filter(Boolean).join(" · ")}</span>
											<span>{row.lastOrderAt && day(row.lastOrderAt)}</span>
										</span>
										{row.tags.length > 0 && (
											<span className="pills">
												{row.tags.map((tag) => (
													<Pill key={tag}>{tag}</Pill>
												))}
											</span>
										)}
									</Link>
								</li>
							))}
						</ul>
					);
				}}
			</Loaded>
			{list.hasNextPage && (
				<button
					type="button"
					className="wide"
					disabled={list.isFetchingNextPage}
					onClick={() => void list.fetchNextPage()}
				>
					{t("more")}
				</button>
			)}
		</section>
	);
}
