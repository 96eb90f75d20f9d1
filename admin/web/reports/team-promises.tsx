import { Link } from "wouter";
import type { ReportView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { About, Panel } from "./panel.tsx";
import { ShareBar } from "./share-bar.tsx";

/** Words given to customers, and answers within what the teams promise. */
export function TeamPromises({ report }: { report: ReportView }) {
	const { t } = useSpeech();
	const { from, until, promisesKept, teams } = report;
	return (
		<Panel title="rpSla" about="rpAbout_sla">
			<dl className="shares">
				<dt>
					<Link href={`/reports/promises?from=${from}&until=${until}`}>{t("rp_promises_kept")}</Link>{" "}
					<About word="rpAbout_promises_kept" />
				</dt>
				<dd>
					<ShareBar share={promisesKept} extra={`${t("rpWithdrawn")} ${promisesKept.withdrawn}`} />
				</dd>
				{teams.map(({ team, kind, kept, breached }) => (
					<div key={`${team} ${kind}`} className="whole">
						<dt>
							{team ?? t("rpNoTeam")}: {t(wordOf(kind))}
						</dt>
						<dd>
							{kind === "waiting" || kind === "unresolved" ? (
								<strong>{breached}</strong>
							) : (
								<ShareBar share={{ part: kept, of: kept + breached }} extra={`${t("rpBreached")} ${breached}`} />
							)}
						</dd>
					</div>
				))}
			</dl>
		</Panel>
	);
}

function wordOf(kind: ReportView["teams"][number]["kind"]) {
	switch (kind) {
		case "waiting":
			return "rpOpenNow";
		case "unresolved":
			return "rpUnresolvedNow";
		default:
			return `rp_${kind}` as const;
	}
}
