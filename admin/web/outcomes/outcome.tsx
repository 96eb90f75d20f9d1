import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { outcomes } from "#admin/contract/outcomes.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Loaded, Pill } from "../states.tsx";
import { type ChosenReason, OutcomePicker } from "./outcome-picker.tsx";

type Props = {
	/** `/api/orders/<id>` or `/api/conversations/<id>`. */
	readonly of: string;
	readonly kind: "won" | "lost";
};

/** Why an order was won or lost, as far as anybody has said: the word that stands, those before it, and one tap to say better. */
export function Outcome({ of, kind }: Props) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const maySay = useMay(of.startsWith("/api/orders") ? "move-orders" : "write-to-customers");
	const [saying, setSaying] = useState(false);
	const said = useQuery({ queryKey: ["outcomes", of], queryFn: () => get(`${of}/outcomes`, outcomes) });
	const saving = useMutation({
		mutationFn: (chosen: ChosenReason) => send("POST", `${of}/outcome`, chosen),
		onSuccess() {
			setSaying(false);
			return queries.invalidateQueries({ queryKey: ["outcomes", of] });
		},
	});
	const question = t(kind === "won" ? "outcomeWhyWon" : "outcomeWhyLost");
	return (
		<Loaded query={said}>
			{({ items }) => (
				<div className="outcome-said">
					{items.map((one) => (
						<Said key={`${one.at} ${one.source} ${one.reason}`} one={one} />
					))}
					{maySay && !saying && (
						<button type="button" className="quiet" onClick={() => setSaying(true)}>
							{items.length > 0 ? t("outcomeAgain") : question}
						</button>
					)}
					{saying && (
						<OutcomePicker
							kind={kind}
							label={question}
							busy={saving.isPending}
							onChoose={(chosen) => saving.mutate(chosen)}
							onCancel={() => setSaying(false)}
						/>
					)}
					{saving.isError && <p role="alert">{trouble(saving.error)}</p>}
				</div>
			)}
		</Loaded>
	);
}

function Said({ one }: { one: z.infer<typeof outcomes>["items"][number] }) {
	const { t, when } = useSpeech();
	const isKnown = one.reason !== "unknown";
	const tone = one.result === "won" ? "good" : "plain";
	return (
		<p className={one.standing ? "" : "faint"}>
			<Pill tone={isKnown ? tone : "warn"}>{isKnown ? one.title : t("outcomeUnknown")}</Pill>{" "}
			<small>
				{one.actorName ?? t(`outcomeBy_${one.source}`)} · {when(one.at)}
				{one.note && ` · «${one.note}»`}
			</small>
		</p>
	);
}
