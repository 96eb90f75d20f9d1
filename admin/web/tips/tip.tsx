import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Link } from "wouter";
import type { TipView } from "#admin/contract/tips.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";

/** Why a tip was wrong; the ids are the desk's too. */
const REASONS = [
	["not-now", "tipNotNow"],
	["not-for-them", "tipNotTheirs"],
	["known", "tipKnown"],
	["facts", "tipFacts"],
] as const;

/** One tip: why it comes, and what to write: as it stands, edited, or not at all. `named`: it stands among others' customers. */
export function Tip({ tip, named = false }: { tip: TipView; named?: boolean }) {
	const { t, trouble, time } = useSpeech();
	const queries = useQueryClient();
	const mayWrite = useMay("write-to-customers");
	const field = useId();
	const [text, setText] = useState(tip.draft);
	const [asksWhy, setAsksWhy] = useState(false);
	const answering = useMutation({
		mutationFn: ({ act, body }: { act: "send" | "wrong"; body: object }) =>
			send("POST", `/api/tips/${tip.id}/${act}`, body),
		onSettled: () =>
			Promise.all(
				[["tips"], ["conversations"], ["thread", tip.conversationId]].map((queryKey) =>
					queries.invalidateQueries({ queryKey }),
				),
			),
	});
	return (
		<li className="panel tip">
			<p className="line">
				<strong>{tip.title}</strong>
				<span className="faint">{time(tip.shownAt)}</span>
			</p>
			{named && (
				<p>
					<Link href={`/conversations/${tip.conversationId}`}>{tip.customerName}</Link>{" "}
					<span className="faint">{tip.ownerName ? `${t("tipFor")} ${tip.ownerName}` : t("tipForTeam")}</span>
				</p>
			)}
			<p>{tip.evidence}</p>
			{mayWrite ? (
				<>
					<label htmlFor={field} className="faint">
						{t("tipWords")}
					</label>
					<textarea id={field} rows={3} value={text} onChange={(event) => setText(event.target.value)} />
					<p className="pills">
						<button
							type="button"
							disabled={answering.isPending || text.trim() === ""}
							onClick={() => answering.mutate({ act: "send", body: { text } })}
						>
							{t("tipSend")}
						</button>
						<button type="button" className="quiet" aria-expanded={asksWhy} onClick={() => setAsksWhy(!asksWhy)}>
							{t("tipWrong")}
						</button>
					</p>
					{asksWhy && (
						<p className="pills">
							{REASONS.map(([reason, word]) => (
								<button
									key={reason}
									type="button"
									className="quiet"
									disabled={answering.isPending}
									onClick={() => answering.mutate({ act: "wrong", body: { reason } })}
								>
									{t(word)}
								</button>
							))}
						</p>
					)}
				</>
			) : (
				<p>«{tip.draft}»</p>
			)}
			{answering.isError && <p role="alert">{trouble(answering.error)}</p>}
		</li>
	);
}
