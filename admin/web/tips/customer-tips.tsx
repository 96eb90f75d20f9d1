import { useQuery } from "@tanstack/react-query";
import { tipList } from "#admin/contract/tips.ts";
import { get } from "../api.ts";
import { Panel } from "../customers/card-panels.tsx";
import { useSpeech } from "../language.tsx";
import { Tip } from "./tip.tsx";

/** What to write to this customer now; nothing is shown where nothing is advised. */
export function CustomerTips({ conversationId }: { conversationId: string }) {
	const { t } = useSpeech();
	const tips = useQuery({
		queryKey: ["tips", conversationId],
		queryFn: () => get(`/api/tips?conversationId=${conversationId}`, tipList),
	});
	if (!tips.data || tips.data.items.length === 0) return null;
	return (
		<Panel title={t("tips")}>
			<ul className="plain tips">
				{tips.data.items.map((tip) => (
					<Tip key={tip.id} tip={tip} />
				))}
			</ul>
		</Panel>
	);
}
