import type { ConversationRow } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useCommands } from "../commands/commands.tsx";
import { useSpeech } from "../language.tsx";
import { type Deed, deedsOf } from "./deeds.ts";
import type { Doing } from "./doing.ts";
import { useToast } from "./toasts.tsx";
import { useAct } from "./use-act.ts";
import { useLeading } from "./use-leading.ts";
import { useReopen } from "./use-reopen.ts";

/** What may be done with the conversation as a whole, by button, by key and from the command bar. */
export function ControlBar({ conversation, start }: { conversation: ConversationRow; start: (doing: Doing) => void }) {
	const { t } = useSpeech();
	const taking = useTakeNow(conversation);
	const deeds = deedsOf(conversation, useLeading(conversation));
	const reopening = useReopen(conversation);
	const run = ({ does }: Deed) => {
		if (does === "take-now") taking.mutate();
		else if (does === "reopen-now") reopening.mutate();
		else start({ what: does });
	};
	useCommands(deeds.map((deed) => ({ title: t(deed.word), key: deed.key, run: () => run(deed) })));
	if (deeds.length === 0) return null;
	return (
		<div className="control-bar" role="toolbar" aria-label={t("controlBar")}>
			{deeds.map((deed) => (
				<button
					key={deed.word}
					type="button"
					className={deed.main ? "main" : undefined}
					disabled={taking.isPending || reopening.isPending}
					aria-keyshortcuts={deed.key}
					onClick={() => run(deed)}
				>
					{t(deed.word)}
				</button>
			))}
		</div>
	);
}

/** Whoever took it from the bot by mistake gives it back as it was. */
function useTakeNow({ id, control }: ConversationRow) {
	const { t } = useSpeech();
	const toast = useToast();
	const handing = useAct(id, { act: () => send("POST", `/api/conversations/${id}/hand-back`) });
	const undo = { title: t("undo"), run: () => handing.mutate() };
	return useAct(id, {
		act: () => send("POST", `/api/conversations/${id}/take`, { lease: control.lease }),
		done: () => toast({ text: t("takenByYou"), ...(control.by === "bot" && { undo }) }),
	});
}
