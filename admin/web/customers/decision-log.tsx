import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { decisionLog } from "#admin/contract/sending.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded } from "../states.tsx";

const SHOWN = 20;

/** What the shop considered writing to a customer, sent or not, each with its reason; fetched when somebody wants to know. */
export function DecisionLog({ customerId }: { customerId: string }) {
	const { t } = useSpeech();
	const [open, setOpen] = useState(false);
	return (
		<details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
			<summary>{t("decisions")}</summary>
			{open && <Decisions customerId={customerId} />}
		</details>
	);
}

function Decisions({ customerId }: { customerId: string }) {
	const { t, flow, when } = useSpeech();
	const log = useQuery({
		queryKey: ["card", customerId, "decisions"],
		queryFn: () => get(`/api/customers/${customerId}/decisions`, decisionLog),
	});
	return (
		<Loaded query={log}>
			{({ items }) =>
				items.length === 0 ? (
					<Empty>{t("noDecisions")}</Empty>
				) : (
					<ol className="timeline">
						{items.slice(0, SHOWN).map((one) => (
							<li key={one.id}>
								<time dateTime={one.at}>{when(one.at)}</time>
								<span>
									<strong>{flow(one.flow)}</strong> {one.sentence}
								</span>
							</li>
						))}
					</ol>
				)
			}
		</Loaded>
	);
}
