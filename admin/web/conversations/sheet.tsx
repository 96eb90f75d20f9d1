import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { ConversationRow } from "#admin/contract/conversations.ts";
import { type CustomerCardView, customerCard } from "#admin/contract/customers.ts";
import { get } from "../api.ts";
import { Cart, Consents, Figures, History, Orders, Panel, Profile } from "../customers/card-panels.tsx";
import { Identities } from "../customers/identities.tsx";
import { NextStep } from "../customers/next-step.tsx";
import { useSpeech } from "../language.tsx";
import { Outcome } from "../outcomes/outcome.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Loaded, Pill } from "../states.tsx";
import { CustomerTips } from "../tips/customer-tips.tsx";
import { useFilters } from "./filters.ts";
import { Summary } from "./proposals.tsx";
import { TagsEditor } from "./tags-editor.tsx";
import { useLeading } from "./use-leading.ts";

/** The customer beside the thread: who they are, what they agreed to, what they bought, what happened. */
export function Sheet({ conversation, isPage }: { conversation: ConversationRow; isPage: boolean }) {
	const { t } = useSpeech();
	const { hrefOf } = useFilters();
	const { id } = conversation.customer;
	const mayRead = useMay("read-customers");
	const card = useQuery({
		queryKey: ["card", id],
		queryFn: () => get(`/api/customers/${id}`, customerCard),
		enabled: mayRead,
	});
	if (!mayRead) return null;
	return (
		<aside className="sheet" aria-label={t("customerSheet")} data-page={isPage}>
			<header className="line">
				<Link href={hrefOf(conversation.id)} className="back" aria-label={t("backToThread")}>
					←
				</Link>
				<h2>{conversation.customer.name}</h2>
				<Link href={`/customers/${id}`}>{t("wholeCard")}</Link>
			</header>
			<Loaded query={card}>{(customer) => <Facets conversation={conversation} customer={customer} />}</Loaded>
		</aside>
	);
}

function Facets({ conversation, customer }: { conversation: ConversationRow; customer: CustomerCardView }) {
	const { t, stage } = useSpeech();
	const { mayWrite } = useLeading(conversation);
	return (
		<>
			<NextStep customerId={customer.id} />
			{mayWrite && <Summary key={conversation.id} conversationId={conversation.id} />}
			<CustomerTips conversationId={conversation.id} />
			<Panel title={t("tags")}>
				<TagsEditor conversationId={conversation.id} tags={customer.tags} mayEdit={mayWrite} />
				{customer.stage && (
					<p>
						{t("stageNow")} <Pill tone="info">{stage(customer.stage)}</Pill>
					</p>
				)}
			</Panel>
			<Profile customer={customer} />
			<Panel title={t("preferred")}>
				<p>{customer.preferredChannel.why}</p>
				<Identities customer={customer} />
			</Panel>
			<Orders customer={customer} />
			<Panel title={t("outcomeTitle")}>
				<Outcome of={`/api/conversations/${conversation.id}`} kind="lost" />
			</Panel>
			<Cart customer={customer} />
			<Figures customer={customer} />
			<Consents customer={customer} />
			<History customer={customer} />
		</>
	);
}
