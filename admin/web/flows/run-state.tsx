import type { RunRow } from "#admin/contract/flows.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";

/** How a run stands: its outcome with the reason, or what it waits for. */
export function RunState({ run }: { run: RunRow }) {
	const { when, name, t } = useSpeech();
	if (run.status === "failed") return <Pill tone="bad">{run.error ?? t("error")}</Pill>;
	if (run.outcome)
		return (
			<Pill>
				{name(run.outcome)}
				{run.reason && ` · ${run.reason}`}
			</Pill>
		);
	return (
		<Pill tone="good">
			{name(run.status)}
			{run.wakeAt && ` → ${when(run.wakeAt)}`}
		</Pill>
	);
}
