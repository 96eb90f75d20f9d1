import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import type { OrderStateName, OrderView } from "#admin/contract/orders.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";

/** One order on the board: what, for whom, where to, and where it may go next. */
export function OrderCard({ order }: { order: OrderView }) {
	const { t, money, when, name } = useSpeech();
	return (
		<article className="order">
			<header className="line">
				<strong>№ {order.number}</strong>
				<strong>{money(order.total)}</strong>
			</header>
			<p>
				<Link href={`/customers/${order.customer.id}`}>{order.customer.name}</Link>{" "}
				{order.conversationId && <Link href={`/conversations/${order.conversationId}`}>💬</Link>}
			</p>
			<ul className="plain">
				{order.lines.map((line) => (
					<li key={line.title} className="line">
						<span>
							{line.title} × {line.qty}
						</span>
						<span className="faint">{line.warehouse}</span>
					</li>
				))}
			</ul>
			<p className="faint">
				{order.delivery === "courier" ? t("courier") : t("pickup")}
				{order.address && ` · ${order.address}`}
				{order.dueFrom && ` · ${when(order.dueFrom)}`}
			</p>
			{order.note && <p>«{order.note}»</p>}
			<p className="pills">
				<Pill tone={order.paidAt ? "good" : "plain"}>
					{order.paidAt ? t("paid") : order.payment === "invoice" ? t("invoice") : t("onReceipt")}
				</Pill>
				{order.deliveryFee.minor > 0 && (
					<Pill>
						{t("delivery")} {money(order.deliveryFee)}
					</Pill>
				)}
				{order.discount.minor > 0 && (
					<Pill>
						{t("discount")} {money(order.discount)}
					</Pill>
				)}
			</p>
			<Moves order={order} />
			<details>
				<summary>{t("history")}</summary>
				<ul className="plain">
					{order.changes.map((change) => (
						<li key={`${change.at}${change.to}`}>
							{when(change.at)} · {name(change.to)} · {name(change.actor.split(":")[0] ?? "")}
							{change.reason && ` · ${change.reason}`}
						</li>
					))}
				</ul>
			</details>
		</article>
	);
}

/** A step forward is one tap; giving an order up asks for the reason first. */
function Moves({ order }: { order: OrderView }) {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const [leaving, setLeaving] = useState<OrderStateName | null>(null);
	const [reason, setReason] = useState("");
	const moving = useMutation({
		mutationFn: (to: OrderStateName) =>
			send("POST", `/api/orders/${order.id}/state`, { to, ...(reason && { reason }) }),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["orders"] }),
	});
	return (
		<div className="moves">
			{order.next.map((to) => (
				<button
					key={to}
					type="button"
					disabled={moving.isPending}
					onClick={() => (to === "cancelled" || to === "returned" ? setLeaving(to) : moving.mutate(to))}
				>
					{t(to)}
				</button>
			))}
			{leaving && (
				<form
					onSubmit={(event) => {
						event.preventDefault();
						moving.mutate(leaving);
						setLeaving(null);
					}}
				>
					<label>
						{t("cancelReason")}
						<input required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
					</label>
					<button type="submit">{t(leaving)}</button>
					<button type="button" className="quiet" onClick={() => setLeaving(null)}>
						{t("close")}
					</button>
				</form>
			)}
			{moving.isError && <p role="alert">{moving.error.message}</p>}
		</div>
	);
}
