import { useQuery } from "@tanstack/react-query";
import { heldMessages } from "#admin/contract/sending.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";

/** What the shop would write by itself and does not: which flow waits, why, and until when. Nothing waits: nothing is said. */
export function HeldMessages({ conversationId }: { conversationId: string }) {
	const { t, flow, when } = useSpeech();
	const held = useQuery({
		queryKey: ["thread", conversationId, "held"],
		queryFn: () => get(`/api/conversations/${conversationId}/held`, heldMessages),
	});
	if (!held.data || held.data.items.length === 0) return null;
	return (
		<ul className="ledger held" aria-label={t("heldMessages")}>
			{held.data.items.map(({ key, flow: id, by, until, text }) => (
				<li key={key}>
					<span className="grow">
						<Pill tone="warn">{t("heldMark")}</Pill> {id && <strong>{flow(id)}</strong>} {t(`held_for_${by}`)}
						{until && ` · ${t("heldUntil")} ${when(until)}`}
						{text && <small> — {text}</small>}
					</span>
				</li>
			))}
		</ul>
	);
}
