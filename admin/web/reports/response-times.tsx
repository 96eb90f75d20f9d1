import { Link } from "wouter";
import type { ReportView, SpreadView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { About, Panel } from "./panel.tsx";
import { showLength } from "./show-numbers.ts";

const ROWS = ["first", "next", "human", "handling", "resolution"] as const;

/** How long customers waited: median and the ninth of ten, by the clock and in shop hours. */
export function ResponseTimes({ report }: { report: ReportView }) {
	const { t } = useSpeech();
	return (
		<Panel title="rpResponse">
			<div className="scrolls">
				<table>
					<thead>
						<tr>
							<th scope="col" aria-label={t("rpWhat")} />
							<th scope="col">{t("rpByClock")}</th>
							<th scope="col">{t("rpOpenHours")}</th>
							<th scope="col">{t("rpCases")}</th>
						</tr>
					</thead>
					<tbody>
						{ROWS.map((name) => (
							<tr key={name}>
								<th scope="row">
									<Link href={`/reports/${name}?from=${report.from}&until=${report.until}`}>{t(`rp_${name}`)}</Link>{" "}
									<About word={`rpAbout_${name}`} />
								</th>
								<Middle of={report.waits[name].wall} />
								<Middle of={report.waits[name].open} />
								<td>{report.waits[name].n}</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</Panel>
	);
}

function Middle({ of }: { of: SpreadView["wall"] }) {
	const speech = useSpeech();
	if (!of) return <td className="faint">—</td>;
	return (
		<td>
			<strong>{showLength(of.median, speech)}</strong>{" "}
			<small>
				{speech.t("rpP90")} {showLength(of.p90, speech)}
			</small>
		</td>
	);
}
