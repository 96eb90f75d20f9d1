import type { FlowPageView } from "#admin/contract/flow-page.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Pill } from "../states.tsx";

/** The contents that a flow's file has had, the newest first: same logic, and only the words have changed. */
export function Versions({ versions }: { versions: FlowPageView["versions"] }) {
	const { t, when } = useSpeech();
	if (versions.length === 0) return <Empty>{t("neverLoaded")}</Empty>;
	return (
		<>
			<p className="faint">{t("versionsMean")}</p>
			<ul className="rows">
				{versions.map((version) => (
					<li key={version.full} className="row">
						<span className="line">
							<span>
								<code>{version.full.slice(0, 8)}</code>{" "}
								<span className="faint">
									{t("logic")} <code>{version.logic.slice(0, 8)}</code>
								</span>
							</span>
							<span className="pills">
								{version.current && <Pill tone="good">{t("inUse")}</Pill>}
								{version.live > 0 && (
									<Pill tone="info">
										{t("live")} {version.live}
									</Pill>
								)}
							</span>
						</span>
						<span className="line faint">
							<span>{when(version.at)}</span>
							<span>
								{t("runs")}: {version.runs}
								{version.gitSha && ` · ${version.gitSha.slice(0, 8)}`}
							</span>
						</span>
					</li>
				))}
			</ul>
		</>
	);
}
