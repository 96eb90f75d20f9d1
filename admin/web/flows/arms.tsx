import type { FlowCountsView } from "#admin/contract/flow-page.ts";
import { useSpeech } from "../language.tsx";

/** What came of the occasions: started, refused and why, and the goal in both arms of the hold-out. */
export function Arms({ counts: { entries } }: { counts: FlowCountsView }) {
	const { t, name } = useSpeech();
	if (entries.entries === 0) return null;
	const refused = Object.entries(entries.refused).sort(([, a], [, b]) => b - a);
	return (
		<dl className="panel facts">
			<div>
				<dt>{t("occasions")}</dt>
				<dd>
					{entries.entries} · {t("startedShort")} {entries.started}
					{entries.pending > 0 && ` · ${t("waiting")} ${entries.pending}`}
				</dd>
			</div>
			{refused.length > 0 && (
				<div>
					<dt>{t("refusedEntries")}</dt>
					<dd>{refused.map(([word, count]) => `${name(word)} ${count}`).join(" · ")}</dd>
				</div>
			)}
			{entries.treated.entries > 0 && (
				<div>
					<dt>{t("goal")}</dt>
					<dd>
						{share(entries.treated)}
						{entries.heldOut.entries > 0 && ` · ${t("heldOutArm")} ${share(entries.heldOut)}`}
					</dd>
				</div>
			)}
		</dl>
	);
}

/** `12 of 80 (15 %)`, without words. */
export function share({ entries, goals }: { entries: number; goals: number }): string {
	if (entries === 0) return "0";
	return `${goals} / ${entries} (${Math.round((100 * goals) / entries)} %)`;
}
