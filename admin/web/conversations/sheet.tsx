import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { ConversationRow } from "#admin/contract/conversations.ts";
import { type CustomerCardView, customerCard } from "#admin/contract/customers.ts";
import { get } from "../api.ts";
import { Cart, Consents, Facts, Figures, Orders, Panel } from "../customers/customer-card.tsx";
import { Identities } from "../customers/identities.tsx";
import { Timeline } from "../customers/timeline.tsx";
import { useSpeech } from "../language.tsx";
import { Outcome } from "../outcomes/outcome.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Loaded, Pill } from "../states.tsx";
import { CustomerTips } from "../tips/customer-tips.tsx";
import { useFilters } from "./filters.ts";
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
	const { t, day, stage, name } = useSpeech();
	const { mayWrite } = useLeading(conversation);
	return (
		<>
			<CustomerTips conversationId={conversation.id} />
			<Panel title={t("tags")}>
				<TagsEditor conversationId={conversation.id} tags={customer.tags} mayEdit={mayWrite} />
				{customer.stage && (
					<p>
						{t("stageNow")} <Pill tone="info">{stage(customer.stage)}</Pill>
					</p>
				)}
			</Panel>
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
			<Panel title={t("preferred")}>
				<p>{customer.preferredChannel.why}</p>
				<Identities customer={customer} />
			</Panel>
			<Panel title={t("orders")}>
				<Orders customer={customer} />
			</Panel>
			<Panel title={t("outcomeTitle")}>
				<Outcome of={`/api/conversations/${conversation.id}`} kind="lost" />
			</Panel>
			<Panel title={t("cart")}>
				<Cart customer={customer} />
			</Panel>
			<Figures customer={customer} />
			<Panel title={t("consents")}>
				<Consents customer={customer} />
			</Panel>
			<Panel title={t("timeline")}>
				<Timeline entries={customer.timeline} />
			</Panel>
		</>
	);
}
