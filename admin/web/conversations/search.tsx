import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { found } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded } from "../states.tsx";
import { useFilters } from "./filters.ts";

/** What is found among customers, their orders and all that was said. */
export function Found({ words }: { words: string }) {
	const { t, when, name } = useSpeech();
	const { hrefOf } = useFilters();
	const answer = useQuery({
		queryKey: ["search", words],
		queryFn: () => get(`/api/search?q=${encodeURIComponent(words)}`, found),
		placeholderData: (before) => before,
	});
	return (
		<Loaded query={answer}>
			{({ customers, messages }) => {
				if (customers.length + messages.length === 0) return <Empty>{t("nothingFound")}</Empty>;
				return (
					<div className="found">
						{customers.length > 0 && <h2>{t("customers")}</h2>}
						<ul className="plain">
							{customers.map((customer) => (
								<li key={customer.id}>
									<Link
										className="row"
										href={customer.conversationId ? hrefOf(customer.conversationId) : `/customers/${customer.id}`}
									>
										<strong>{customer.name}</strong>
									</Link>
								</li>
							))}
						</ul>
						{messages.length > 0 && <h2>{t("messages")}</h2>}
						<ul className="plain">
							{messages.map((message) => (
								<li key={message.id}>
									<Link className="row" href={hrefOf(message.conversationId)}>
										<span className="line">
											<strong>{message.customer.name}</strong>
											<small>{when(message.at)}</small>
										</span>
										<span className="last">
											{message.author !== "customer" && `${name(message.author)}: `}
											{message.text}
										</span>
									</Link>
								</li>
							))}
						</ul>
					</div>
				);
			}}
		</Loaded>
	);
}
