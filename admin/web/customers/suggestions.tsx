import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { type LinkSuggestion, linkSuggestions } from "#admin/contract/customer-links.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { isWord } from "../words.ts";

/** Pairs who may be one person; of one customer, if `about` names them. Nothing is shown where there is nothing to look at. */
export function Suggestions({ about }: { about?: string }) {
	const { t, trouble } = useSpeech();
	const found = useQuery({
		queryKey: ["link-suggestions"],
		queryFn: () => get("/api/link-suggestions", linkSuggestions),
	});
	if (found.isError) return <p role="alert">{trouble(found.error)}</p>;
	const open = (found.data ?? []).filter(({ people }) => !about || people.some(({ id }) => id === about));
	if (open.length === 0) return null;
	return (
		<details className={about ? "suggestions" : "panel suggestions"} open={about !== undefined}>
			<summary>
				{t("suggestTitle")} · {open.length}
			</summary>
			<p className="faint">{t("suggestAbout")}</p>
			<ul className="plain">
				{open.map((suggestion) => (
					<li key={suggestion.id} className="line">
						<Pair suggestion={suggestion} about={about} />
					</li>
				))}
			</ul>
		</details>
	);
}

function Pair({ suggestion, about }: { suggestion: LinkSuggestion; about: string | undefined }) {
	const { t, name, trouble } = useSpeech();
	const queries = useQueryClient();
	const mayReject = useMay("lead-team");
	const rejecting = useMutation({
		mutationFn: () => send("POST", `/api/link-suggestions/${suggestion.id}/reject`),
		onSettled: () => queries.invalidateQueries({ queryKey: ["link-suggestions"] }),
	});
	const ground = `ground_${suggestion.ground}`;
	return (
		<>
			<span>
				{suggestion.people
					.filter(({ id }) => id !== about)
					.map(({ id, name: called, channels }, index) => (
						<span key={id}>
							{index > 0 && " + "}
							<Link href={`/customers/${id}`}>{called}</Link>{" "}
							<small className="faint">{channels.map(name).join(", ")}</small>
						</span>
					))}{" "}
				<small className="faint">· {isWord(ground) ? t(ground) : suggestion.ground}</small>
				{rejecting.isError && <small role="alert"> {trouble(rejecting.error)}</small>}
			</span>
			{mayReject && (
				<button type="button" className="quiet" disabled={rejecting.isPending} onClick={() => rejecting.mutate()}>
					{t("suggestReject")}
				</button>
			)}
		</>
	);
}
