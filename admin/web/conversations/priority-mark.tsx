import type { ConversationRow } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";

/** How urgent the flow or the rule found it that called for a person, and why; as usual says nothing. */
export function PriorityMark({ row: { control } }: { row: ConversationRow }) {
	const { t, name } = useSpeech();
	if (!control.priority) return null;
	const why = [control.reason && name(`ask_${control.reason}`), control.note].filter(Boolean).join(" ");
	return (
		<Pill tone={control.priority === "urgent" ? "warn" : "plain"} title={why || undefined}>
			{t(`priority_${control.priority}`)}
		</Pill>
	);
}
