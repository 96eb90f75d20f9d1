import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { type OrderView, orderPage } from "#admin/contract/orders.ts";
import { get } from "../api.ts";
import { Icon } from "../icon.tsx";
import { useSpeech } from "../language.tsx";
import { More } from "../more.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { BulkMoves } from "./bulk-moves.tsx";

/** Orders one under another, to be looked through and moved many at once. */
export function OrderTable({ query }: { query: string }) {
	const { t } = useSpeech();
	const mayMove = useMay("move-orders");
	const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
	const orders = useInfiniteQuery({
		queryKey: ["orders", "table", query],
		queryFn: ({ pageParam }) => get(`/api/orders?${query}&limit=50${pageParam && `&after=${pageParam}`}`, orderPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
		placeholderData: (before) => before,
	});
	const rows = orders.data?.pages.flatMap(({ items }) => items) ?? [];
	const chosen = rows.filter(({ id }) => picked.has(id));

	function pick(ids: readonly string[], on: boolean) {
		setPicked((before) => new Set(on ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))));
	}

	return (
		<>
			{mayMove && <BulkMoves chosen={chosen} onDone={() => setPicked(new Set())} />}
			<Loaded query={orders}>
				{() =>
					rows.length === 0 ? (
						<Empty>{t("ordersNone")}</Empty>
					) : (
						<div className="scrolls">
							<table className="listing">
								<caption className="unseen">{t("orders")}</caption>
								<thead>
									<tr>
										{mayMove && (
											<th>
												<input
													type="checkbox"
													aria-label={t("pickAll")}
													checked={chosen.length === rows.length}
													onChange={(event) =>
														pick(
															rows.map(({ id }) => id),
															event.target.checked,
														)
													}
												/>
											</th>
										)}
										<th>№</th>
										<th>{t("columnState")}</th>
										<th>{t("columnCustomer")}</th>
										<th>{t("columnGoods")}</th>
										<th>{t("filterDue")}</th>
										<th>{t("columnTotal")}</th>
									</tr>
								</thead>
								<tbody>
									{rows.map((order) => (
										<Row key={order.id} order={order} picked={picked.has(order.id)} pick={mayMove ? pick : undefined} />
									))}
								</tbody>
							</table>
						</div>
					)
				}
			</Loaded>
			<More of={orders} />
		</>
	);
}

type RowProps = {
	readonly order: OrderView;
	readonly picked: boolean;
	readonly pick: ((ids: readonly string[], on: boolean) => void) | undefined;
};

function Row({ order, picked, pick }: RowProps) {
	const { t, money, when } = useSpeech();
	const [mayRead, mayOpenCard] = [useMay("read-conversations"), useMay("read-customers")];
	return (
		<tr>
			{pick && (
				<td>
					<input
						type="checkbox"
						aria-label={`№ ${order.number}`}
						checked={picked}
						onChange={(event) => pick([order.id], event.target.checked)}
					/>
				</td>
			)}
			<th scope="row">{order.number}</th>
			<td>
				<span className="pills">
					<Pill>{t(order.state)}</Pill>
					{order.late && <Pill tone="bad">{t("orderLate")}</Pill>}
				</span>
			</td>
			<td>
				{mayOpenCard ? (
					<Link href={`/customers/${order.customer.id}`}>{order.customer.name}</Link>
				) : (
					order.customer.name
				)}{" "}
				{mayRead && order.conversationId && (
					<Link href={`/conversations/${order.conversationId}`} aria-label={`${t("openThread")}: № ${order.number}`}>
						<Icon name="conversations" />
					</Link>
				)}
				<span className="pills">
					{order.tags.map((tag) => (
						<Pill key={tag}>{tag}</Pill>
					))}
				</span>
			</td>
			<td>{order.lines.map(({ title, qty }) => `${title} × ${qty}`).join(", ")}</td>
			<td>
				{order.dueFrom ? when(order.dueFrom) : "—"}
				<small>{order.delivery === "courier" ? t("courier") : t("pickup")}</small>
			</td>
			<td className="number">
				{money(order.total)}
				<small>{order.paidAt ? t("paid") : t("filterUnpaid")}</small>
			</td>
		</tr>
	);
}
