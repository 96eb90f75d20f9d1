import type { ReactNode } from "react";
import { Link } from "wouter";
import type { CustomerCardView } from "#admin/contract/customers.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Pill } from "../states.tsx";
import { Timeline } from "./timeline.tsx";

type Known = { readonly customer: CustomerCardView };

/** One thing that is known of a customer, under its word. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section className="panel">
			<h2>{title}</h2>
			{children}
		</section>
	);
}

/** Who they are, as far as they have said. */
export function Profile({ customer }: Known) {
	const { t, day, name } = useSpeech();
	return (
		<Panel title={t("profile")}>
			<Facts
				facts={[
					[t("phone"), customer.phone],
					[t("email"), customer.email],
					[t("birthday"), customer.birthday && day(customer.birthday)],
					[t("city"), customer.city],
					[t("address"), customer.addresses.join("; ") || null],
					[t("likes"), customer.likes.join(", ") || null],
					[t("language"), name(customer.language)],
					[t("source"), customer.source],
					[t("since"), day(customer.createdAt)],
				]}
			/>
		</Panel>
	);
}

/** What they have bought, in numbers. */
export function Figures({ customer }: Known) {
	const { t, money, day } = useSpeech();
	const { figures } = customer;
	return (
		<Panel title={t("figures")}>
			<Facts
				facts={[
					[t("ordersCount"), figures.ordersCount],
					[t("ordersTotal"), money(figures.ordersTotal)],
					[t("lastOrder"), figures.lastOrderAt && day(figures.lastOrderAt)],
					[t("nextOrder"), figures.nextOrderAt && day(figures.nextOrderAt)],
					[t("cycle"), figures.cycleDays && `${Math.round(figures.cycleDays)} ${t("days")}`],
					[t("favourite"), figures.favourite],
				]}
			/>
		</Panel>
	);
}

/** What they are about to buy. */
export function Cart({ customer: { cart } }: Known) {
	const { t } = useSpeech();
	return (
		<Panel title={t("cart")}>
			{cart && cart.lines.length > 0 ? <CartLines cart={cart} /> : <Empty>{t("emptyCart")}</Empty>}
		</Panel>
	);
}

function CartLines({ cart }: { cart: NonNullable<CustomerCardView["cart"]> }) {
	const { t, money } = useSpeech();
	return (
		<>
			<ul className="plain">
				{keyed(cart.lines, ({ title }) => title).map(({ key, item: line }) => (
					<li key={key} className="line">
						<span>
							{line.title} × {line.qty}
						</span>
						<span>{money(line.sum)}</span>
					</li>
				))}
			</ul>
			<p className="line">
				<strong>{t("total")}</strong>
				<strong>{money(cart.total)}</strong>
			</p>
		</>
	);
}

/** Their orders; whoever may read orders goes on to them. */
export function Orders({ customer: { orders } }: Known) {
	const { t } = useSpeech();
	return <Panel title={t("orders")}>{orders.length > 0 ? <OrderLines orders={orders} /> : <Empty />}</Panel>;
}

function OrderLines({ orders }: { orders: CustomerCardView["orders"] }) {
	const { name, money, day } = useSpeech();
	const mayOpen = useMay("read-orders");
	return (
		<ul className="plain">
			{orders.map((order) => (
				<li key={order.id} className="line">
					<span>
						{mayOpen ? (
							<Link href={`/orders?as=table&search=${order.number}`}>№ {order.number}</Link>
						) : (
							`№ ${order.number}`
						)}{" "}
						· {day(order.createdAt)}
					</span>
					<span>
						<Pill>{name(order.state)}</Pill> {money(order.total)}
					</span>
				</li>
			))}
		</ul>
	);
}

/** What they have agreed to, and taken back. */
export function Consents({ customer: { consents } }: Known) {
	const { t } = useSpeech();
	return (
		<Panel title={t("consents")}>
			{consents.length > 0 ? <ConsentLines consents={consents} /> : <Empty>{t("noConsents")}</Empty>}
		</Panel>
	);
}

function ConsentLines({ consents }: { consents: CustomerCardView["consents"] }) {
	const { name, when } = useSpeech();
	return (
		<ul className="plain">
			{keyed(consents, ({ purpose, at, state }) => `${purpose} ${at} ${state}`).map(({ key, item: consent }) => (
				<li key={key} title={consent.text}>
					{name(consent.purpose)}: <Pill tone={consent.state === "given" ? "good" : "warn"}>{name(consent.state)}</Pill>{" "}
					<small className="faint">
						{when(consent.at)} · {name(consent.actor)} · {consent.textVersion}
					</small>
				</li>
			))}
		</ul>
	);
}

/** What has happened, newest first. */
export function History({ customer }: Known) {
	const { t } = useSpeech();
	return (
		<Panel title={t("timeline")}>
			<Timeline entries={customer.timeline} />
		</Panel>
	);
}

function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
	return (
		<dl>
			{facts
				.filter(([, value]) => value !== null && value !== undefined && value !== "")
				.map(([title, value]) => (
					<div key={title}>
						<dt>{title}</dt>
						<dd>{value}</dd>
					</div>
				))}
		</dl>
	);
}
