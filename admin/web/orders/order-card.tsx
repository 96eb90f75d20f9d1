import { useState } from "react";
import { Link } from "wouter";
import type { OrderStateName, OrderView } from "#admin/contract/orders.ts";
import { Icon } from "../icon.tsx";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Outcome } from "../outcomes/outcome.tsx";
import { OutcomePicker } from "../outcomes/outcome-picker.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Pill } from "../states.tsx";
import { GIVE_UP, useMoveOrder } from "./move-order.ts";

/** One order on the board: what, for whom, where to, and where it may go next. */
export function OrderCard({ order }: { order: OrderView }) {
	const { t, money, when, name } = useSpeech();
	const [mayMove, mayRead] = [useMay("move-orders"), useMay("read-conversations")];
	const mayOpenCard = useMay("read-customers");
	return (
		<article className="order">
			<header className="line">
				<strong>№ {order.number}</strong>
				<strong>{money(order.total)}</strong>
			</header>
			<p>
				{mayOpenCard ? (
					<Link href={`/customers/${order.customer.id}`}>{order.customer.name}</Link>
				) : (
					order.customer.name
				)}{" "}
				{mayRead && order.conversationId && (
					<Link href={`/conversations/${order.conversationId}`} aria-label={t("openThread")}>
						<Icon name="conversations" />
					</Link>
				)}
			</p>
			<ul className="plain">
				{keyed(order.lines, ({ title }) => title).map(({ key, item: line }) => (
					<li key={key} className="line">
						<span>
							{line.title} × {line.qty}
						</span>
						<span className="faint">{line.warehouse}</span>
					</li>
				))}
			</ul>
			<Terms order={order} />
			{mayMove && <Moves order={order} />}
			<details>
				<summary>{t("history")}</summary>
				<Outcome of={`/api/orders/${order.id}`} kind={LOST.has(order.state) ? "lost" : "won"} />
				<ul className="plain">
					{keyed(order.changes, ({ at, to }) => `${at} ${to}`).map(({ key, item: change }) => (
						<li key={key}>
							{when(change.at)} · {name(change.to)} · {change.actorName ?? name(change.actor.split(":")[0] ?? "")}
							{change.reason && ` · ${change.reason}`}
						</li>
					))}
				</ul>
			</details>
		</article>
	);
}

const LOST: ReadonlySet<OrderStateName> = new Set(["cancelled", "returned"]);

/** How it reaches the customer, and how it is paid. */
function Terms({ order }: { order: OrderView }) {
	const { t, money, when } = useSpeech();
	return (
		<>
			<p className="faint">
				{order.delivery === "courier" ? t("courier") : t("pickup")}
				{order.address && ` · ${order.address}`}
				{order.dueFrom && ` · ${when(order.dueFrom)}`}
			</p>
			{order.note && <p>«{order.note}»</p>}
			<p className="pills">
				{order.late && <Pill tone="bad">{t("orderLate")}</Pill>}
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
				{order.tags.map((tag) => (
					<Pill key={tag}>{tag}</Pill>
				))}
			</p>
		</>
	);
}

/** A step forward is one tap; giving an order up asks for the reason first. */
function Moves({ order }: { order: OrderView }) {
	const { t, trouble } = useSpeech();
	const [leaving, setLeaving] = useState<OrderStateName | null>(null);
	const moving = useMoveOrder();
	return (
		<div className="moves">
			{order.next.map((to) => (
				<button
					key={to}
					type="button"
					disabled={moving.isPending}
					className={GIVE_UP[to] ? "quiet" : ""}
					onClick={() => (GIVE_UP[to] ? setLeaving(to) : moving.mutate({ id: order.id, to }))}
				>
					{GIVE_UP[to] ? t(GIVE_UP[to].deed) : `→ ${t(to)}`}
				</button>
			))}
			{leaving && (
				<OutcomePicker
					kind="lost"
					label={t(GIVE_UP[leaving]?.why ?? "outcomeWhyLost")}
					busy={moving.isPending}
					onChoose={(chosen) => {
						moving.mutate({ id: order.id, to: leaving, ...chosen });
						setLeaving(null);
					}}
					onCancel={() => setLeaving(null)}
				/>
			)}
			{moving.isError && <p role="alert">{trouble(moving.error)}</p>}
		</div>
	);
}
