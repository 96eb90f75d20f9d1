import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { type FlowRow, flowList } from "#admin/contract/flows.ts";
import { get } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";

/** Every flow with what goes on in it, and what the checker says of the folder. */
export function Flows() {
	const { t, name } = useSpeech();
	const list = useQuery({ queryKey: ["flows"], queryFn: () => get("/api/flows", flowList), refetchInterval: 15_000 });
	return (
		<section className="screen">
			<header>
				<h1>{t("flows")}</h1>
			</header>
			<Loaded query={list}>
				{({ flows, problems }) => (
					<>
						{problems.length > 0 && (
							<section className="panel problems">
								<h2>{t("problems")}</h2>
								<ul className="plain">
									{keyed(problems, ({ file, line, code }) => `${file} ${line} ${code}`).map(
										({ key, item: problem }) => (
											<li key={key}>
												<code>
													{problem.file}:{problem.line}:{problem.column}
												</code>{" "}
												<Pill tone={problem.severity === "error" ? "bad" : "warn"}>{problem.code}</Pill>{" "}
												{problem.message}
											</li>
										),
									)}
								</ul>
							</section>
						)}
						{flows.length === 0 ? (
							<Empty />
						) : (
							flows.map((flow) => <Flow key={flow.flow} flow={flow} purpose={name(flow.purpose)} />)
						)}
					</>
				)}
			</Loaded>
		</section>
	);
}

function Flow({ flow, purpose }: { flow: FlowRow; purpose: string }) {
	const { t } = useSpeech();
	const running = Object.values(flow.running).reduce((sum, count) => sum + count, 0);
	return (
		<Link href={`/flows/${flow.flow}`} className="row panel">
			<span className="line">
				<strong>{flow.title}</strong>
				<span className="pills">
					<Pill tone={flow.purpose === "marketing" ? "warn" : "plain"}>{purpose}</Pill>
					{flow.paused && <Pill tone="bad">{t("paused")}</Pill>}
					{running > 0 && (
						<Pill tone="good">
							{t("live")} {running}
						</Pill>
					)}
				</span>
			</span>
			<span className="line faint">
				<span>
					{flow.flow} @ {flow.logic.slice(0, 4)}
				</span>
				<span>
					{t("started")}: {flow.startedLastDay} · {t("ended")}: {flow.endedLastDay}
					{flow.failedLastDay > 0 && ` · ${t("failed")}: ${flow.failedLastDay}`}
				</span>
			</span>
		</Link>
	);
}
