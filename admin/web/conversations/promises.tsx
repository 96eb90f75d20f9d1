import type { ConversationRow, PromiseView } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import { useNow } from "../use-now.ts";
import { useAct } from "./use-act.ts";
import { useLeading } from "./use-leading.ts";

type PromisesParts = {
	readonly conversation: ConversationRow;
	readonly promises: readonly PromiseView[];
	readonly withdraw: (promise: PromiseView) => void;
};

/** The shop's open words to this customer, each with its clock: kept in one tap, withdrawn with a word. */
export function Promises({ conversation, promises, withdraw }: PromisesParts) {
	const { t, since, when } = useSpeech();
	const now = useNow();
	const { mayWrite, other } = useLeading(conversation);
	const keeping = useAct(conversation.id, { act: (id: string) => send("POST", `/api/promises/${id}/keep`) });
	const open = promises.filter(({ state }) => state === "open");
	if (open.length === 0) return null;
	return (
		<ul className="ledger" aria-label={t("promises")}>
			{open.map((promise) => {
				const isLate = Date.parse(promise.dueAt) <= now.getTime();
				return (
					<li key={promise.id}>
						<span className="grow">
							<Pill tone={isLate ? "bad" : "warn"}>
								{isLate
									? `${t("promiseLate")} ${since(promise.dueAt, now)}`
									: `${t("promisedFor")} ${when(promise.dueAt)}`}
							</Pill>{" "}
							{promise.text} <small>{promise.owner?.name ?? promise.team ?? ""}</small>
						</span>
						{mayWrite && !other && (
							<span className="buttons">
								<button type="button" disabled={keeping.isPending} onClick={() => keeping.mutate(promise.id)}>
									{t("keepPromise")}
								</button>
								<button type="button" onClick={() => withdraw(promise)}>
									{t("withdrawPromise")}
								</button>
							</span>
						)}
					</li>
				);
			})}
		</ul>
	);
}
