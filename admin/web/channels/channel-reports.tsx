import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ChannelReport, channelReports } from "#admin/contract/channels.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import type { Word } from "../words.ts";

const VERDICT: Record<ChannelReport["verdict"], { word: Word; tone: "plain" | "good" | "bad" | "info" }> = {
	weak: { word: "reportWeak", tone: "bad" },
	strong: { word: "reportStrong", tone: "good" },
	open: { word: "reportOpen", tone: "info" },
	early: { word: "reportEarly", tone: "plain" },
};

/** How advertising does on each channel, what that means, and the switch for it. */
export function ChannelReports() {
	const { t } = useSpeech();
	const found = useQuery({ queryKey: ["channel-reports"], queryFn: () => get("/api/channel-reports", channelReports) });
	return (
		<section className="reports">
			<h2>{t("reportTitle")}</h2>
			<p className="faint">{t("reportAbout")}</p>
			<Loaded query={found}>
				{(reports) =>
					reports.length === 0 ? (
						<Empty>{t("reportNone")}</Empty>
					) : (
						<div className="panels">
							{reports.map((report) => (
								<Report key={`${report.channel} ${report.family}`} report={report} />
							))}
						</div>
					)
				}
			</Loaded>
		</section>
	);
}

function Report({ report }: { report: ChannelReport }) {
	const { t, name, money, when } = useSpeech();
	const { channel, family, verdict, sentence, switchedOff } = report;
	const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
	const { word, tone } = VERDICT[verdict];
	return (
		<article className="panel report">
			<h3>
				{name(channel)}
				{family && ` · ${family}`} <Pill tone={tone}>{t(word)}</Pill>
			</h3>
			<dl>
				<div>
					<dt>{t("reportSent")}</dt>
					<dd>{report.sent}</dd>
				</div>
				<div>
					<dt>{t("reportAnswered")}</dt>
					<dd>{report.answered}</dd>
				</div>
				<div>
					<dt>{t("reportOrders")}</dt>
					<dd>
						{percent(report.orders.rate)}{" "}
						<small className="faint">
							{percent(report.orders.low)} – {percent(report.orders.high)}
						</small>
					</dd>
				</div>
				<div>
					<dt>{t("reportCost")}</dt>
					<dd>{money(report.cost)}</dd>
				</div>
			</dl>
			<p>{sentence}</p>
			{switchedOff && (
				<p className="notice">
					{t("reportIsOff")} {when(switchedOff.at)} · {switchedOff.by}
				</p>
			)}
			<Switch report={report} />
		</article>
	);
}

/** Off takes a second press, for it concerns many; back on is one. */
function Switch({ report: { channel, family, switchedOff } }: { report: ChannelReport }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [asks, setAsks] = useState(false);
	const switching = useMutation({
		mutationFn: (state: "off" | "on") => send("POST", "/api/channel-switches", { channel, family, state }),
		onSettled: () => {
			setAsks(false);
			return queries.invalidateQueries({ queryKey: ["channel-reports"] });
		},
	});
	return (
		<div className="moves">
			{switchedOff ? (
				<button type="button" disabled={switching.isPending} onClick={() => switching.mutate("on")}>
					{t("reportSwitchOn")}
				</button>
			) : asks ? (
				<>
					<p>{t("reportSure")}</p>
					<button type="button" disabled={switching.isPending} onClick={() => switching.mutate("off")}>
						{t("reportSwitchOff")}
					</button>
					<button type="button" className="quiet" onClick={() => setAsks(false)}>
						{t("stop")}
					</button>
				</>
			) : (
				<button type="button" className="quiet" onClick={() => setAsks(true)}>
					{t("reportSwitchOff")}
				</button>
			)}
			{switching.isError && <p role="alert">{trouble(switching.error)}</p>}
		</div>
	);
}
