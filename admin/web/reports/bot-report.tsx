import { Link } from "wouter";
import type { ReportView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { About, Panel } from "./panel.tsx";
import { ShareBar } from "./share-bar.tsx";
import { Table } from "./table.tsx";

/** What the bot resolves, and how often it calls a person: over all, and by flow. */
export function BotReport({ report }: { report: ReportView }) {
	const { t, flow: titleOf } = useSpeech();
	const { from, until, handoffRate, resolvedByBot, repeatHandoff, flows } = report;
	const period = `?from=${from}&until=${until}`;
	return (
		<Panel title="rpBot">
			<dl className="shares">
				<dt>
					<Link href={`/reports/resolved${period}`}>{t("rp_resolved")}</Link> <About word="rpAbout_resolved" />
				</dt>
				<dd>
					<ShareBar share={resolvedByBot} />
				</dd>
				<dt>
					<Link href={`/reports/handed${period}`}>{t("rp_handed")}</Link> <About word="rpAbout_handoff_rate" />
				</dt>
				<dd>
					<ShareBar share={handoffRate} />
				</dd>
				<dt>
					<Link href={`/reports/repeats${period}`}>{t("rp_repeats")}</Link> <About word="rpAbout_repeats" />
				</dt>
				<dd>
					<ShareBar share={repeatHandoff} />
				</dd>
			</dl>
			{flows.length > 0 && (
				<Table columns={["rpFlow", "rp_handed", "rp_resolved"]} caption="rpFlowsTitle">
					{flows.map(({ flow, handoffRate: handed, resolvedByBot: resolved }) => (
						<tr key={flow}>
							<th scope="row">
								<Link href={`/flows/${flow}`}>{titleOf(flow)}</Link>
							</th>
							<td>
								{handed.part}/{handed.of}
							</td>
							<td>
								{resolved.part}/{resolved.of}
							</td>
						</tr>
					))}
				</Table>
			)}
		</Panel>
	);
}
