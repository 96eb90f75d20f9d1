import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { type FlowPageView, flowCounts, PERIODS } from "#admin/contract/flow-page.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";
import type { Word } from "../words.ts";
import { Arms } from "./arms.tsx";
import { Diagram } from "./diagram.tsx";
import { Place } from "./place.tsx";

type Period = (typeof PERIODS)[number];
const PERIOD_WORDS: Record<Period, Word> = { 0: "today", 7: "days7", 30: "days30", 90: "days90" };

/** The diagram with counts over a period, and beside it what was chosen in it. The address keeps both. */
export function Picture({ page }: { page: FlowPageView }) {
	const { t, when } = useSpeech();
	const [asked, setAsked] = useSearchParams();
	const days = PERIODS.find((one) => String(one) === asked.get("days")) ?? 30;
	const chosen = page.diagram?.nodes.find(({ id }) => id === asked.get("step"));
	const counts = useQuery({
		queryKey: ["flow-counts", page.flow, days],
		queryFn: () => get(`/api/flows/${encodeURIComponent(page.flow)}/counts?days=${days}`, flowCounts),
		enabled: page.diagram !== null,
		placeholderData: (before) => before,
	});
	function ask(next: { days?: Period; step?: string | null }) {
		setAsked((before) => {
			const after = new URLSearchParams(before);
			if (next.days !== undefined) after.set("days", String(next.days));
			if (next.step === null) after.delete("step");
			else if (next.step !== undefined) after.set("step", next.step);
			return after;
		});
	}
	if (!page.diagram) return <Empty>{t("neverLoaded")}</Empty>;
	return (
		<>
			<div className="picture-head">
				<fieldset className="tabs">
					<legend>{t("period")}</legend>
					{PERIODS.map((one) => (
						<button key={one} type="button" aria-pressed={days === one} onClick={() => ask({ days: one })}>
							{t(PERIOD_WORDS[one])}
						</button>
					))}
				</fieldset>
				<span className="faint" role="status">
					{counts.isFetching ? t("loading") : counts.data && `${t("sinceThen")} ${when(counts.data.since)}`}
					{counts.isError && (
						<button type="button" onClick={() => void counts.refetch()}>
							{t("broken")}. {t("again")}
						</button>
					)}
				</span>
			</div>
			<div className={chosen ? "picture choosing" : "picture"}>
				<Diagram
					diagram={page.diagram}
					counts={counts.data?.steps ?? {}}
					chosen={chosen?.id ?? null}
					choose={(id) => ask({ step: id })}
				/>
				{chosen && (
					<Place
						key={chosen.id}
						page={page}
						node={chosen}
						days={days}
						counts={counts.data}
						close={() => ask({ step: null })}
					/>
				)}
			</div>
			{counts.data && <Arms counts={counts.data} />}
		</>
	);
}
