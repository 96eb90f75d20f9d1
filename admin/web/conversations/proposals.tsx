import { useMutation } from "@tanstack/react-query";
import { type ProposalWish, proposal } from "#admin/contract/proposals.ts";
import { send } from "../api.ts";
import { Panel } from "../customers/card-panels.tsx";
import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";

function useProposal(conversationId: string, wish: ProposalWish) {
	return useMutation({
		mutationFn: async () => {
			const answer = await send("POST", `/api/conversations/${conversationId}/proposal`, { wish });
			return proposal.parse(answer).text;
		},
	});
}

/** Has the assistant propose a reply, to be taken into the field or left; shown where the shop has one that writes. */
export function ProposeReply({
	conversationId,
	disabled,
	take,
}: {
	conversationId: string;
	disabled: boolean;
	take: (text: string) => void;
}) {
	const { t, trouble } = useSpeech();
	const { proposes } = useMember().session;
	const asking = useProposal(conversationId, "reply");
	if (!proposes) return null;
	return (
		<>
			<button type="button" disabled={disabled || asking.isPending} onClick={() => asking.mutate()}>
				{t(asking.isPending ? "proposing" : "propose")}
			</button>
			{asking.isError && <p role="alert">{trouble(asking.error)}</p>}
			{asking.data !== undefined && (
				<div className="proposal" role="status">
					<p>{asking.data}</p>
					<button
						type="button"
						onClick={() => {
							take(asking.data);
							asking.reset();
						}}
					>
						{t("takeProposal")}
					</button>
					<button type="button" className="quiet" onClick={asking.reset}>
						{t("leaveProposal")}
					</button>
				</div>
			)}
		</>
	);
}

/** What the conversation is about, in a few sentences, for whoever comes to it late. */
export function Summary({ conversationId }: { conversationId: string }) {
	const { t, trouble } = useSpeech();
	const { proposes } = useMember().session;
	const asking = useProposal(conversationId, "summary");
	if (!proposes) return null;
	return (
		<Panel title={t("summary")}>
			{asking.data && <p>{asking.data}</p>}
			{asking.isError && <p role="alert">{trouble(asking.error)}</p>}
			<button type="button" className="quiet" disabled={asking.isPending} onClick={() => asking.mutate()}>
				{t(asking.isPending ? "proposing" : "summarise")}
			</button>
		</Panel>
	);
}
