import type { TimelineEntry } from "#admin/contract/customers.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Pill } from "../states.tsx";
import { describeEntry } from "./describe-entry.ts";

/** The diary of one customer, the latest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
	const speech = useSpeech();
	const { name, when, stage, flow } = speech;
	if (entries.length === 0) return <Empty />;
	return (
		<ol className="timeline">
			{entries.map((entry) => (
				<li key={entry.id}>
					<time dateTime={entry.at}>{when(entry.at)}</time>
					<span>
						<strong>{name(entry.name)}</strong> {describeEntry(entry, speech)}{" "}
						{entry.actor !== "customer" && <small>{name(entry.actor.split(":")[0] ?? "")}</small>}
					</span>
					<span className="pills">
						{entry.stage && <Pill>{stage(entry.stage)}</Pill>}
						{entry.flow && <Pill tone="info">{flow(entry.flow)}</Pill>}
					</span>
				</li>
			))}
		</ol>
	);
}
