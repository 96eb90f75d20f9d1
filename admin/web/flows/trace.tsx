import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { trace } from "#admin/contract/flows.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { RunState } from "./run-state.tsx";
import { TraceLines } from "./trace-lines.tsx";

/** One run, a line a step: what was decided, what it looked at, and the line of the file. */
export function Trace({ id }: { id: string }) {
	const { t, when, flow } = useSpeech();
	const found = useQuery({ queryKey: ["trace", id], queryFn: () => get(`/api/runs/${id}`, trace) });
	return (
		<Loaded query={found}>
			{({ run, steps }) => (
				<section className="screen">
					<header>
						<Link href={`/flows/${run.flow}`} className="back" aria-label={t("back")}>
							←
						</Link>
						<h1>
							{flow(run.flow)} · <Link href={`/customers/${run.customer.id}`}>{run.customer.name}</Link>
						</h1>
						<RunState run={run} />
					</header>
					<p className="faint">
						{when(run.startedAt)} {run.endedAt && `— ${when(run.endedAt)}`} · @{run.logic.slice(0, 8)}
					</p>
					<TraceLines steps={steps} />
				</section>
			)}
		</Loaded>
	);
}
