import type { TimelineEntry } from "#admin/contract/customers.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Pill } from "../states.tsx";

/** The diary of one customer, the latest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
	const { name, when } = useSpeech();
	if (entries.length === 0) return <Empty />;
	return (
		<ol className="timeline">
			{entries.map((entry) => (
				<li key={entry.id}>
					<time dateTime={entry.at}>{when(entry.at)}</time>
					<span>
						<strong>{entry.name}</strong> <span className="faint">{name(entry.actor.split(":")[0] ?? "")}</span>{" "}
						{describe(entry.data)}
					</span>
					<span className="pills">
						{entry.stage && <Pill>{entry.stage}</Pill>}
						{entry.flow && <Pill tone="info">{entry.flow}</Pill>}
					</span>
				</li>
			))}
		</ol>
	);
}

/** The plain values of an entry: nested ones and ids say nothing to a reader. */
function describe(data: Record<string, unknown>): string {
	return Object.entries(data)
		.filter(
			([key, value]) =>
				(typeof value === "string" || typeof value === "number") && !/^(id|message|run|.*Id)$/.test(key),
		)
		.map(([key, value]) => `${key} ${value}`)
		.join(" · ");
}
