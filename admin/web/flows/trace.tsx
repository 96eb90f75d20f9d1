import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { trace } from "#admin/contract/flows.ts";
import { get } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded } from "../states.tsx";
import { RunState } from "./run-state.tsx";

/** One run, a line a step: what was decided, what it looked at, and the line of the file. */
export function Trace({ id }: { id: string }) {
	const { t, when, time, flow } = useSpeech();
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
					{steps.length === 0 && <Empty />}
					<ol className="trace">
						{keyed(steps, ({ at, step }) => `${at} ${step}`).map(({ key, item: step }) => (
							<li key={key}>
								<time dateTime={step.at}>{time(step.at)}</time>
								<span className="kind">{step.kind}</span>
								<span>
									<strong>{step.step}</strong> {step.decision} {step.result && <q>{step.result}</q>}
									{step.why && (
										<small className="faint">
											{" "}
											{t("why")}: {step.why}
										</small>
									)}
									{step.lookedAt.length > 0 && <small className="faint"> {step.lookedAt.join(", ")}</small>}
								</span>
								<code>
									{step.file.split("/").at(-1)}:{step.line}
								</code>
							</li>
						))}
					</ol>
				</section>
			)}
		</Loaded>
	);
}
