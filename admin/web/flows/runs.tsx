import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { runPage } from "#admin/contract/flows.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { More } from "../more.tsx";
import { Empty, Loaded } from "../states.tsx";
import { RunState } from "./run-state.tsx";

/** Who has been through one flow, the newest first. */
export function Runs({ flow }: { flow: string }) {
	const { t, when, stage } = useSpeech();
	const list = useInfiniteQuery({
		queryKey: ["runs", flow],
		queryFn: ({ pageParam }) =>
			get(`/api/flows/${encodeURIComponent(flow)}/runs${pageParam ? `?after=${pageParam}` : ""}`, runPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
	});
	return (
		<>
			<Loaded query={list}>
				{({ pages }) => {
					const runs = pages.flatMap((page) => page.items);
					if (runs.length === 0) return <Empty>{t("noRuns")}</Empty>;
					return (
						<ul className="rows">
							{runs.map((run) => (
								<li key={run.id}>
									<Link href={`/runs/${run.id}`} className="row">
										<span className="line">
											<strong>{run.customer.name}</strong>
											<RunState run={run} />
										</span>
										<span className="line faint">
											<span>{when(run.startedAt)}</span>
											<span>{run.stage && stage(run.stage)}</span>
										</span>
									</Link>
								</li>
							))}
						</ul>
					);
				}}
			</Loaded>
			<More of={list} />
		</>
	);
}
