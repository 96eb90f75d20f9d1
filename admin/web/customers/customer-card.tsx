import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { type CustomerCardView, customerCard } from "#admin/contract/customers.ts";
import { get } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { CustomFields } from "./custom-fields.tsx";
import { Identities } from "./identities.tsx";
import { Links } from "./links.tsx";
import { PersonRights } from "./person-rights.tsx";
import { Suggestions } from "./suggestions.tsx";
import { Timeline } from "./timeline.tsx";

/** All that is known of one customer, on one screen. */
export function CustomerCard({ id }: { id: string }) {
	const card = useQuery({ queryKey: ["card", id], queryFn: () => get(`/api/customers/${id}`, customerCard) });
	return <Loaded query={card}>{(customer) => <Card customer={customer} />}</Loaded>;
}

function Card({ customer }: { customer: CustomerCardView }) {
	const { t, day, stage, name } = useSpeech();
	const mayRead = useMay("read-conversations");
	const mayErase = useMay("erase-people");
	return (
		<section className="screen card">
			<header>
				<h1>{customer.name}</h1>
				{customer.tags.map((tag) => (
					<Pill key={tag}>{tag}</Pill>
				))}
				{customer.stage && <Pill tone="info">{stage(customer.stage)}</Pill>}
				<span className="grow" />
				{mayRead && customer.conversationId && (
					<Link className="button" href={`/conversations/${customer.conversationId}`}>
						{t("openThread")}
					</Link>
				)}
			</header>
			<div className="panels">
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
				<Panel title={t("fieldsOwn")}>
					<CustomFields customerId={customer.id} />
				</Panel>
				<Panel title={t("preferred")}>
					<p>
						<strong>{customer.preferredChannel.channel ? name(customer.preferredChannel.channel) : t("none")}</strong>
					</p>
					<p className="faint">{customer.preferredChannel.why}</p>
				</Panel>
				<Panel title={t("identities")}>
					<Identities customer={customer} />
					<Links customerId={customer.id} />
					<Suggestions about={customer.id} />
				</Panel>
				<Figures customer={customer} />
				<Panel title={t("cart")}>
					<Cart customer={customer} />
				</Panel>
				<Panel title={t("orders")}>
					<Orders customer={customer} />
				</Panel>
				<Panel title={t("consents")}>
					<Consents customer={customer} />
				</Panel>
			</div>
			{mayErase && (
				<Panel title={t("rightsTitle")}>
					<PersonRights customer={customer} />
				</Panel>
			)}
			<Panel title={t("timeline")}>
				<Timeline entries={customer.timeline} />
			</Panel>
		</section>
	);
}

export function Panel({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section className="panel">
			<h2>{title}</h2>
			{children}
		</section>
	);
}

export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
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

export function Figures({ customer }: { customer: CustomerCardView }) {
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

export function Cart({ customer }: { customer: CustomerCardView }) {
	const { t, money } = useSpeech();
	if (!customer.cart || customer.cart.lines.length === 0) return <Empty>{t("emptyCart")}</Empty>;
	return (
		<>
			<ul className="plain">
				{keyed(customer.cart.lines, ({ title }) => title).map(({ key, item: line }) => (
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
				<strong>{money(customer.cart.total)}</strong>
			</p>
		</>
	);
}

export function Orders({ customer }: { customer: CustomerCardView }) {
	const { name, money, day } = useSpeech();
	const mayOpen = useMay("read-orders");
	if (customer.orders.length === 0) return <Empty />;
	return (
		<ul className="plain">
			{customer.orders.map((order) => (
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

export function Consents({ customer }: { customer: CustomerCardView }) {
	const { t, name, when } = useSpeech();
	if (customer.consents.length === 0) return <Empty>{t("noConsents")}</Empty>;
	return (
		<ul className="plain">
			{keyed(customer.consents, ({ purpose, at, state }) => `${purpose} ${at} ${state}`).map(
				({ key, item: consent }) => (
					<li key={key} title={consent.text}>
						{name(consent.purpose)}:{" "}
						<Pill tone={consent.state === "given" ? "good" : "warn"}>{name(consent.state)}</Pill>{" "}
						<small className="faint">
							{when(consent.at)} · {name(consent.actor)} · {consent.textVersion}
						</small>
					</li>
				),
			)}
		</ul>
	);
}
