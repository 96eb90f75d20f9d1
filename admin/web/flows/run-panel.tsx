import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import type { ThreadMessage } from "#admin/contract/conversations.ts";
import { trace } from "#admin/contract/flows.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { RunState } from "./run-state.tsx";
import { TraceLines, type TraceStep } from "./trace-lines.tsx";

/** Beside a thread: the run behind one of the bot's lines, and why it said that. */
export function RunPanel({ message, close }: { message: ThreadMessage & { runId: string }; close: () => void }) {
	const { t, flow } = useSpeech();
	const found = useQuery({
		queryKey: ["trace", message.runId],
		queryFn: () => get(`/api/runs/${message.runId}`, trace),
	});
	const panel = useRef<HTMLElement>(null);
	const line = found.data && lineOf(message, found.data.steps);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another line of the same run is looked up again
	useEffect(() => {
		panel.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
	}, [line]);
	return (
		<aside
			className="run-panel"
			ref={panel}
			aria-label={t("trace")}
			onKeyDown={(event) => {
				if (event.key === "Escape") close();
			}}
		>
			<header className="line">
				<strong>{flow(message.flow ?? "")}</strong>
				<button type="button" className="quiet" aria-label={t("close")} onClick={close}>
					✕
				</button>
			</header>
			<Loaded query={found}>
				{({ run, steps }) => (
					<>
						<p className="pills">
							<RunState run={run} />
							<Link href={`/flows/${message.flow ?? run.flow}?step=${encodeURIComponent(message.step ?? "")}`}>
								{t("flowPicture")}
							</Link>
							<Link href={`/runs/${run.id}`}>{t("trace")}</Link>
						</p>
						<TraceLines steps={steps} here={line} />
					</>
				)}
			</Loaded>
		</aside>
	);
}

/** The line of the trace that wrote the message: of its step, the last one not later than it. */
function lineOf({ step, at }: ThreadMessage, steps: readonly TraceStep[]): TraceStep | undefined {
	const own = steps.filter((line) => line.step === step && Date.parse(line.at) <= Date.parse(at) + 999);
	return own.findLast(({ decision }) => decision === "sent" || decision === "asked") ?? own.at(-1);
}
