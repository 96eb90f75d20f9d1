import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";
import { useNow } from "../use-now.ts";
import type { Doing } from "./doing.ts";
import { recognisePromise } from "./recognise-promise.ts";

/** Whoever writes "завтра до 12" is giving the shop's word: one tap puts it into the ledger. */
export function PromiseHint({ text, start }: { text: string; start: (doing: Doing) => void }) {
	const { t, when } = useSpeech();
	const now = useNow();
	const { zone } = useMember().session.shop;
	const dueAt = recognisePromise(text, { now, zone });
	if (!dueAt) return null;
	return (
		<button type="button" className="hint" onClick={() => start({ what: "promise", text: text.trim(), dueAt })}>
			{t("isPromise")} {when(dueAt.toISOString())}
		</button>
	);
}
