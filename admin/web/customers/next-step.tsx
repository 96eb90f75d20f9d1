import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { type NextStepView, nextStepAnswer } from "#admin/contract/next-step.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Loaded } from "../states.tsx";
import { useNow } from "../use-now.ts";
import { Panel } from "./card-panels.tsx";

/** What is best done next for this customer, and why. */
export function NextStep({ customerId }: { customerId: string }) {
	const { t } = useSpeech();
	const found = useQuery({
		queryKey: ["card", customerId, "next-step"],
		queryFn: () => get(`/api/customers/${customerId}/next-step`, nextStepAnswer),
	});
	return (
		<Panel title={t("nextStep")}>
			<Loaded query={found}>
				{({ step }) => (step ? <Advice step={step} /> : <p className="faint">{t("nextNothing")}</p>)}
			</Loaded>
		</Panel>
	);
}

function Advice({ step }: { step: NextStepView }) {
	const { t } = useSpeech();
	const why = useWhy(step);
	const mayReadOrders = useMay("read-orders");
	return (
		<>
			<p>
				<strong>{t(`next_${step.is}`)}</strong>
			</p>
			{why && <p className="faint">{why}</p>}
			{step.is === "late-order" && mayReadOrders && (
				<Link className="button" href={`/orders?as=table&search=${step.number}`}>
					№ {step.number}
				</Link>
			)}
		</>
	);
}

/** What speaks for it, in a sentence. */
function useWhy(step: NextStepView): string {
	const { t, when, day, money } = useSpeech();
	const now = useNow();
	switch (step.is) {
		case "promise":
			return `«${step.text}» ${t("nextUntil")} ${when(step.dueAt)}`;
		case "answer":
			return `${t("nextWaitsSince")} ${when(step.since)}`;
		case "late-order":
			return `№ ${step.number} ${t("nextWasDue")} ${when(step.dueAt)}`;
		case "tip":
			return `${step.title}: ${step.evidence}`;
		case "cart":
			return `${step.count} ${t("nextPieces")}, ${money(step.total)}, ${t("nextUntouchedSince")} ${when(step.since)}`;
		case "reorder": {
			const cycle = step.cycleDays === null ? [] : [`${t("nextEvery")} ${Math.round(step.cycleDays)} ${t("days")}`];
			const favourite = step.favourite === null ? [] : [`${t("favourite")}: ${step.favourite}`];
			const isPast = Date.parse(step.dueAt) < now.getTime();
			return [`${t(isPast ? "nextOrderWas" : "nextOrderBy")} ${day(step.dueAt)}`, ...cycle, ...favourite].join(" · ");
		}
		case "birthday":
			return day(step.day);
		case "consent":
			return t("nextNeverAsked");
	}
}
