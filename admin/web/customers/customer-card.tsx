import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { type CustomerCardView, customerCard } from "#admin/contract/customers.ts";
import { get } from "../api.ts";
import { HeldMessages } from "../conversations/held-messages.tsx";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Loaded, Pill } from "../states.tsx";
import { Cart, Consents, Figures, History, Orders, Panel, Profile } from "./card-panels.tsx";
import { CustomFields } from "./custom-fields.tsx";
import { DecisionLog } from "./decision-log.tsx";
import { Identities } from "./identities.tsx";
import { Links } from "./links.tsx";
import { NextStep } from "./next-step.tsx";
import { PersonRights } from "./person-rights.tsx";
import { Suggestions } from "./suggestions.tsx";

/** All that is known of one customer, on one screen. */
export function CustomerCard({ id }: { id: string }) {
	const card = useQuery({ queryKey: ["card", id], queryFn: () => get(`/api/customers/${id}`, customerCard) });
	return <Loaded query={card}>{(customer) => <Card customer={customer} />}</Loaded>;
}

function Card({ customer }: { customer: CustomerCardView }) {
	const { t, stage, name } = useSpeech();
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
				<NextStep customerId={customer.id} />
				<Profile customer={customer} />
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
				<Cart customer={customer} />
				<Orders customer={customer} />
				<Consents customer={customer} />
				<Panel title={t("plannedMessages")}>
					{mayRead && customer.conversationId && <HeldMessages conversationId={customer.conversationId} />}
					<DecisionLog customerId={customer.id} />
				</Panel>
			</div>
			{mayErase && (
				<Panel title={t("rightsTitle")}>
					<PersonRights customer={customer} />
				</Panel>
			)}
			<History customer={customer} />
		</section>
	);
}
