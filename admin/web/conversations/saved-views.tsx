import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { savedViews } from "#admin/contract/conversations.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import type { Filters } from "./filters.ts";

/** Lists under a name: one's own, which one may forget, and those that colleagues share. */
export function SavedViews({ choose }: { choose: (filters: Filters) => void }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const views = useQuery({ queryKey: ["views"], queryFn: () => get("/api/views", savedViews) });
	const forgetting = useMutation({
		mutationFn: (id: string) => send("DELETE", `/api/views/${id}`),
		onSettled: () => queries.invalidateQueries({ queryKey: ["views"] }),
	});
	const items = views.data?.items ?? [];
	return (
		<>
			{forgetting.error && <p role="alert">{trouble(forgetting.error)}</p>}
			{items.length > 0 && (
				<ul className="plain" aria-label={t("savedViews")}>
					{items.map(({ id, title, filters, shared, own }) => (
						<li key={id} className="line">
							<button type="button" className="wide" onClick={() => choose(filters)}>
								{title} {shared && <Pill tone="info">{t("sharedView")}</Pill>}
							</button>
							{own && (
								<button
									type="button"
									className="quiet"
									aria-label={`${t("forgetView")}: ${title}`}
									onClick={() => forgetting.mutate(id)}
								>
									✕
								</button>
							)}
						</li>
					))}
				</ul>
			)}
		</>
	);
}
