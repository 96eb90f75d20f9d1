import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { REPORT_DAYS, type ReportView, report } from "#admin/contract/reports.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { BotReport } from "./bot-report.tsx";
import { DaysChart } from "./days-chart.tsx";
import { Heat } from "./heat.tsx";
import { Members } from "./members.tsx";
import { PocketCards } from "./pocket-cards.tsx";
import { Reasons } from "./reasons.tsx";
import { ResponseTimes } from "./response-times.tsx";
import { TeamPromises } from "./team-promises.tsx";

/** News of orders come by themselves; what time and messages change is asked again this often. */
const FRESH_MS = 30_000;

/** The shop in numbers: each with what it counts, and the people behind it. */
export function Reports() {
	const { t } = useSpeech();
	const [asked, setAsked] = useSearchParams();
	const days = Number(asked.get("days")) || 7;
	const found = useQuery({
		queryKey: ["reports", days],
		queryFn: () => get(`/api/reports?days=${days}`, report),
		refetchInterval: FRESH_MS,
		placeholderData: keepPreviousData,
	});
	return (
		<section className="screen wide-screen reports">
			<header>
				<h1>{t("reports")}</h1>
				<fieldset className="tabs">
					<legend>{t("rpPeriod")}</legend>
					{REPORT_DAYS.map((one) => (
						<button
							key={one}
							type="button"
							aria-pressed={days === one}
							onClick={() => setAsked({ days: String(one) }, { replace: true })}
						>
							{one === 1 ? t("rpToday") : `${one} ${t("rpDays")}`}
						</button>
					))}
				</fieldset>
			</header>
			<Loaded query={found}>{(read) => <Read report={read} days={days} />}</Loaded>
		</section>
	);
}

function Read({ report: read, days }: { report: ReportView; days: number }) {
	return (
		<>
			<PocketCards numbers={read.pocket} days={days} />
			<DaysChart days={read.days} />
			<ResponseTimes report={read} />
			<div className="panels">
				<BotReport report={read} />
				<TeamPromises report={read} />
			</div>
			<Heat rows={read.heat} />
			<div className="panels">
				<Reasons report={read} />
				<Members rows={read.members} />
			</div>
		</>
	);
}
