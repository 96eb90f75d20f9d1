import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { type FlowRow, flowList } from "#admin/contract/flows.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { share } from "./arms.tsx";
import { FlowStatePill } from "./flow-state-pill.tsx";
import { PendingChanges } from "./pending-changes.tsx";
import { Problems } from "./problems.tsx";

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
						<Problems problems={problems} />
						<PendingChanges />
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
					{purpose && <Pill tone={flow.purpose === "marketing" ? "warn" : "plain"}>{purpose}</Pill>}
					<FlowStatePill state={flow.state} />
					{running > 0 && (
						<Pill tone="good">
							{t("live")} {running}
						</Pill>
					)}
				</span>
			</span>
			<span className="line faint">
				<span>
					{flow.flow}
					{flow.logic && ` @ ${flow.logic.slice(0, 4)}`}
				</span>
				<span>
					{t("started")}: {flow.startedLastDay} · {t("ended")}: {flow.endedLastDay}
					{flow.failedLastDay > 0 && ` · ${t("failed")}: ${flow.failedLastDay}`}
				</span>
			</span>
			{flow.entries > 0 && (
				<span className="line faint">
					<span>
						{t("occasions30")}: {flow.entries} · {t("startedShort")} {flow.entriesStarted}
					</span>
					{flow.measured > 0 && (
						<span>
							{t("goal")}: {share({ entries: flow.measured, goals: flow.goals })}
						</span>
					)}
				</span>
			)}
			{flow.mistake && (
				<span className="mistake">
					<code>{flow.mistake.place}</code> {flow.mistake.code} {flow.mistake.message}
				</span>
			)}
		</Link>
	);
}
