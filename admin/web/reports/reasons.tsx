import { Link } from "wouter";
import type { ReportView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";
import { About, Panel } from "./panel.tsx";
import { ShareBar } from "./share-bar.tsx";

/** Why people bought and why they left; what nobody knows stands among them. */
export function Reasons({ report }: { report: ReportView }) {
	const { t } = useSpeech();
	const { from, until, reasonCoverage, outcomes, csat } = report;
	const period = `?from=${from}&until=${until}`;
	const asked = csat.asked === 0 ? undefined : `${t("rpAsked")} ${csat.asked}, ${t("rpAnswered")} ${csat.of}`;
	return (
		<Panel title="rpReasons">
			<dl className="shares">
				<dt>
					{t("rp_reasons")} <About word="rpAbout_reasons" />
				</dt>
				<dd>
					<ShareBar share={reasonCoverage} />
				</dd>
				<dt>
					<Link href={`/reports/csat${period}`}>{t("rp_csat")}</Link> <About word="rpAbout_csat" />
				</dt>
				<dd>
					<ShareBar share={csat} extra={asked} />
				</dd>
			</dl>
			{(["lost", "won"] as const).map((result) => (
				<Result key={result} result={result} list={`/reports/${result}${period}`} outcomes={outcomes} />
			))}
		</Panel>
	);
}

type Outcomes = { result: "won" | "lost"; list: string; outcomes: ReportView["outcomes"] };

function Result({ result, list, outcomes }: Outcomes) {
	const { t } = useSpeech();
	const rows = outcomes.filter((one) => one.result === result);
	const most = Math.max(...rows.map(({ n }) => n), 1);
	return (
		<>
			<h3>
				<Link href={list}>{t(`rp_${result}`)}</Link>
			</h3>
			{rows.length === 0 ? (
				<Empty>{t("rpNothing")}</Empty>
			) : (
				<ul className="plain bars">
					{rows.map(({ reason, title, n }) => (
						<li key={reason} className={reason === "unknown" ? "unknown" : ""}>
							<span>{reason === "unknown" ? t("rpUnknown") : title}</span>
							<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
								<rect className="filled" width={(n / most) * 100} height="6" />
							</svg>
							<strong>{n}</strong>
						</li>
					))}
				</ul>
			)}
		</>
	);
}
